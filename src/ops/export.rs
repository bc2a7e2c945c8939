use super::{Error, Notice, Progress, Session, certificates};
use crate::bundle::{self, Put, Writer};
use crate::model::query::Query;
use crate::model::{KeyId, Pair, Record, Untrusted};
use crate::openpgp::Certificate;

/// Which facts go along with signatures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Choice {
    /// What people call the contents.
    pub labels: bool,
    /// What proves a signature without its content: shows up to 63 bytes of it.
    pub proofs: bool,
}

/// What came of an export.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Exported {
    /// How many entries were written.
    pub new: u64,
    /// How many were there already.
    pub same: u64,
    /// Those that are there with another signature, which was left as it is.
    pub conflicts: Vec<Pair>,
}

/// The keys of the entries that a query selects.
///
/// # Errors
/// When the cache can't be read.
pub fn keys(session: &Session, query: &Query) -> Result<Vec<KeyId>, Error> {
    let Some(cache) = session.cache()? else { return Ok(Vec::new()) };
    let keys = cache.keys(query, session.settings().now)?;
    Ok(keys.into_iter().map(|(key, _)| key).collect())
}

/// Writes the entries that a query selects into a bundle, with their keys' certificates.
///
/// In the order of digests and keys, whatever the query says, and one at a
/// time. Nothing is verified: whoever imports them does that.
///
/// # Errors
/// When the cache can't be read or the bundle can't be written, or a person asks to stop.
pub fn export(
    session: &Session,
    query: &Query,
    choice: Choice,
    (mut writer, place): (Box<dyn Writer + '_>, &Untrusted),
    progress: &dyn Progress,
) -> Result<Exported, Error> {
    let failed = |source| Error::Bundle { place: place.clone(), source };
    let mut exported = Exported::default();
    if let Some(cache) = session.cache()? {
        let (now, query) = (session.settings().now, Query { sort: None, ..query.clone() });
        let keys = cache.keys(&query, now)?;
        progress.expect_entries(Some(keys.iter().map(|(_, count)| count).sum()));
        for (key, _) in &keys {
            put_certificate(session, key, &mut *writer, progress, &failed)?;
        }
        let mut failure = None;
        let unreadable = cache.select(&query, now, &mut |entry, _| {
            let record = Record::of(&entry, choice.proofs, choice.labels);
            match writer.put_entry(&record, &entry.signature) {
                Ok(Put::New) => exported.new += 1,
                Ok(Put::Same) => exported.same += 1,
                Ok(Put::Other) => exported.conflicts.push(entry.pair),
                Err(error) => failure = Some(error),
            }
            progress.did_entries(1);
            failure.is_none() && !progress.cancelled()
        })?;
        failure.map_or(Ok(()), |error| Err(failed(error)))?;
        if unreadable > 0 {
            progress.notice(Notice::Unreadable(unreadable));
        }
    }
    if progress.cancelled() {
        return Err(Error::Interrupted);
    }
    writer.finish().map_err(failed)?;
    Ok(exported)
}

/// Writes the certificate of a key, with whatever the bundle's own copy of it knows besides.
pub(super) fn put_certificate(
    session: &Session,
    key: &KeyId,
    writer: &mut dyn Writer,
    progress: &dyn Progress,
    failed: &dyn Fn(bundle::Error) -> Error,
) -> Result<(), Error> {
    let fingerprint = key.fingerprint();
    let there = writer.certificate(fingerprint).map_err(failed)?;
    let there = there.and_then(|bytes| Certificate::from_bytes(&bytes, fingerprint).ok());
    let known = certificates::certificate(session, key, progress)?;
    match [known, there].into_iter().flatten().reduce(|all, copy| all.merged(&copy)) {
        Some(certificate) => writer.put_certificate(fingerprint, &certificate.to_bytes()).map_err(failed),
        None => {
            progress.notice(Notice::NoCertificate(*key));
            Ok(())
        }
    }
}
