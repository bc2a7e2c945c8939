use super::table::Table;
use crate::cli::args::wanted::List;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::ops;

/// Lists what is wanted.
pub fn run(args: &List, work: &Work<'_>) -> Result<Exit, Error> {
    let query = super::query(&args.query, work)?;
    let mut table = Table::new(work);
    let mut failed = None;
    ops::wanted::list(&work.session, &query, &work.bars, &mut |wanted| {
        table.row(&wanted).unwrap_or_else(|error| {
            failed = Some(error);
            false
        })
    })?;
    failed.map_or(Ok(()), Err)?;
    if table.rows == 0 {
        work.output.say("nothing is wanted");
    }
    Ok(Exit::Done)
}
