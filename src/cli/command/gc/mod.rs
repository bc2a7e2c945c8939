//! Collecting garbage.

mod archive;
mod policy;
pub mod show;

pub use policy::keeping;

use jiff::Timestamp;
use serde_json::json;

use crate::cli::args::Gc;
use crate::cli::confirm::Consent;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::question;
use crate::cli::resolve::Work;
use crate::model::Age;
use crate::ops::gc::{self, Applied, Deadline, GcWish, Plan};
use crate::ops::{self, Progress, UnusedRoot};

/// What a run has done.
#[derive(Default)]
struct Done {
    applied: Applied,
    emptied: u64,
    not_emptied: u64,
    unrooted: usize,
}

/// Deletes entries by a policy.
pub fn run(args: &Gc, work: &Work<'_>) -> Result<Exit, Error> {
    let deadline = Deadline::after(args.time_limit.map(Age::duration));
    let policy = policy::policy(args, &work.gc);
    let unroot = policy::unroot_unused(args, &work.gc);
    if policy.is_empty() && !args.empty_trash && unroot.is_none() {
        work.output
            .say("there is no policy, so nothing is deleted; `signcache gc --help` describes policies");
        return Ok(Exit::Done);
    }
    let archive = args.archive.as_deref().filter(|_| !args.empty_trash);
    if let Some(path) = archive {
        archive::check_place(path, work)?;
    }
    // From here on nobody else collects.
    let lock = if args.dry_run { None } else { gc::begin(&work.session, &work.bars)? };
    let asking = !args.dry_run && !args.yes && question::is_possible();
    let wish = GcWish {
        policy,
        grace: policy::grace(args, &work.gc),
        allowed: policy::allowed(args),
        archived: archive.is_some(),
        shared: args.allow_shared,
        list_kept: args.verbose || work.output.json,
    };
    let plan = if args.empty_trash {
        Plan::default()
    } else {
        let plan = |progress: &dyn Progress| gc::plan(&work.session, &wish, progress);
        deadline.bound("it was known what is to go", &work.bars, plan)?
    };
    let keep = policy::keep_trash(args, &work.gc);
    let empties = !wish.policy.is_empty() || args.empty_trash;
    let over = if empties { gc::over(&work.session, keep)? } else { 0 };
    let (unused, unused_since) = unused_roots(unroot, work)?;
    work.bars.clear();
    if args.dry_run || asking || args.verbose || work.output.json {
        show::list(&plan, work)?;
    }
    if args.dry_run {
        return tell_plan(&plan, over, unused.len(), work);
    }
    if asking && !agreed(&plan, over, unused.len(), work)? {
        return Ok(Exit::Done);
    }
    if let Some(path) = archive.filter(|_| !plan.items.is_empty()) {
        gc::archive(&work.session, (path, work.bars.stop()), &plan.items, deadline, &work.bars)?;
    }
    // First, so that what this run puts there stays at least until the next one.
    let (emptied, not_emptied) =
        if empties { gc::empty_over(&work.session, keep, deadline, &work.bars)? } else { (0, 0) };
    let applied = gc::apply(&work.session, &plan, deadline, &work.bars)?;
    let unrooted = ops::unroot_unused(&work.session, &unused, unused_since, &work.bars)?;
    tidy(work)?;
    drop(lock);
    work.bars.clear();
    tell_done(&plan, &Done { applied, emptied, not_emptied, unrooted }, asking || args.verbose, work)?;
    Ok(Exit::Done)
}

/// The roots that are to be dropped for want of use, and since when they were not used.
fn unused_roots(age: Option<Age>, work: &Work<'_>) -> Result<(Vec<UnusedRoot>, Timestamp), Error> {
    let now = work.session.settings().now;
    let Some(age) = age else { return Ok((Vec::new(), now)) };
    let before = now.as_second().saturating_sub_unsigned(age.duration().as_secs());
    let before = Timestamp::from_second(before).unwrap_or(Timestamp::MIN);
    Ok((ops::unused_roots(&work.session.stores(&[]), before)?, before))
}

/// Removes what runs that were killed have left.
fn tidy(work: &Work<'_>) -> Result<(), Error> {
    gc::sweep(&work.session)?;
    ops::sweep_roots(&work.session, &work.session.stores(&[]))?;
    Ok(())
}

fn agreed(plan: &Plan, over: u64, unused: usize, work: &Work<'_>) -> Result<bool, Error> {
    let mut acts = Vec::new();
    if !plan.items.is_empty() {
        acts.push(format!("{}: move them to the trash", show::summary(plan)));
    }
    if over > 0 {
        acts.push(format!("{over} have been in the trash for long enough: delete them for good"));
    }
    if unused > 0 {
        acts.push(format!("{unused} copies were not handed out: drop their roots"));
    }
    if acts.is_empty() {
        Ok(true)
    } else {
        Consent::Asked.to(&format!("{}.\nGo on?", acts.join(".\n")), work)
    }
}

fn tell_plan(plan: &Plan, over: u64, unused: usize, work: &Work<'_>) -> Result<Exit, Error> {
    if work.output.json {
        let mut summary = show::summary_for_programs(plan);
        summary["emptied"] = json!(over);
        summary["unrooted"] = json!(unused);
        work.output.object(&json!({ "summary": summary, "dryRun": true }))?;
    } else {
        let roots = if unused > 0 { format!("; {unused} roots would be dropped") } else { String::new() };
        let trash = format!("{over} in the trash would be deleted for good{roots}");
        work.output.say(&format!("{}; {trash}; nothing was changed", show::summary(plan)));
    }
    Ok(Exit::Done)
}

/// Tells in one line what was done; nothing where there is nothing to tell and nobody waits for it.
fn tell_done(plan: &Plan, done: &Done, somebody: bool, work: &Work<'_>) -> Result<(), Error> {
    let applied = &done.applied;
    let left = applied.left + done.not_emptied;
    if work.output.json {
        let mut summary = show::summary_for_programs(plan);
        summary["deleted"] = json!(applied.deleted);
        summary["changed"] = json!(applied.changed);
        summary["emptied"] = json!(done.emptied);
        summary["unrooted"] = json!(done.unrooted);
        summary["left"] = json!(left);
        work.output.object(&json!({ "summary": summary, "dryRun": false }))?;
        return Ok(());
    }
    if !somebody && applied.deleted + applied.changed + done.emptied + left == 0 && done.unrooted == 0 {
        return Ok(());
    }
    let mut text = format!("{} entries ({} bytes) went to the trash", applied.deleted, applied.bytes);
    let mut add = |count: u64, what: &str| {
        if count > 0 {
            text += &format!(", {count} {what}");
        }
    };
    add(applied.changed, "stayed because they were used or changed meanwhile");
    add(done.emptied, "were deleted from it for good");
    add(done.unrooted as u64, "roots were dropped");
    add(left, "are left for the next run");
    if !plan.kept.is_empty() {
        text += &format!("; kept: {}", show::kept(plan));
    }
    work.output.say(&text);
    Ok(())
}
