use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::live::{bindings, handed_out, live, unroot};
use super::{Deadline, Item, Plan};
use crate::cache::{Cache, Doomed};
use crate::model::gc::{Reason, words};
use crate::model::{Age, Entry, Pair, Untrusted};
use crate::ops::{Error, Progress, Session, upstream};

/// What came of applying a plan.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Applied {
    /// How many entries went to the trash.
    pub deleted: u64,
    /// The bytes of their signatures and proofs.
    pub bytes: u64,
    /// How many stayed because they were used, pinned or changed since the plan was made, or became the last copy.
    pub changed: u64,
    /// How many there was no time for.
    pub left: u64,
}

/// How many entries go in one transaction. Others wait for it, with their hits' stamps and their new signatures.
const BATCH: usize = 256;

/// Moves what a plan lists to the trash, in short transactions, and drops the roots of its copies.
///
/// # Errors
/// When the cache can't be written, or a person asks to stop. What went until then is in the trash.
pub fn apply(
    session: &Session,
    plan: &Plan,
    deadline: Deadline<'_>,
    progress: &dyn Progress,
) -> Result<Applied, Error> {
    let mut applied = Applied::default();
    let items = &plan.items;
    if items.is_empty() {
        return Ok(applied);
    }
    let cache = session.writable_cache(progress)?;
    progress.expect_entries(Some(items.len() as u64));
    for batch in items.chunks(BATCH) {
        if progress.cancelled() {
            return Err(Error::Interrupted);
        }
        if deadline.is_over() {
            break;
        }
        apply_batch(session, cache, batch, plan, &mut applied, progress)?;
        progress.did_entries(batch.len() as u64);
    }
    applied.left = items.len() as u64 - applied.deleted - applied.changed;
    Ok(applied)
}

fn apply_batch(
    session: &Session,
    cache: &Cache,
    batch: &[Item],
    plan: &Plan,
    applied: &mut Applied,
    progress: &dyn Progress,
) -> Result<(), Error> {
    let mut entries = Vec::with_capacity(batch.len());
    let pairs: Vec<Pair> = batch.iter().map(|item| item.pair).collect();
    for (item, found) in batch.iter().zip(cache.get_all(&pairs)?) {
        let same = |entry: &Entry| <[u8; 32]>::from(Sha256::digest(&entry.signature)) == item.signature;
        match found.filter(same) {
            // A hit is stamped in the cache every few hours only, and on the root of its copy each time.
            Some(entry) if !handed_out(session, &entry, session.settings().now) => {
                entries.push((item, entry))
            }
            Some(_) | None => applied.changed += 1,
        }
    }
    if plan.spares_live {
        // Somebody may have built with it while a person thought about the plan.
        let live = live(session, entries.iter().map(|(_, entry)| entry), progress)?;
        let before = entries.len();
        entries.retain(|(item, _)| !live.contains(&item.pair));
        applied.changed += (before - entries.len()) as u64;
    }
    if plan.spares_last {
        // The other place may have lost it meanwhile.
        let before = entries.len();
        let mut still = Vec::with_capacity(before);
        for (item, entry) in entries {
            if item.reasons.contains(&Reason::Bad)
                || upstream::holds(session, &entry.pair, &entry.signature, progress)?
            {
                still.push((item, entry));
            }
        }
        entries = still;
        applied.changed += (before - entries.len()) as u64;
    }
    let noted =
        entries.iter().map(|(item, _)| bindings(session, &item.pair)).collect::<Result<Vec<_>, _>>()?;
    let doomed: Vec<Doomed> = entries
        .iter()
        .map(|(item, entry)| Doomed {
            pair: item.pair,
            signature: entry.signature.clone(),
            used: item.used,
            pinned: item.pinned,
            reason: Untrusted::new(words(&item.reasons)),
        })
        .collect();
    let went = cache.throw_away_all(&doomed, session.settings().now)?;
    let mut gone = Vec::new();
    for (((item, entry), bindings), went) in entries.into_iter().zip(noted).zip(went) {
        if went {
            applied.deleted += 1;
            applied.bytes += item.bytes;
            gone.push((entry, bindings));
        } else {
            applied.changed += 1;
        }
    }
    unroot(session, gone.iter(), progress);
    Ok(())
}

/// How much has rested in the trash for the grace time.
///
/// # Errors
/// When the cache can't be read.
pub fn over(session: &Session, keep: Age) -> Result<u64, Error> {
    let limit = end_of_rest(session, keep);
    Ok(session.cache()?.map(|cache| cache.trash_before(limit)).transpose()?.unwrap_or(0))
}

/// Deletes for good what has rested in the trash for the grace time; gives how many, and how many there was no time for.
///
/// # Errors
/// When the cache can't be written, or a person asks to stop. What is gone until then is gone.
pub fn empty_over(
    session: &Session,
    keep: Age,
    deadline: Deadline<'_>,
    progress: &dyn Progress,
) -> Result<(u64, u64), Error> {
    let limit = end_of_rest(session, keep);
    let over = over(session, keep)?;
    let mut deleted = 0;
    while deleted < over && !deadline.is_over() {
        if progress.cancelled() {
            return Err(Error::Interrupted);
        }
        match session.writable_cache(progress)?.empty_trash_before(limit, BATCH)? {
            // Somebody else emptied it, too.
            0 => return Ok((deleted, 0)),
            some => deleted += some,
        }
    }
    Ok((deleted, over.saturating_sub(deleted)))
}

/// What was deleted at this time or before has rested long enough.
fn end_of_rest(session: &Session, keep: Age) -> Timestamp {
    let limit = session.settings().now.as_second().saturating_sub_unsigned(keep.duration().as_secs());
    // What would have been deleted before time began was not.
    Timestamp::from_second(limit).unwrap_or(Timestamp::MIN)
}
