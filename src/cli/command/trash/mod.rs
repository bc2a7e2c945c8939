//! What was deleted.

mod empty;
mod list;

use crate::cli::args::Trash;
use crate::cli::args::trash::TrashCommand;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::model::query::{Field, Filter, Query};

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
    let of_entries =
        |filter: &Filter| matches!(filter, Filter::Verdict(_) | Filter::Used(_) | Filter::Bound(_));
    let sorts = query.sort.is_some_and(|sort| matches!(sort.field, Field::Signed | Field::Used));
    if sorts || query.terms.iter().any(|term| of_entries(&term.filter)) {
        return Err(Error::usage(
            "verdict:, used:, bound:, sort:signed and sort:used ask for what only entries have",
        )
        .hinted("`signcache trash list --help` describes what can be asked of the trash"));
    }
    Ok((query, text))
}
