use std::path::Path;

use super::{Offer, reason};
use crate::bundle;
use crate::model::{KeyId, Pair, Proof, Untrusted};

/// Whether a directory is a bundle; says why it can't be used if it is one of another kind.
pub(super) fn is_one(path: &Path) -> Result<bool, Untrusted> {
    if bundle::is_bundle(path) {
        bundle::check(path).map(|()| true).map_err(|error| reason(&error))
    } else {
        Ok(false)
    }
}

/// What a bundle has for a pair.
pub(super) fn offer(path: &Path, pair: &Pair) -> Result<Option<Offer>, Untrusted> {
    let found = bundle::find(path, pair).map_err(|error| reason(&error))?;
    Ok(found.map(|(record, signature)| Offer {
        signature,
        proof: record.proof.as_ref().map(Proof::to_bytes).map(|proof| (proof, record.size)),
        label: record.label,
    }))
}

/// A bundle's copy of a key's certificate.
pub(super) fn certificate(path: &Path, key: &KeyId) -> Result<Option<Vec<u8>>, Untrusted> {
    bundle::certificate(path, key.fingerprint()).map_err(|error| reason(&error))
}
