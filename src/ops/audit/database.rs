use crate::cache::Flaw;
use crate::ops::{Error, Progress, Session};

/// What is wrong with the cache's database itself. Reads all of it, whatever is in it.
///
/// # Errors
/// When it can't be read at all, or a person asks to stop.
pub fn database(session: &Session, progress: &dyn Progress) -> Result<Vec<Flaw>, Error> {
    let Some(cache) = session.cache()? else { return Ok(Vec::new()) };
    progress.begins("checking the database");
    cache.check(&|| progress.cancelled())?.ok_or(Error::Interrupted)
}
