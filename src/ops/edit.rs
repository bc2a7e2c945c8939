use super::{Error, Progress, Session};
use crate::cache::{Edit, Selection};
use crate::model::query::Query;

/// How many entries a query selects by now.
///
/// # Errors
/// When the cache can't be read.
pub fn selection(session: &Session, query: &Query) -> Result<Selection, Error> {
    let selected = session.cache()?.map(|cache| cache.selection(query, session.settings().now));
    Ok(selected.transpose()?.unwrap_or_default())
}

/// Changes something about the entries that a query selected; gives how many it was not so of before.
///
/// # Errors
/// When the cache can't be written, or a person asks to stop; what was changed until then stays.
pub fn edit(
    session: &Session,
    selected: (&Query, Selection),
    edit: &Edit,
    progress: &dyn Progress,
) -> Result<u64, Error> {
    let changed =
        session.writable_cache(progress)?.edit(selected, edit, session.settings().now, &mut |count| {
            progress.did_entries(count);
            !progress.cancelled()
        })?;
    if progress.cancelled() { Err(Error::Interrupted) } else { Ok(changed) }
}
