//! Signing the digest of a content and a draft: the content is not needed where its proof is enough.

use jiff::Timestamp;

use super::{Secret, pair};
use crate::hash::Sha256State;
use crate::model::Untrusted;
use crate::openpgp::{
    Certificate, ContentHash, Draft, HashAlgorithm, Judgement, Proven, SignatureValue, SigningKey, judge,
};
use crate::ops::content::{Content, read_again};
use crate::ops::{Error, Progress};

/// Signs a content with a key, and verifies what came out.
pub(super) fn sign(
    certificate: &Certificate,
    key: &SigningKey,
    secret: &mut Secret,
    content: &Content,
    now: Timestamp,
    progress: &dyn Progress,
) -> Result<Proven, Error> {
    let unsound = |reason| Error::UnsoundSigner { pair: pair(certificate, content), reason };
    let draft = Draft::new(key, now)?;
    let digest = digest(certificate, key, &draft, content, progress)?;
    let value = value(certificate, key, secret, content, &digest, progress)?;
    let signature = draft.complete(&digest, value);
    match judge(certificate, &signature, &digest, now) {
        Judgement::Proven(proven) if proven.refusal.is_none() => Ok(*proven),
        Judgement::Proven(proven) => {
            Err(unsound(proven.remark.unwrap_or_else(|| Untrusted::new("it would be refused"))))
        }
        Judgement::Bad(reason) | Judgement::UnknownKey(reason) | Judgement::Unsupported(reason) => {
            Err(unsound(reason))
        }
    }
}

fn digest(
    certificate: &Certificate,
    key: &SigningKey,
    draft: &Draft,
    content: &Content,
    progress: &dyn Progress,
) -> Result<Vec<u8>, Error> {
    match (key.hash_algorithm(), &content.proof) {
        (HashAlgorithm::SHA256, Some(proof)) => Ok(Sha256State::continued(proof, &draft.trailer()).to_vec()),
        (algorithm, _) => {
            let mut hash = ContentHash::for_signing(algorithm)?;
            if read_again(content, &mut hash, progress)? {
                Ok(hash.finish(&draft.trailer())?)
            } else {
                let reason = Untrusted::new("this key signs another hash than SHA-256");
                Err(Error::Unproven { pair: pair(certificate, content), reason })
            }
        }
    }
}

fn value(
    certificate: &Certificate,
    key: &SigningKey,
    secret: &mut Secret,
    content: &Content,
    digest: &[u8],
    progress: &dyn Progress,
) -> Result<SignatureValue, Error> {
    match secret {
        Secret::Agent(signer) => {
            let label = content.label.as_ref().map_or_else(String::new, |label| format!("{label}\n"));
            signer.describe(format!(
                "signcache asks for the key of\n{certificate}\nto sign\n{label}SHA-256 {}",
                content.digest
            ));
            Ok(signer.sign_digest(key.hash_algorithm(), digest, &|| progress.cancelled())?)
        }
        Secret::Software(software) => Ok(software.sign_digest(key.hash_algorithm(), digest)?),
    }
}
