use super::table;
use crate::cli::args::wanted::Drop;
use crate::cli::command::rows::Rows;
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
    let mut rows = Rows::new(work);
    let _ = plan.iter().all(|wanted| table::print(&mut rows, wanted));
    rows.end()?;
    if args.dry_run {
        work.output.say(&format!("{} would be forgotten; nothing was changed", plan.len()));
    } else {
        let forgotten = ops::wanted::forget(&work.session, &plan, &work.bars)?;
        work.output.say(&format!("{forgotten} forgotten"));
    }
    Ok(Exit::Done)
}
