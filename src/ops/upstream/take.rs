use super::super::content::Content;
use super::super::prove::{Outcome, believed, prove};
use super::super::{Error, Progress, Session, certificates};
use super::trouble::{Trouble, reason};
use crate::model::{NewEntry, Origin, Pair, Proof, Untrusted};
use crate::openpgp::{DetachedSignature, Proven};

/// What an upstream had, proven.
pub(in crate::ops) struct Taken {
    /// The signature.
    pub(in crate::ops) proven: Proven,
    /// The entry that a copy of it is.
    pub(in crate::ops) entry: NewEntry,
}

/// The first signature of a pair that upstreams have and that can be proven. None where all of them answer that they have
/// none, or one that does not verify, which is said.
///
/// # Errors
/// When none has a signature that can be used, and a required one can't be read, or has one that can't be judged or must
/// not be used: it may be the first one.
pub(in crate::ops) fn take(
    session: &Session,
    pair: &Pair,
    content: &Content,
    allow_compromised: bool,
    progress: &dyn Progress,
) -> Result<Option<Taken>, Error> {
    let mut doubts = Vec::new();
    for upstream in session.upstreams() {
        let offer = match upstream.offer(pair, progress) {
            Ok(Some(offer)) => offer,
            Ok(None) => continue,
            Err(error) => {
                doubts.push((upstream, error));
                continue;
            }
        };
        if let (Err(error), false) = (DetachedSignature::from_bytes(&offer.signature), upstream.is_store()) {
            // It was a signature once. One that does not verify is another matter.
            let damaged = Trouble {
                away: false,
                reason: Untrusted::new(format!("what it has for {pair} is damaged: {error}")),
            };
            match upstream.unread(damaged, progress) {
                Ok(()) => {}
                Err(error) => doubts.push((upstream, error)),
            }
            continue;
        }
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
                for (upstream, error) in doubts {
                    upstream.tell_unusable(reason(&error), progress);
                }
                if let Some(cache) = upstream.cache() {
                    session.use_upstream(&upstream.path, cache, progress);
                }
                let proof =
                    content.proof.clone().or_else(|| stored.and_then(|stored| believed(pair, stored)));
                let entry = NewEntry {
                    pair: *pair,
                    signature: proven.signature.to_bytes(),
                    size: proof.as_ref().map_or(0, Proof::length),
                    proof: proven.signature.provable_from(proof),
                    signed: proven.signature.created(),
                    facts: proven.facts(),
                    origin: Origin::Upstream,
                    label: content.label.clone().or(offer.label),
                    verdict: proven.verdict,
                };
                return Ok(Some(Taken { proven, entry }));
            }
            // Who could forge this could as well have put nothing there.
            Err(error @ Error::Bad { .. }) => upstream.reject(pair, reason(&error), progress),
            // With the content, or with its key's newest certificate, it may be proven yet. Nothing requires the Nix store.
            Err(error) if upstream.is_store() => upstream.pass_over(reason(&error), progress),
            Err(error) => {
                let (upstream_path, source) = (upstream.path.clone(), Box::new(error));
                doubts.push((upstream, Error::InUpstream { upstream: upstream_path, source }));
            }
        }
    }
    match doubts.into_iter().next() {
        Some((_, error)) => Err(error),
        None => Ok(None),
    }
}

/// Whether an upstream has just this signature of a pair for good.
pub(in crate::ops) fn has(session: &Session, pair: &Pair, signature: &[u8], progress: &dyn Progress) -> bool {
    let mut upstreams = session.upstreams().iter().filter(|upstream| upstream.is_lasting());
    upstreams.any(
        |upstream| matches!(upstream.offer(pair, progress), Ok(Some(offer)) if offer.signature == signature),
    )
}

/// Whether an upstream has just this signature of a pair for good, and what it has can be proven without the content.
pub(in crate::ops) fn holds(
    session: &Session,
    pair: &Pair,
    signature: &[u8],
    progress: &dyn Progress,
) -> Result<bool, Error> {
    for upstream in session.upstreams().iter().filter(|upstream| upstream.is_lasting()) {
        // What can't be read is no copy to rely on.
        let offer = upstream.offer(pair, progress).ok().flatten();
        let Some(offer) = offer.filter(|offer| offer.signature == signature) else { continue };
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
