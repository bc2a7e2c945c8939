//! Taking in what others signed: everything is proven before it is stored.
//!
//! Three stages at once, with a chunk of offers between each: a thread reads the
//! bundle, all cores verify, and this thread looks pairs up before and stores
//! them after. So memory does not grow with the bundle, and some chunks together are one
//! transaction: killed at any point, what is in is whole, and another import of
//! the same bundle passes over it.

mod adopt;
mod copies;
mod decide;
mod keys;
mod offer;
mod plan;
mod settle;
mod source;

use std::sync::mpsc::sync_channel;
use std::thread;

use super::contents::Contents;
use super::{Error, Notice, Progress, Session};
use crate::model::Untrusted;
use crate::threads;
use keys::Keys;
use offer::{Checked, Offer};
use settle::Settling;

pub use adopt::import_tree;
pub use plan::{Class, Counts, ImportWish, Prefer, Step};
pub use source::Source;

/// After so many entries that are bad nobody expects the rest to be better, and each costs time.
const HOPELESS: u64 = 10_000;

/// Takes the entries of a bundle into the cache, and tells of each what becomes of it.
///
/// `contents` is where the contents are looked for that entries without a proof are verified with.
///
/// # Errors
/// When the bundle is not one or breaks off, the cache can't be written, or a
/// person asks to stop. What was stored until then stays.
pub fn import(
    session: &Session,
    source: Source,
    contents: &mut Contents,
    wish: &ImportWish,
    progress: &dyn Progress,
    tell: &mut dyn FnMut(Step),
) -> Result<Counts, Error> {
    let place = source.place.clone();
    progress.expect_entries(None);
    let now = session.settings().now;
    let chunks = source.read()?;
    let mut keys = Keys::new(session, &place, wish, progress);
    let mut settling = Settling::new(session, wish, contents, progress, tell)?;
    let settled = thread::scope(|scope| {
        let (to_check, offers) = sync_channel::<Vec<Offer>>(1);
        let (to_settle, checked) = sync_channel::<Vec<Checked>>(1);
        threads::spawn_within(scope, move || {
            for chunk in offers {
                let check = |offer: Offer| offer.check(now, progress);
                if to_settle.send(threads::map(chunk, 1, check)).is_err() {
                    break;
                }
            }
        })
        .map_err(Error::NoThread)?;
        let mut waiting = 0;
        let settle_one = |settling: &mut Settling<'_>, keys: &mut Keys<'_>| match checked.recv() {
            Ok(chunk) => settling.settle(chunk, keys),
            Err(_) => Err(Error::Interrupted),
        };
        let mut take_all = || {
            while let Some(chunk) = chunks.next(progress)? {
                let (offers, taken) = keys.take(chunk);
                // Only fails when the other thread has ended, which the next reception shows.
                let _ = to_check.send(settling.look_up(offers)?);
                waiting += 1;
                for (place, class, reason) in std::mem::take(&mut keys.passed_over) {
                    settling.pass_over(place, class, reason);
                }
                taken?;
                if waiting > 1 {
                    settle_one(&mut settling, &mut keys)?;
                    waiting -= 1;
                }
                hopeful(&settling, &place)?;
            }
            Ok(())
        };
        let taken = take_all();
        drop(to_check);
        if matches!(taken, Err(Error::Interrupted)) {
            return taken;
        }
        // What came whole before an error counts.
        let rest = (0..waiting).try_for_each(|_| settle_one(&mut settling, &mut keys));
        taken.and(rest)?;
        hopeful(&settling, &place)
    });
    let flushed = settling.flush();
    let only_wanted = keys.wanted && settling.counts == Counts::default();
    let finished = keys.finish();
    settled.and(flushed).and(finished)?;
    if only_wanted {
        progress.notice(Notice::OnlyWanted(place));
    }
    Ok(settling.counts)
}

fn hopeful(settling: &Settling<'_>, place: &Untrusted) -> Result<(), Error> {
    let bad = settling.counts.of(Class::Bad) + settling.counts.of(Class::Refused);
    if bad < HOPELESS { Ok(()) } else { Err(Error::Hopeless { place: place.clone(), bad }) }
}
