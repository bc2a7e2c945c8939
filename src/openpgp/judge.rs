use std::time::SystemTime;

use jiff::Timestamp;
use sequoia_openpgp::packet::key::{PublicParts, UnspecifiedRole};
use sequoia_openpgp::packet::signature::subpacket::CLOCK_SKEW_TOLERANCE;
use sequoia_openpgp::packet::{Key, Signature};
use sequoia_openpgp::types::PublicKeyAlgorithm;
use sequoia_openpgp::{Fingerprint as SequoiaFingerprint, KeyHandle};

use super::certificate::fingerprint;
use super::error::told;
use super::validity::{Revocation, misunderstood, weakness};
use super::{Certificate, DetachedSignature};
use crate::model::{Fingerprint, Untrusted, Verdict};

/// What verifying a signature found.
#[derive(Clone, PartialEq, Debug)]
pub enum Judgement {
    /// It verifies with a key of the certificate.
    Proven(Box<Proven>),
    /// It does not verify; says why.
    Bad(Untrusted),
    /// It says that it was made by a key that this copy of the certificate does not have.
    UnknownKey(Untrusted),
    /// This program can't compute what it needs to verify it; says why.
    Unsupported(Untrusted),
}

/// A signature that verifies.
#[derive(Clone, PartialEq, Debug)]
pub struct Proven {
    /// The signature in canonical form, whatever form it came in.
    pub signature: DetachedSignature,
    /// The fingerprint of the primary key or subkey that made it.
    pub by: Fingerprint,
    /// `Good`, `Expired`, `Revoked` or `Weak`.
    pub verdict: Verdict,
    /// What the verdict means, where it is not simply good.
    pub remark: Option<Untrusted>,
    /// Why it must not be used although it verifies.
    pub refusal: Option<Refusal>,
}

/// Why a signature that verifies must not be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// Its key was revoked as compromised, or without a reason: anybody may have made it, at any time.
    Compromised,
    /// Its key was not allowed to make it at that time: not yet or no longer valid, or not for signing.
    NotValidWhenMade,
}

/// Verifies a signature with a certificate, from the digest that was signed.
///
/// `digest` is the hash of the content and of [`DetachedSignature::trailer`].
/// Whether the key was valid is judged at the time of signing; what has
/// happened to it since is reported in the verdict.
#[must_use]
pub fn judge(
    certificate: &Certificate,
    signature: &DetachedSignature,
    digest: &[u8],
    now: Timestamp,
) -> Judgement {
    match (signer(certificate, signature, digest), misunderstood(&signature.0)) {
        (Ok(_), Some(reason)) => Judgement::Bad(Untrusted::new(reason)),
        (Ok(key), None) => {
            Judgement::Proven(Box::new(weigh(certificate, signature, &key, digest, now.into())))
        }
        (Err(judgement), _) => judgement,
    }
}

/// Finds the key that the signature verifies with, whatever its validity.
fn signer(
    certificate: &Certificate,
    signature: &DetachedSignature,
    digest: &[u8],
) -> Result<SequoiaFingerprint, Judgement> {
    let issuers = signature.0.get_issuers();
    let keys = || certificate.0.keys().map(|key| key.key());
    let named: Vec<_> =
        keys().filter(|key| issuers.iter().any(|issuer| issuer.aliases(key.key_handle()))).collect();
    // Issuers in the unhashed area are anybody's word, so where they lead nowhere all keys are tried.
    let tried = if named.is_empty() { keys().collect() } else { named.clone() };
    let mut bad = None;
    let mut unsupported = None;
    for key in tried {
        match verify(key, &signature.0, digest) {
            Ok(()) => return Ok(key.fingerprint()),
            Err(error) if is_mismatch(&error) => bad = Some(told(&error)),
            Err(error) => unsupported = Some(told(&error)),
        }
    }
    let known = |issuer: &KeyHandle| keys().any(|key| issuer.aliases(key.key_handle()));
    if !issuers.iter().all(known) {
        let issuers = signature.issuers().join(", ");
        return Err(Judgement::UnknownKey(Untrusted::new(format!("it was made by {issuers}"))));
    }
    Err(match (unsupported, bad) {
        (Some(reason), _) => Judgement::Unsupported(reason),
        (None, reason) => {
            Judgement::Bad(reason.unwrap_or_else(|| Untrusted::new("the certificate has no key")))
        }
    })
}

