use serde_json::json;

use super::list;
use crate::cli::args::trash::Empty;
use crate::cli::command::rows::Rows;
use crate::cli::confirm::Consent;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::ops::trash;

/// Deletes for good what is in the trash.
pub fn run(args: &Empty, work: &Work<'_>) -> Result<Exit, Error> {
    let consent = Consent::expected(args.yes || args.dry_run)?;
    let (query, _) = super::query(&args.query, work)?;
    let mut plan = Vec::new();
    trash::list(&work.session, &query, &work.bars, &mut |trashed| {
        plan.push(trashed);
        true
    })?;
    let mut rows = Rows::new(work);
    let _ = plan.iter().all(|trashed| list::print(&mut rows, trashed));
    rows.end()?;
    if args.dry_run {
        work.output.say(&format!("{} would be deleted for good; nothing was changed", plan.len()));
        return Ok(Exit::Done);
    }
    if plan.is_empty() {
        work.output.say("nothing in the trash is selected");
        return Ok(Exit::Done);
    }
    let question = format!("Delete these {} for good? Nobody can bring them back.", plan.len());
    if consent.to(&question, work)? {
        let deleted = trash::empty(&work.session, &plan, &work.bars)?;
        if work.output.json {
            work.output.object(&json!({ "summary": { "emptied": deleted } }))?;
        } else {
            work.output.say(&format!("{deleted} deleted for good"));
        }
    }
    Ok(Exit::Done)
}
