use super::super::content::Content;
use super::super::prove::{Outcome, believed, prove};
use super::super::{Error, Progress, Session, certificates};
use crate::model::{NewEntry, Origin, Pair, Proof, Untrusted};
use crate::openpgp::Proven;

/// What an upstream had, proven.
pub(in crate::ops) struct Taken {
    /// The signature.
    pub(in crate::ops) proven: Proven,
    /// The entry that a copy of it is.
    pub(in crate::ops) entry: NewEntry,
}

/// The first signature of a pair that upstreams have and that can be proven. What can't is said, and passed over.
pub(in crate::ops) fn take(
    session: &Session,
    pair: &Pair,
    content: &Content,
    allow_compromised: bool,
    progress: &dyn Progress,
) -> Result<Option<Taken>, Error> {
    for upstream in session.upstreams(progress) {
        let Some(offer) = upstream.offer(pair, progress) else { continue };
        if let Some(bytes) = upstream.certificate(&pair.key, progress) {
            let known = certificates::certificate(session, &pair.key, progress)?;
            let place = &upstream.path;
            if let Some(copy) = certificates::offered(&pair.key, &bytes, known.as_ref(), place, progress) {
                certificates::learn(session, &pair.key, &copy, progress)?;
            }
        }
        let certificate = certificates::certificate(session, &pair.key, progress)?;
        let certificate = certificates::required(session, &pair.key, certificate)?;
        let stored = offer.proof.as_ref().map(|(proof, size)| (proof.as_slice(), *size));
        let now = session.settings().now;
        let outcome = prove(&certificate, pair, &offer.signature, content, stored, now, progress)?;
        match outcome.into_result(*pair, allow_compromised) {
            Ok(proven) => {
                let proof =
                    content.proof.clone().or_else(|| stored.and_then(|stored| believed(pair, stored)));
                let entry = NewEntry {
                    pair: *pair,
                    signature: proven.signature.to_bytes(),
                    size: proof.as_ref().map_or(0, Proof::length),
                    proof,
                    signed: proven.signature.created(),
                    origin: Origin::Upstream,
                    label: content.label.clone().or(offer.label),
                    verdict: proven.verdict,
                };
                return Ok(Some(Taken { proven, entry }));
            }
            // With the content, or with its key's newest certificate, it may be proven yet.
            Err(error @ (Error::Unproven { .. } | Error::UnknownSigner { .. })) => {
                upstream.pass_over(Untrusted::new(error.to_string()), progress);
            }
            Err(error) => upstream.reject(pair, Untrusted::new(error.to_string()), progress),
        }
    }
    Ok(None)
}

/// Whether an upstream has just this signature of a pair for good.
pub(in crate::ops) fn has(session: &Session, pair: &Pair, signature: &[u8], progress: &dyn Progress) -> bool {
    let mut upstreams = session.upstreams(progress).iter().filter(|upstream| upstream.is_lasting());
    upstreams.any(|upstream| upstream.offer(pair, progress).is_some_and(|offer| offer.signature == signature))
}

/// Whether an upstream has just this signature of a pair for good, and what it has can be proven without the content.
pub(in crate::ops) fn holds(
    session: &Session,
    pair: &Pair,
    signature: &[u8],
    progress: &dyn Progress,
) -> Result<bool, Error> {
    for upstream in session.upstreams(progress).iter().filter(|upstream| upstream.is_lasting()) {
        let Some(offer) = upstream.offer(pair, progress).filter(|offer| offer.signature == signature) else {
            continue;
        };
        let Some(certificate) = certificates::certificate(session, &pair.key, progress)? else { continue };
        let content = Content::from_digest(pair.content);
        let stored = offer.proof.as_ref().map(|(proof, size)| (proof.as_slice(), *size));
        let now = session.settings().now;
        let outcome = prove(&certificate, pair, &offer.signature, &content, stored, now, progress)?;
        if matches!(outcome, Outcome::Proven(_) | Outcome::Refused(..)) {
            return Ok(true);
        }
    }
    Ok(false)
}
