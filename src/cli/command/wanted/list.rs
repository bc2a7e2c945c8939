use super::table;
use crate::cli::args::wanted::List;
use crate::cli::command::rows::Rows;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::ops;

/// Lists what is wanted.
pub fn run(args: &List, work: &Work<'_>) -> Result<Exit, Error> {
    let query = super::query(&args.query, work)?;
    let mut rows = Rows::new(work);
    ops::wanted::list(&work.session, &query, &work.bars, &mut |wanted| table::print(&mut rows, &wanted))?;
    if rows.end()? == 0 {
        work.output.say("nothing is wanted");
    }
    Ok(Exit::Done)
}
