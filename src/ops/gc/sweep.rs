use std::fs;

use crate::cache::Lock;
use crate::ops::{Error, Progress, Session};

/// Takes the right to collect, which one run at a time has; none where there is no cache.
///
/// # Errors
/// When another run has it, or the cache can't be written.
pub fn begin(session: &Session, progress: &dyn Progress) -> Result<Option<Lock>, Error> {
    match session.cache()? {
        None => Ok(None),
        Some(_) => Ok(Some(session.writable_cache(progress)?.lock_collection(&session.settings().me)?)),
    }
}

/// Removes what processes that were killed have left in the cache's directory; gives how many files.
///
/// # Errors
/// When the directory can't be read.
pub fn sweep(session: &Session) -> Result<u64, Error> {
    let Some(cache) = session.cache()? else { return Ok(0) };
    let leftovers = cache.leftovers(session.settings().now)?;
    // What belongs to another member of a group is that one's to remove.
    Ok(leftovers.iter().filter(|path| fs::remove_file(path).is_ok()).count() as u64)
}
