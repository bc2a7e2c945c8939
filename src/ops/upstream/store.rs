use std::io;

use super::Offer;
use super::trouble::reason;
use crate::bundle::MAX_SIGNATURE;
use crate::model::{Pair, Untrusted};
use crate::ops::KnownStore;

/// What is registered in a Nix store as what the pair's provided derivation puts out. Starts no process.
pub(super) fn offer(store: &KnownStore, pair: &Pair) -> Result<Option<Offer>, Untrusted> {
    let derivation = store.store.provided(pair).map_err(|error| reason(&error))?;
    match store.read(&derivation.output, MAX_SIGNATURE) {
        Some(Ok(signature)) => Ok(Some(Offer { signature, proof: None, label: None })),
        Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => Err(reason(&error)),
        _ => Ok(None),
    }
}
