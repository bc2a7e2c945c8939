use super::{Error, Progress, Session};
use crate::cache::Edit;
use crate::model::query::Query;

/// How many entries a query selects.
///
/// # Errors
/// When the cache can't be read.
pub fn count(session: &Session, query: &Query) -> Result<u64, Error> {
    let count = session.cache()?.map(|cache| cache.count(query, session.settings().now)).transpose()?;
    Ok(count.unwrap_or(0))
}

/// Changes something about the entries that a query selects; gives how many it was not so of before.
///
/// # Errors
/// When the cache can't be written, or a person asks to stop; what was changed until then stays.
pub fn edit(session: &Session, query: &Query, edit: &Edit, progress: &dyn Progress) -> Result<u64, Error> {
    let changed = session.writable_cache()?.edit(query, edit, session.settings().now, &mut |count| {
        progress.did_entries(count);
        !progress.cancelled()
    })?;
    if progress.cancelled() { Err(Error::Interrupted) } else { Ok(changed) }
}
