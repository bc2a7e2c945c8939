use crate::cache::Described;
use crate::openpgp::{DetachedSignature, Evidence};

/// What an older cache did not note about a signature; none where its bytes are no signature.
pub(super) fn signature(bytes: &[u8]) -> Option<Described> {
    let signature = DetachedSignature::from_bytes(bytes).ok()?;
    Some(Described { facts: signature.facts(), provable: signature.evidence() == Evidence::Proof })
}
