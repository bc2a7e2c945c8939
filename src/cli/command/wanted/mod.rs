//! What was asked for and could not be signed.

mod check;
mod drop;
mod export;
mod from_drv;
mod holder;
mod list;
mod sign;
mod table;

use crate::cli::args::Wanted;
use crate::cli::args::wanted::WantedCommand;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::model::query::Query;

/// Does what is to be done with what is wanted.
pub fn run(args: &Wanted, work: &Work<'_>) -> Result<Exit, Error> {
    match &args.command {
        WantedCommand::List(args) => list::run(args, work),
        WantedCommand::FromDrv(args) => from_drv::run(args, work),
        WantedCommand::Export(args) => export::run(args, work),
        WantedCommand::Sign(args) => sign::run(args, work),
        WantedCommand::Check(args) => check::run(args, work),
        WantedCommand::Drop(args) => drop::run(args, work),
    }
}

/// The query that words make, of what is wanted.
fn query(words: &[String], work: &Work<'_>) -> Result<Query, Error> {
    let (query, _) = work.query(words)?;
    query.of_wanted().map_err(|error| {
        Error::usage(error.to_string()).hinted("`signcache wanted list --help` describes what can be asked")
    })
}
