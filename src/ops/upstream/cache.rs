use std::path::Path;

use super::{Offer, reason};
use crate::cache::Cache;
use crate::model::{Pair, Untrusted};

/// Opens a cache as an upstream.
pub(super) fn open(path: &Path) -> Result<Cache, Untrusted> {
    let found = Cache::open_read_only(path).map_err(|error| reason(&error))?;
    found.ok_or_else(|| Untrusted::new("there is no cache"))
}

/// What a cache has for a pair.
pub(super) fn offer(cache: &Cache, pair: &Pair) -> Result<Option<Offer>, Untrusted> {
    let found = cache.get(pair).map_err(|error| reason(&error))?;
    Ok(found.map(|entry| Offer {
        signature: entry.signature,
        proof: entry.proof.map(|proof| (proof, entry.size)),
        label: entry.label,
    }))
}
