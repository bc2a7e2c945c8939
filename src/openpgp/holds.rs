//! What time does to a verdict, without verifying the signature once more.

use std::time::SystemTime;

use jiff::{SignedDuration, Timestamp};
use sequoia_openpgp::Fingerprint as SequoiaFingerprint;

use super::judge::weigh;
use super::memory::events;
use super::{Certificate, DetachedSignature, Proven};

/// How long a verdict is taken for granted at most. Which algorithms are accepted depends on the time, too.
const LONGEST: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Certificate {
    /// Until when the verdict on a signature is the same, as far as this copy of the certificate knows: until something
    /// in it begins or ends, or the signature does. Never later than 30 days from `now`.
    #[must_use]
    pub fn holds_until(&self, signature: &DetachedSignature, now: Timestamp) -> Timestamp {
        let longest = now.saturating_add(LONGEST).unwrap_or(Timestamp::MAX);
        let own = [signature.0.signature_creation_time(), signature.0.signature_expiration_time()];
        let next = own
            .into_iter()
            .flatten()
            .chain(events(&self.0))
            .filter(|event| *event > SystemTime::from(now))
            .min();
        next.and_then(|next| Timestamp::try_from(next).ok()).map_or(longest, |next| next.min(longest))
    }

    /// Judges a signature again that was proven under this certificate before, and is in the form that it got then.
    ///
    /// Its bytes and those of the certificate are the same, so it verifies; only the time is another one. None where the
    /// key that it names is not in the certificate.
    #[must_use]
    pub fn judge_again(&self, signature: &DetachedSignature, now: Timestamp) -> Option<Proven> {
        let issuers = signature.0.get_issuers();
        let mut keys = self.0.keys().map(|key| key.key());
        let key = keys.find(|key| issuers.iter().any(|issuer| issuer.aliases(key.key_handle())))?;
        let key: SequoiaFingerprint = key.fingerprint();
        Some(weigh(self, signature, &key, signature.0.digest_prefix(), now.into()))
    }
}
