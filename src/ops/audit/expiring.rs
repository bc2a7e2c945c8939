use jiff::Timestamp;

use crate::model::query::Query;
use crate::model::{Age, Fingerprint, KeyId};
use crate::ops::{Error, Progress, Session, certificates};

/// A key that will expire, itself or its subkey that signs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expiring {
    /// The key.
    pub key: KeyId,
    /// Its primary key or subkey that can sign until then.
    pub signing_key: Fingerprint,
    /// When that will have expired, itself or with the primary key.
    pub at: Timestamp,
    /// How many of the selected entries are the key's.
    pub entries: u64,
}

/// The keys of the entries that a query selects that will have expired after some time, the first to expire first.
///
/// # Errors
/// When the cache or the certificates can't be read.
pub fn expiring(
    session: &Session,
    query: &Query,
    within: Age,
    progress: &dyn Progress,
) -> Result<Vec<Expiring>, Error> {
    let Some(cache) = session.cache()? else { return Ok(Vec::new()) };
    let now = session.settings().now;
    let limit = now.saturating_add(within.duration()).unwrap_or(Timestamp::MAX);
    let mut found = Vec::new();
    for (key, entries) in cache.keys(query, now)? {
        let Some(certificate) = certificates::certificate(session, &key, progress)? else { continue };
        let ends = certificate.signing_ends(now).into_iter().filter(|(_, at)| *at <= limit);
        found.extend(ends.map(|(signing_key, at)| Expiring { key, signing_key, at, entries }));
    }
    found.sort_by_key(|expiring| (expiring.at, expiring.key, expiring.signing_key));
    Ok(found)
}
