use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::json;

use super::gc::show;
use crate::cli::args::Delete;
use crate::cli::confirm::Consent;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::model::gc::{Guard, Policy};
use crate::ops::gc::{self, Deadline, GcWish};

/// Moves entries to the trash.
pub fn run(args: &Delete, work: &Work<'_>) -> Result<Exit, Error> {
    let consent = Consent::expected(args.yes || args.dry_run)?;
    let (query, text) = work.query(&args.query)?;
    let flags = [(Guard::Pinned, args.allow_pinned), (Guard::Live, args.allow_live)];
    let allowed: BTreeSet<Guard> =
        flags.into_iter().filter(|(_, allowed)| *allowed).map(|(guard, _)| guard).collect();
    let wish = GcWish {
        policy: Policy::default(),
        grace: Duration::ZERO.into(),
        // A person sees in the plan that it is the last one.
        allowed: allowed.into_iter().chain([Guard::Young, Guard::LastCopy]).collect(),
        archived: false,
        shared: true,
        list_kept: true,
    };
    let plan = gc::plan_deletion(&work.session, (&query, &text), &wish, &work.bars)?;
    work.bars.clear();
    show::list(&plan, work)?;
    let mut applied = None;
    if args.dry_run {
        work.output.say(&format!("{}; nothing was changed", show::summary(&plan)));
    } else if !plan.items.is_empty() {
        let question = format!("{}.\nMove them to the trash?", show::summary(&plan));
        if !consent.to(&question, work)? {
            return Ok(Exit::Done);
        }
        let done = gc::apply(&work.session, &plan, Deadline::after(None), &work.bars)?;
        work.bars.clear();
        let changed = match done.changed {
            0 => String::new(),
            changed => format!(", {changed} stayed because they were used or changed meanwhile"),
        };
        work.output.say(&format!(
            "{} moved to the trash{changed}; `signcache restore` brings them back",
            done.deleted
        ));
        applied = Some(done);
    }
    if work.output.json {
        let mut summary = show::summary_for_programs(&plan);
        summary["deleted"] = json!(applied.as_ref().map_or(0, |done| done.deleted));
        summary["changed"] = json!(applied.as_ref().map_or(0, |done| done.changed));
        work.output.object(&json!({ "summary": summary, "dryRun": args.dry_run }))?;
    }
    if plan.kept.is_empty() {
        return Ok(Exit::Done);
    }
    Err(Error::new(Exit::Failed, format!("some entries are kept: {}", show::kept(&plan)))
        .hinted("--allow-pinned and --allow-live delete them, too"))
}
