use std::path::Path;

use super::Offer;
use super::trouble::{Trouble, reason};
use crate::bundle;
use crate::model::{KeyId, Pair, Proof};

/// Whether a directory is a bundle.
///
/// # Errors
/// When it is one that can't be used.
pub(super) fn is_one(path: &Path) -> Result<bool, Trouble> {
    if bundle::is_bundle(path) {
        bundle::check(path).map(|()| true).map_err(|error| Trouble::of_bundle(&error))
    } else {
        Ok(false)
    }
}

/// What a bundle has for a pair.
pub(super) fn offer(path: &Path, pair: &Pair) -> Result<Option<Offer>, Trouble> {
    let found = bundle::find(path, pair).map_err(|error| Trouble::of_bundle(&error))?;
    Ok(found.map(|(record, signature)| Offer {
        signature,
        proof: record.proof.as_ref().map(Proof::to_bytes).map(|proof| (proof, record.size)),
        label: record.label,
    }))
}

/// A bundle's copy of a key's certificate.
pub(super) fn certificate(path: &Path, key: &KeyId) -> Result<Option<Vec<u8>>, Trouble> {
    let found = bundle::certificate(path, key.fingerprint());
    found.map_err(|error| Trouble { away: false, reason: reason(&error) })
}
