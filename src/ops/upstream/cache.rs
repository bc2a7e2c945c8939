use std::path::Path;

use super::Offer;
use super::trouble::Trouble;
use crate::cache::Cache;
use crate::model::{Pair, Untrusted};

/// Opens a cache as an upstream.
pub(super) fn open(path: &Path) -> Result<Cache, Trouble> {
    let found = Cache::open_read_only(path).map_err(|error| Trouble::of_cache(&error))?;
    found.ok_or_else(|| Trouble {
        away: true,
        reason: Untrusted::new(if path.is_dir() {
            "there is no cache and no bundle in it; is the disk mounted?"
        } else {
            "it is not there; is the disk mounted?"
        }),
    })
}

/// What a cache has for a pair.
pub(super) fn offer(cache: &Cache, pair: &Pair) -> Result<Option<Offer>, Trouble> {
    let found = cache.get(pair).map_err(|error| Trouble::of_cache(&error))?;
    Ok(found.map(|entry| Offer {
        signature: entry.signature,
        proof: entry.proof.map(|proof| (proof, entry.size)),
        label: entry.label,
    }))
}
