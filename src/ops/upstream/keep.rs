use std::cell::RefCell;

use super::super::{Error, Progress, Session, certificates, trash};
use crate::model::{KeyId, NewEntry};

/// What becomes of what an upstream has.
#[derive(Clone, Copy)]
pub(in crate::ops) enum Keep<'a> {
    /// The cache gets a copy at once.
    Now,
    /// Copies are collected, to be stored together: each time costs a wait for the disk.
    Later(&'a RefCell<Vec<NewEntry>>),
    /// It is handed out, and that is all.
    Never,
}

/// Copies entries of one key into the cache, where it has none for their pairs, nor another one in the trash that
/// may be the first; says whether it could be written.
pub(in crate::ops) fn keep(
    session: &Session,
    key: &KeyId,
    entries: &[NewEntry],
    progress: &dyn Progress,
) -> Result<bool, Error> {
    // With the certificate, so that the copies can be proven when the upstream is gone.
    let certificate = certificates::certificate(session, key, progress)?;
    let invalid = trash::invalid(session, entries, progress)?;
    Ok(session.write(progress, |cache| {
        if let Some(certificate) = &certificate {
            certificates::share(cache, key, certificate)?;
        }
        cache.insert_first(entries, &invalid, session.settings().now).map(drop)
    }))
}
