use jiff::Timestamp;

use super::Certificate;
use super::validity::{Standing, standing};

impl Certificate {
    /// Whether the primary key is revoked, for whatever reason, as far as this copy knows.
    #[must_use]
    pub fn is_revoked(&self, now: Timestamp) -> bool {
        self.standing_now(now).is_some_and(|standing| standing.revoked.is_some())
    }

    /// Whether the primary key has expired.
    #[must_use]
    pub fn has_expired(&self, now: Timestamp) -> bool {
        self.standing_now(now).is_some_and(|standing| standing.expired)
    }

    fn standing_now(&self, now: Timestamp) -> Option<Standing> {
        standing(&self.0, &self.0.fingerprint(), now.into(), now.into())
    }
}
