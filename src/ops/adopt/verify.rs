use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::super::content::{Content, hash_plain};
use super::super::prove::{Outcome, judged, prove};
use super::super::{Error, Progress};
use super::{Adopted, Candidate};
use crate::hash::Sha256State;
use crate::model::{KeyId, Pair, Untrusted};
use crate::openpgp::{Certificate, ContentHash, DetachedSignature, Evidence};
use crate::scan::Reason;

/// A signature that was found, and whom it may be by.
pub(in crate::ops) enum Claim {
    /// Nothing is to be verified.
    Told(Adopted),
    /// These certificates have the key that it names.
    By { place: Untrusted, signature: Box<DetachedSignature>, certificates: Vec<Arc<Certificate>> },
}

impl Claim {
    pub(in crate::ops) fn new(
        place: Untrusted,
        signature: DetachedSignature,
        certificates: Vec<Arc<Certificate>>,
    ) -> Self {
        if certificates.is_empty() {
            return Self::Told(unknown_key(place, &signature));
        }
        Self::By { place, signature: Box::new(signature), certificates }
    }

    pub(super) const fn is_by_somebody(&self) -> bool {
        matches!(self, Self::By { .. })
    }
}

/// Verifies signatures of a file, which is read once for all of them, and not at all where none is by a known key.
pub(super) fn verify_content(
    path: &Path,
    claims: Vec<Claim>,
    now: Timestamp,
    progress: &dyn Progress,
) -> Result<Vec<Adopted>, Error> {
    let mut hashes = Hashes::of(&claims);
    let content = if claims.iter().any(Claim::is_by_somebody) {
        Some(hash_plain(path, &mut |bytes| hashes.update(bytes), progress)?)
    } else {
        None
    };
    each(claims, |place, signature, certificates| {
        let content = match &content {
            Some(Ok(content)) => content,
            Some(Err(reason)) => return Ok(Adopted::Skipped { place, reason: reason.clone() }),
            None => return Ok(unknown_key(place, &signature)),
        };
        let signed = hashes.signed_digest(&signature, content);
        best(place, &signature, content, certificates, |certificate, _| {
            Ok(match &signed {
                Ok((digest, ambiguous)) => judged(certificate, &signature, digest, *ambiguous, now),
                Err(reason) => Outcome::Unsupported(reason.clone()),
            })
        })
    })
}

/// Verifies signatures of a content of which the digest is known, and maybe more.
pub(super) fn verify_named(
    content: &Content,
    claims: Vec<Claim>,
    now: Timestamp,
    progress: &dyn Progress,
) -> Result<Vec<Adopted>, Error> {
    each(claims, |place, signature, certificates| {
        let packet = signature.to_bytes();
        let adopted = best(place.clone(), &signature, content, certificates, |certificate, pair| {
            prove(certificate, pair, &packet, content, None, now, progress)
        });
        match adopted {
            Err(Error::Interrupted) => Err(Error::Interrupted),
            Err(error) => {
                let reason = Reason::Unreadable(Untrusted::new(error.to_string()));
                Ok(Adopted::Skipped { place, reason })
            }
            adopted => adopted,
        }
    })
}

fn each(
    claims: Vec<Claim>,
    mut verify: impl FnMut(Untrusted, DetachedSignature, Vec<Arc<Certificate>>) -> Result<Adopted, Error>,
) -> Result<Vec<Adopted>, Error> {
    let verified = claims.into_iter().map(|claim| match claim {
        Claim::Told(told) => Ok(told),
        Claim::By { place, signature, certificates } => verify(place, *signature, certificates),
    });
    verified.collect()
}

/// What a signature is to the first certificate that it verifies with; else to the first that has its key.
fn best(
    place: Untrusted,
    signature: &DetachedSignature,
    content: &Content,
    certificates: Vec<Arc<Certificate>>,
    outcome: impl Fn(&Certificate, &Pair) -> Result<Outcome, Error>,
) -> Result<Adopted, Error> {
    let mut first = None;
    for certificate in certificates {
        let pair = Pair { content: content.digest, key: KeyId::OpenPgp(certificate.fingerprint()) };
        let outcome = outcome(&certificate, &pair)?;
        let (verifies, packet) = match &outcome {
            Outcome::UnknownSigner(_) => continue,
            Outcome::Proven(proven) | Outcome::Refused(proven, _) => (true, proven.signature.to_bytes()),
            Outcome::Bad(_) | Outcome::Unproven(_) | Outcome::Unsupported(_) => (false, signature.to_bytes()),
        };
        let (content, place) = (content.clone(), place.clone());
        let candidate = Candidate { pair, signature: packet, content, outcome, certificate, place };
        if verifies {
            return Ok(Adopted::Candidate(Box::new(candidate)));
        }
        first.get_or_insert(candidate);
    }
    Ok(first
        .map_or_else(|| unknown_key(place, signature), |candidate| Adopted::Candidate(Box::new(candidate))))
}

fn unknown_key(place: Untrusted, signature: &DetachedSignature) -> Adopted {
    // Anybody can name thousands.
    let issuers = signature.issuers().into_iter().take(8).collect();
    Adopted::UnknownKey { place, issuers }
}

/// The hashes beside SHA-256 that signatures of one content need, each computed once.
pub(in crate::ops) struct Hashes(Vec<(DetachedSignature, Result<ContentHash, Untrusted>)>);

impl Hashes {
    pub(in crate::ops) fn of(claims: &[Claim]) -> Self {
        let mut hashes: Vec<(DetachedSignature, _)> = Vec::new();
        for claim in claims {
            let Claim::By { signature, .. } = claim else { continue };
            let known = hashes.iter().any(|(like, _)| like == &**signature || like.hashes_as(signature));
            if signature.evidence() == Evidence::Content && !known {
                let hash = ContentHash::of_signature(signature);
                let hash = hash.map_err(|error| Untrusted::new(error.to_string()));
                hashes.push(((**signature).clone(), hash));
            }
        }
        Self(hashes)
    }

    pub(in crate::ops) fn update(&mut self, bytes: &[u8]) {
        self.0.iter_mut().filter_map(|(_, hash)| hash.as_mut().ok()).for_each(|hash| hash.update(bytes));
    }

    /// The digest that a signature is over, and whether programs disagree on it.
    pub(in crate::ops) fn signed_digest(
        &self,
        signature: &DetachedSignature,
        content: &Content,
    ) -> Result<(Vec<u8>, bool), Untrusted> {
        let trailer = signature.trailer();
        if let (Evidence::Proof, Some(proof)) = (signature.evidence(), &content.proof) {
            return Ok((Sha256State::continued(proof, &trailer).to_vec(), false));
        }
        let found = self.0.iter().find(|(like, _)| like == signature || like.hashes_as(signature));
        let (_, hash) = found.ok_or_else(|| Untrusted::new("its hash was not computed"))?;
        let hash = hash.clone()?;
        let ambiguous = hash.is_ambiguous();
        let digest = hash.finish(&trailer).map_err(|error| Untrusted::new(error.to_string()))?;
        Ok((digest, ambiguous))
    }
}
