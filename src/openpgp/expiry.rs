use std::time::SystemTime;

use jiff::Timestamp;
use sequoia_openpgp::Fingerprint as SequoiaFingerprint;

use super::Certificate;
use super::certificate::fingerprint;
use super::validity::standing;
use crate::model::Fingerprint;

impl Certificate {
    /// The keys that can sign now, and when each will have expired, itself or with its primary key.
    ///
    /// Those that never expire are left out.
    #[must_use]
    pub fn signing_ends(&self, now: Timestamp) -> Vec<(Fingerprint, Timestamp)> {
        let time = SystemTime::from(now);
        let end = |key: &SequoiaFingerprint| {
            let standing = standing(&self.0, key, time, time)?;
            let signs = standing.may_sign && !standing.expired && standing.revoked.is_none();
            Timestamp::try_from(standing.ends.filter(|_| signs)?).ok()
        };
        let keys = self.0.keys().map(|key| key.key().fingerprint());
        keys.filter_map(|key| Some((fingerprint(&key), end(&key)?))).collect()
    }
}
