use super::prove::prove;
use super::{Content, Error, Progress, Session, certificates};
use crate::model::{Fingerprint, KeyId, Pair, Untrusted, Verdict};

/// What verifying one signature found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verification {
    /// The content and the key.
    pub pair: Pair,
    /// The primary key or subkey that made it.
    pub by: Fingerprint,
    /// What is known of it.
    pub verdict: Verdict,
    /// What the verdict means, where it is not simply good.
    pub remark: Option<Untrusted>,
    /// The signature, as one packet in canonical form.
    pub signature: Vec<u8>,
    /// When the signature says that it was made.
    pub signed: jiff::Timestamp,
}

/// Verifies one signature over one content, without any cache: the certificate is the user's own, too.
///
/// # Errors
/// When it does not verify, or must not be used.
pub fn verify(
    session: &Session,
    key: &KeyId,
    content: &Content,
    signature: &[u8],
    allow_compromised: bool,
    progress: &dyn Progress,
) -> Result<Verification, Error> {
    let pair = Pair { content: content.digest, key: *key };
    let certificate = certificates::own(session, key, progress)?;
    let certificate = certificates::required(session, key, certificate)?;
    let now = session.settings().now;
    let outcome = prove(&certificate, &pair, signature, content, None, now, progress)?;
    let proven = outcome.into_result(pair, allow_compromised)?;
    Ok(Verification {
        pair,
        by: proven.by,
        verdict: proven.verdict,
        signature: proven.signature.to_bytes(),
        signed: proven.signature.created(),
        remark: proven.remark,
    })
}
