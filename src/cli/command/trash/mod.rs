//! What was deleted.

mod empty;
mod list;

use crate::cli::args::Trash;
use crate::cli::args::trash::TrashCommand;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::model::query::Query;

/// Does what is to be done with the trash.
pub fn run(args: &Trash, work: &Work<'_>) -> Result<Exit, Error> {
    match &args.command {
        TrashCommand::List(args) => list::run(args, work),
        TrashCommand::Empty(args) => empty::run(args, work),
    }
}

/// The query that words make, of what was deleted, of which less can be asked than of entries.
pub fn query(words: &[String], work: &Work<'_>) -> Result<(Query, String), Error> {
    let (query, text) = work.query(words)?;
    if let Some(term) = query.only_of_entries() {
        return Err(Error::usage(format!("`{term}` asks for what only entries have"))
            .hinted("`signcache trash list --help` describes what can be asked of the trash"));
    }
    Ok((query, text))
}
