use serde_json::json;

use super::list;
use super::rows::Rows;
use crate::cache::Edit;
use crate::cli::args::edit::{Chosen, Label};
use crate::cli::confirm::Consent;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::model::query::Query;
use crate::model::{Record, Untrusted};
use crate::ops;

/// More entries than a person cares to read about before an answer.
const FEW: u64 = 20;

/// Pins entries, or leaves them to the policy again.
pub fn pin(chosen: &Chosen, pinned: bool, work: &Work<'_>) -> Result<Exit, Error> {
    let question = if pinned { "Pin" } else { "Unpin" };
    run(chosen, &Edit::Pin(pinned), question, work)
}

/// Labels entries.
pub fn label(args: &Label, work: &Work<'_>) -> Result<Exit, Error> {
    if args.label.len() > Record::MAX_LABEL {
        return Err(Error::usage(format!("the label has more than {} bytes", Record::MAX_LABEL))
            .hinted("a bundle could not carry it; take a shorter one"));
    }
    let label = (!args.label.is_empty()).then(|| Untrusted::new(args.label.as_str()));
    let question = label.as_ref().map_or_else(
        || "Take the labels away from".to_owned(),
        |label| format!("Give the label `{label}` to"),
    );
    run(&args.chosen, &Edit::Label(label), &question, work)
}

/// Shows the plan, asks, and carries it out.
fn run(chosen: &Chosen, edit: &Edit, question: &str, work: &Work<'_>) -> Result<Exit, Error> {
    let (query, _) = work.query(&chosen.query)?;
    let consent = Consent::expected(chosen.yes || chosen.dry_run)?;
    let selection = ops::selection(&work.session, &query)?;
    let count = selection.count;
    if count == 0 {
        work.output.say("nothing is selected, so nothing was changed");
        return Ok(Exit::Done);
    }
    show(&query, if chosen.dry_run || work.output.json { count } else { FEW }, work)?;
    if count > FEW && !chosen.dry_run {
        work.output.say(&format!("{count} entries are selected"));
    }
    if chosen.dry_run {
        work.output.say(&format!("{count} entries are selected; nothing was changed"));
        return Ok(Exit::Done);
    }
    if !consent.to(&format!("{question} {count} entries?"), work)? {
        return Ok(Exit::Done);
    }
    let changed = ops::edit(&work.session, (&query, selection), edit, &work.bars)?;
    if work.output.json {
        work.output.object(&json!({ "selected": count, "changed": changed }))?;
    } else {
        work.output.say(&format!("{changed} changed"));
    }
    Ok(Exit::Done)
}

/// Prints the first entries that a query selects.
fn show(query: &Query, most: u64, work: &Work<'_>) -> Result<(), Error> {
    let mut rows = Rows::new(work);
    ops::list(&work.session, query, &work.bars, &mut |entry, bound| {
        list::print(&mut rows, work, &entry, bound) && rows.count() < most
    })?;
    rows.end().map(drop)
}