/// Verifies with one key, and checks what `Signature::verify_digest` of the library does.
///
/// That one remembers each signature that ever verified, so that a million of them would take 50 MB.
fn verify(
    key: &Key<PublicParts, UnspecifiedRole>,
    signature: &Signature,
    digest: &[u8],
) -> sequoia_openpgp::Result<()> {
    let bad = |why: &str| Err(sequoia_openpgp::Error::BadSignature(why.into()).into());
    let is_six = signature.version() == 6;
    if is_six != (key.version() == 6) {
        return bad("signature and key are of different versions");
    }
    if is_six && signature.salt().map(<[u8]>::len) != Some(signature.hash_algo().salt_size()?) {
        return bad("its salt has the wrong length");
    }
    if is_six && is_dsa(signature) {
        return bad("a version 6 signature must not be one by DSA");
    }
    match signature.signature_creation_time() {
        None => bad("it has no creation time"),
        Some(made) if made < key.creation_time() => bad("it was made before its key"),
        Some(_) => key.verify(signature.mpis(), signature.hash_algo(), digest),
    }
}

#[allow(deprecated, reason = "the library deprecates the name, and signatures exist")]
fn is_dsa(signature: &Signature) -> bool {
    signature.pk_algo() == PublicKeyAlgorithm::DSA
}

/// Whether an error says that signature and digest don't belong together, and not that they can't be compared.
fn is_mismatch(error: &sequoia_openpgp::anyhow::Error) -> bool {
    use sequoia_openpgp::Error::{BadSignature, MalformedMPI, ManipulatedMessage};
    // The pure-Rust back end passes on the errors of its libraries for RSA and DSA, which have these words for it.
    let in_words = || ["verification error", "signature error"].contains(&error.to_string().as_str());
    matches!(error.downcast_ref(), Some(BadSignature(_) | ManipulatedMessage | MalformedMPI(_))) || in_words()
}

pub(super) fn weigh(
    certificate: &Certificate,
    signature: &DetachedSignature,
    key: &SequoiaFingerprint,
    digest: &[u8],
    now: SystemTime,
) -> Proven {
    let made = signature.0.signature_creation_time().unwrap_or(now);
    let (then, today) = certificate.1.then_and_now(&certificate.0, key, made, now);
    let (then, weak, today) = (then.standing.as_ref(), then.weakness.as_ref(), today.standing.as_ref());

    let hard = |revoked: &Option<Revocation>| match revoked {
        Some(Revocation::Hard(reason)) => Some(reason.clone()),
        _ => None,
    };
    let soft = |revoked: &Option<Revocation>| match revoked {
        Some(Revocation::Soft(reason)) => Some(reason.clone()),
        _ => None,
    };
    let revoked_hard = [then, today].into_iter().flatten().find_map(|standing| hard(&standing.revoked));
    let revoked_before = then.and_then(|then| soft(&then.revoked));
    let revoked_since = today.and_then(|today| soft(&today.revoked));

    let (verdict, remark, refusal) = if let Some(reason) = revoked_hard {
        (Verdict::Revoked, Some(format!("the key was revoked: {reason}")), Some(Refusal::Compromised))
    } else if let Some(reason) = revoked_before {
        let remark = format!("the key had been revoked when this was made: {reason}");
        (Verdict::Revoked, Some(remark), Some(Refusal::NotValidWhenMade))
    } else if then.is_none_or(|then| !then.may_sign) {
        let remark = "the key was not one for signing when this was made".to_owned();
        (Verdict::Expired, Some(remark), Some(Refusal::NotValidWhenMade))
    } else if then.is_some_and(|then| then.expired) {
        let remark = "the key had expired when this was made".to_owned();
        (Verdict::Expired, Some(remark), Some(Refusal::NotValidWhenMade))
    } else if let Some(reason) = revoked_since {
        (Verdict::Revoked, Some(format!("the key was revoked since: {reason}")), None)
    } else if let Some(reason) = weakness(&signature.0, now).or_else(|| weak.cloned()) {
        (Verdict::Weak, Some(reason), None)
    } else if made > now {
        // Nothing can have happened since. Clocks of two machines are seldom quite the same.
        let ahead = made.duration_since(now).is_ok_and(|ahead| ahead > CLOCK_SKEW_TOLERANCE);
        let remark = "it says that it was made at a time that is still to come; is the clock right?";
        (Verdict::Good, ahead.then(|| remark.to_owned()), None)
    } else if today.is_none_or(|today| today.expired) {
        (Verdict::Expired, Some("the key has expired since".to_owned()), None)
    } else if signature.0.signature_alive(now, std::time::Duration::ZERO).is_err() && made < now {
        (Verdict::Expired, Some("the signature has an expiry of its own, which is over".to_owned()), None)
    } else {
        (Verdict::Good, None, None)
    };
    let by = fingerprint(key);
    Proven {
        signature: signature.canonical(&by, digest),
        by,
        verdict,
        remark: remark.map(Untrusted::new),
        refusal,
    }
}
