//! Verifying what a cache has, and noting what was found. Moves nothing: quarantine is for those who want a signature.
//!
//! Three things at once, with a page of entries between each: this thread reads, all
//! cores verify, and this thread notes verdicts. So memory does not grow with the cache, nothing is
//! read while something is written, and killed at any point the verdicts until then are noted.

mod bindings;
mod database;
mod expiring;
mod finding;
mod judging;
mod means;
mod notes;
mod pages;
mod quarantine;
mod table;

use std::num::NonZeroU32;
use std::sync::mpsc::sync_channel;
use std::thread;

use super::contents::Contents;
use super::{Error, Notice, Progress, Session};
use crate::cache::ToJudge;
use crate::model::Age;
use crate::model::query::Query;
use crate::threads;
use judging::{Case, Decided};
use means::Means;
use notes::Notes;
use pages::Pages;

pub use bindings::{Astray, Binding, bindings};
pub use database::database;
pub use expiring::{Expiring, expiring};
pub use finding::{Finding, Judged, Report, Standing};
pub(super) use judging::standing_of;
pub use table::table;

/// What to audit, beside the query.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct AuditWish {
    /// Note no verdicts.
    pub dry_run: bool,
    /// Pass over what has a verdict that is not older than this, as far as the cache is believed.
    pub max_age: Option<Age>,
    /// No more than so many, chosen by chance.
    pub sample: Option<NonZeroU32>,
}

/// Verifies entries from their proofs, else from their contents, and tells what is known of each.
///
/// Contents are looked for in `contents`, and where the user's ledger knows that they were. Verdicts are noted as it
/// goes, as far as the cache can be written. Each entry is compared with what the user was given, by the ledger.
/// What is in quarantine is told afterwards.
///
/// # Errors
/// When the cache can't be read, or a person asks to stop. What was noted until then stays.
pub fn audit(
    session: &Session,
    query: &Query,
    contents: &mut Contents,
    wish: &AuditWish,
    progress: &dyn Progress,
    tell: &mut dyn FnMut(Finding),
) -> Result<Report, Error> {
    let mut report = Report::default();
    if session.cache()?.is_none() {
        return Ok(report);
    }
    let mut notes = Notes::new(session, wish.dry_run, progress);
    let Some(cache) = session.cache()? else { return Ok(report) };
    let now = session.settings().now;
    let judged_before = wish.max_age.map(|age| now.saturating_sub(age.duration()).unwrap_or(now));
    let mut pages = Pages::new(cache, ToJudge { query, now, judged_before }, wish.sample, progress)?;
    progress.expect_entries(Some(pages.expected()));
    let mut means = Means::new(session, contents, progress);
    let told = thread::scope(|scope| {
        let (to_judge, cases) = sync_channel::<Vec<Case>>(1);
        let (to_settle, decided) = sync_channel::<Vec<Decided>>(1);
        threads::spawn_within(scope, move || {
            for page in cases {
                let decide = |case: Case| case.decide(now, progress);
                if to_settle.send(threads::map(page, 1, decide)).is_err() {
                    break;
                }
            }
        })
        .map_err(Error::NoThread)?;
        let mut settle_one = |means: &mut Means<'_>| -> Result<(), Error> {
            let page = decided.recv().map_err(|_| Error::Interrupted)?;
            means.try_contents(page, &mut |decided| {
                let count = decided.len() as u64;
                for (judged, found) in decided.into_iter().filter_map(Decided::into_finding) {
                    report.count(&judged);
                    notes.add(found);
                    tell(Finding::Entry(judged));
                }
                notes.write_some();
                progress.did_entries(count);
            })
        };
        let mut waiting = 0;
        let mut read = || -> Result<(), Error> {
            while !progress.cancelled()
                && let Some(page) = pages.next()?
            {
                // Only fails when the other thread has ended, which the next reception shows.
                let _ = to_judge.send(means.cases(page)?);
                waiting += 1;
                if waiting > 1 {
                    waiting -= 1;
                    settle_one(&mut means)?;
                }
            }
            Ok(())
        };
        let all_read = read();
        drop(to_judge);
        // What was judged before an error counts.
        let settled = (0..waiting).try_for_each(|_| settle_one(&mut means));
        all_read.and(settled)
    });
    notes.write();
    told?;
    report.passed_over = means.passed_over();
    report.unreadable = pages.unreadable();
    if report.unreadable > 0 {
        progress.notice(Notice::Unreadable(report.unreadable));
    }
    report.quarantined = quarantine::tell_all(session, query, &mut means, progress, tell)?;
    if progress.cancelled() { Err(Error::Interrupted) } else { Ok(report) }
}
