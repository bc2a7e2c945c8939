use crate::model::{Pair, Wanted};
use crate::ops::{Error, Progress, Session};

/// Forgets that these are wanted. Gives how many of them still were.
///
/// # Errors
/// When the cache can't be written; then nothing was forgotten.
pub fn forget(session: &Session, wanted: &[Wanted], progress: &dyn Progress) -> Result<u64, Error> {
    if wanted.is_empty() {
        return Ok(0);
    }
    let pairs: Vec<Pair> = wanted.iter().map(|wanted| wanted.pair).collect();
    Ok(session.writable_cache(progress)?.forget_wanted(&pairs)?)
}
