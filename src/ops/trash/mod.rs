//! The trash: listing it, taking things out of it, and emptying it.

mod restore;

use super::{Error, Notice, Progress, Session};
use crate::cache::Trashed;
use crate::model::query::Query;

pub use restore::{Recovered, Recovery, plan_restore, restore};
pub(super) use restore::{bring_back, invalid};

/// How many go for good in one transaction.
const BATCH: usize = 256;

/// Calls `each` with everything in the trash that a query selects. `each` returns false to stop.
///
/// # Errors
/// When the cache can't be read, or a person asks to stop.
pub fn list(
    session: &Session,
    query: &Query,
    progress: &dyn Progress,
    each: &mut dyn FnMut(Trashed) -> bool,
) -> Result<(), Error> {
    if let Some(cache) = session.cache()? {
        let now = session.settings().now;
        let unreadable =
            cache.select_trash(query, now, &mut |trashed| !progress.cancelled() && each(trashed))?;
        if unreadable > 0 {
            progress.notice(Notice::Unreadable(unreadable));
        }
    }
    if progress.cancelled() { Err(Error::Interrupted) } else { Ok(()) }
}

/// Deletes for good what was listed and is still in the trash; gives how many.
///
/// # Errors
/// When the cache can't be written, or a person asks to stop.
pub fn empty(session: &Session, listed: &[Trashed], progress: &dyn Progress) -> Result<u64, Error> {
    let rows: Vec<_> = listed.iter().map(|trashed| (trashed.row, trashed.deleted)).collect();
    let mut deleted = 0;
    for batch in rows.chunks(BATCH) {
        if progress.cancelled() {
            return Err(Error::Interrupted);
        }
        deleted += session.writable_cache(progress)?.empty_trash(batch)?;
    }
    Ok(deleted)
}
