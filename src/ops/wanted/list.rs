use crate::hash::Sha256State;
use crate::model::Wanted;
use crate::model::query::Query;
use crate::ops::{Error, Notice, Progress, Session};

/// Calls `each` with everything wanted that a query selects, one at a time; `each` returns false to stop.
///
/// A proof that does not belong to the content is left out: the database may be anybody's.
///
/// # Errors
/// When the cache can't be read, or a person asks to stop.
pub fn list(
    session: &Session,
    query: &Query,
    progress: &dyn Progress,
    each: &mut dyn FnMut(Wanted) -> bool,
) -> Result<(), Error> {
    if let Some(cache) = session.cache()? {
        let unreadable = cache.select_wanted(query, session.settings().now, &mut |mut wanted| {
            let content = wanted.pair.content;
            wanted.proof = wanted.proof.filter(|proof| Sha256State::digest_of(proof) == content);
            !progress.cancelled() && each(wanted)
        })?;
        if unreadable > 0 {
            progress.notice(Notice::Unreadable(unreadable));
        }
    }
    if progress.cancelled() { Err(Error::Interrupted) } else { Ok(()) }
}
