use jiff::Timestamp;

use super::content::{Content, read_again};
use super::{Error, Progress};
use crate::hash::Sha256State;
use crate::model::{Pair, Proof, Untrusted};
use crate::openpgp::{
    Certificate, ContentHash, DetachedSignature, Evidence, Judgement, Proven, Refusal, judge,
};

/// What trying to prove a signature came to.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// It verifies, and may be used.
    Proven(Box<Proven>),
    /// It verifies, and must not be used.
    Refused(Box<Proven>, Refusal),
    /// It does not verify.
    Bad(Untrusted),
    /// It can't be proven with what is at hand.
    Unproven(Untrusted),
    /// The certificate lacks the key that made it.
    UnknownSigner(Untrusted),
    /// This build can't compute what it takes.
    Unsupported(Untrusted),
}

/// Proves that `signature` is one by the pair's key over the pair's content.
///
/// `content` is what is at hand of the content; `stored` is the proof that
/// came with the signature, believed only if it finishes to the digest.
pub(super) fn prove(
    certificate: &Certificate,
    pair: &Pair,
    signature: &[u8],
    content: &Content,
    stored: Option<(&[u8], u64)>,
    now: Timestamp,
    progress: &dyn Progress,
) -> Result<Outcome, Error> {
    let signature = match DetachedSignature::from_bytes(signature) {
        Ok(signature) => signature,
        Err(error) => return Ok(Outcome::Bad(Untrusted::new(error.to_string()))),
    };
    let mut ambiguous = false;
    let digest = match signature.evidence() {
        Evidence::Proof => {
            let proof = content.proof.clone().or_else(|| stored.and_then(|stored| believed(pair, stored)));
            proof.map(|proof| Sha256State::continued(&proof, &signature.trailer()).to_vec())
        }
        Evidence::Content => {
            let mut hash = match ContentHash::of_signature(&signature) {
                Ok(hash) => hash,
                Err(error) => return Ok(Outcome::Unsupported(Untrusted::new(error.to_string()))),
            };
            let read = read_again(content, &mut hash, progress)?;
            ambiguous = hash.is_ambiguous();
            read.then(|| hash.finish(&signature.trailer())).transpose()?
        }
    };
    let Some(digest) = digest else {
        return Ok(Outcome::Unproven(Untrusted::new(match signature.evidence() {
            Evidence::Proof => "the entry has no proof that belongs to the content",
            Evidence::Content => "its hash is not SHA-256, so it can't be proven without the content",
        })));
    };
    Ok(judged(certificate, &signature, &digest, ambiguous, now))
}

/// What a signature is worth whose signed digest is known.
///
/// `ambiguous` says that programs disagree on what is signed: see [`ContentHash::is_ambiguous`].
pub(super) fn judged(
    certificate: &Certificate,
    signature: &DetachedSignature,
    digest: &[u8],
    ambiguous: bool,
    now: Timestamp,
) -> Outcome {
    match judge(certificate, signature, digest, now) {
        Judgement::Proven(proven) => Outcome::of(proven),
        Judgement::Bad(_) if ambiguous => Outcome::Unproven(Untrusted::new(
            "it is a text-mode signature, and programs disagree on the lone carriage returns in the content",
        )),
        Judgement::Bad(reason) => Outcome::Bad(reason),
        Judgement::Unsupported(reason) => Outcome::Unsupported(reason),
        Judgement::UnknownKey(reason) => Outcome::UnknownSigner(reason),
    }
}

/// A stored proof, if it finishes to the pair's digest and has the length that is stored beside it.
pub(super) fn believed(pair: &Pair, (bytes, size): (&[u8], u64)) -> Option<Proof> {
    let proof = Proof::from_bytes(bytes).ok()?;
    (proof.length() == size && Sha256State::digest_of(&proof) == pair.content).then_some(proof)
}

impl Outcome {
    /// What a signature that verifies is worth.
    pub(super) fn of(proven: Box<Proven>) -> Self {
        match proven.refusal {
            Some(refusal) => Self::Refused(proven, refusal),
            None => Self::Proven(proven),
        }
    }

    /// The proven signature, or the error that it is not one.
    pub(super) fn into_result(self, pair: Pair, allow_compromised: bool) -> Result<Proven, Error> {
        let remark = |proven: &Proven| proven.remark.clone().unwrap_or_else(|| Untrusted::new("no reason"));
        match self {
            Self::Proven(proven) => Ok(*proven),
            Self::Refused(proven, Refusal::Compromised) if allow_compromised => Ok(*proven),
            Self::Refused(proven, Refusal::Compromised) => {
                Err(Error::Compromised { pair, remark: remark(&proven) })
            }
            Self::Refused(proven, Refusal::NotValidWhenMade) => {
                Err(Error::NotValidWhenMade { pair, remark: remark(&proven) })
            }
            Self::Bad(reason) => Err(Error::Bad { pair, reason }),
            Self::Unproven(reason) => Err(Error::Unproven { pair, reason }),
            Self::UnknownSigner(reason) => Err(Error::UnknownSigner { pair, reason }),
            Self::Unsupported(reason) => Err(Error::Unsupported { pair, reason }),
        }
    }
}
