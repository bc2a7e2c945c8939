use std::collections::BTreeMap;

use crate::model::{Fingerprint, KeyId};
use crate::ops::Settings;

/// What people here call keys.
pub struct Names<'a>(BTreeMap<Fingerprint, &'a str>);

impl<'a> Names<'a> {
    /// The names that the configuration has.
    pub fn new(settings: &'a Settings) -> Self {
        Self(settings.keys.iter().map(|(name, key)| (key.fingerprint, name.as_str())).collect())
    }

    /// A key's name, or its 64-bit key id.
    pub fn of(&self, key: &KeyId) -> String {
        let fingerprint = key.fingerprint();
        self.0.get(fingerprint).map_or_else(|| fingerprint.long_id(), |name| (*name).to_owned())
    }
}
