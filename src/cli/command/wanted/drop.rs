use super::table::Table;
use crate::cli::args::wanted::Drop;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::ops;

/// Prints what is wanted, and forgets it.
pub fn run(args: &Drop, work: &Work<'_>) -> Result<Exit, Error> {
    let query = super::query(&args.query, work)?;
    let mut plan = Vec::new();
    ops::wanted::list(&work.session, &query, &work.bars, &mut |wanted| {
        plan.push(wanted);
        true
    })?;
    let mut table = Table::new(work);
    for wanted in &plan {
        if !table.row(wanted)? {
            break;
        }
    }
    if args.dry_run {
        work.output.say(&format!("{} would be forgotten; nothing was changed", plan.len()));
    } else {
        let forgotten = ops::wanted::forget(&work.session, &plan)?;
        work.output.say(&format!("{forgotten} forgotten"));
    }
    Ok(Exit::Done)
}
