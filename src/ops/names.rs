use std::collections::BTreeMap;

use super::Settings;
use crate::model::{Fingerprint, KeyId};

/// What people here call keys.
#[derive(Clone, Debug, Default)]
pub struct Names(BTreeMap<String, Fingerprint>);

impl Names {
    /// The names that the configuration has.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        Self(settings.keys.iter().map(|(name, key)| (name.clone(), key.fingerprint)).collect())
    }

    /// A key's name, or its 64-bit key id.
    #[must_use]
    pub fn of(&self, key: &KeyId) -> String {
        let fingerprint = key.fingerprint();
        let named = self.0.iter().find(|(_, named)| *named == fingerprint);
        named.map_or_else(|| fingerprint.long_id(), |(name, _)| name.clone())
    }

    /// The key with a name.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<Fingerprint> {
        self.0.get(name).copied()
    }

    /// All names.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
