use super::{Error, Notice, Progress, Session};
use crate::model::Entry;
use crate::model::query::Query;

/// Refuses to go on where the cache can't be read, is not there although it should be, or is another one.
///
/// # Errors
/// With what is wrong with it.
pub fn expect_cache(session: &Session) -> Result<(), Error> {
    session.cache().map(drop)
}

/// Calls `each` with every entry that a query selects, and whether it has a copy in a Nix store.
///
/// # Errors
/// When the cache can't be read, or a person asks to stop.
pub fn list(
    session: &Session,
    query: &Query,
    progress: &dyn Progress,
    each: &mut dyn FnMut(Entry, bool) -> bool,
) -> Result<(), Error> {
    if let Some(cache) = session.cache()? {
        let unreadable = cache.select(query, session.settings().now, &mut |entry, bound| {
            !progress.cancelled() && each(entry, bound)
        })?;
        if unreadable > 0 {
            progress.notice(Notice::Unreadable(unreadable));
        }
    }
    if progress.cancelled() { Err(Error::Interrupted) } else { Ok(()) }
}
