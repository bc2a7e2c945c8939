//! Which cache a query means.

use std::path::Path;

use super::{Error, Session, Settings};
use crate::model::query::{Filter, KeyMatch, Query};
use crate::model::{Fingerprint, KeyId};

impl Settings {
    /// The cache that a query means by the keys that it names, with one of them; none where it names no key of the
    /// configuration, so that it means the cache in use.
    ///
    /// A key that has a cache of its own has its signatures there and nowhere else.
    ///
    /// # Errors
    /// When the keys that it names have different caches.
    pub fn cache_of(&self, query: &Query) -> Result<Option<(KeyId, &Path)>, Error> {
        let mut found: Option<(KeyId, &Path)> = None;
        for term in query.terms.iter().filter(|term| !term.negated) {
            let Filter::Key(named) = &term.filter else { continue };
            for fingerprint in self.keys_with_a_place().filter(|fingerprint| names(named, fingerprint)) {
                let key = KeyId::OpenPgp(*fingerprint);
                let cache = self.caches.get(fingerprint).unwrap_or(&self.cache).as_path();
                match found {
                    Some((_, other)) if other != cache => {
                        return Err(Error::QueryOfOtherCache { key, cache: cache.to_owned() });
                    }
                    _ => found = Some((key, cache)),
                }
            }
        }
        Ok(found)
    }

    /// The keys of which it is known which cache they have.
    fn keys_with_a_place(&self) -> impl Iterator<Item = &Fingerprint> {
        self.caches.keys().chain(self.keys.values().map(|key| &key.fingerprint))
    }
}

impl Session {
    /// Turns to the cache that a query means. This comes before anything is looked up.
    ///
    /// # Errors
    /// When the keys that it names have different caches, or another one than is in use by now.
    pub fn turn_to_cache_of(&self, query: &Query) -> Result<(), Error> {
        let Some((key, cache)) = self.settings().cache_of(query)? else { return Ok(()) };
        if self.turn_to_directory(cache) == cache {
            Ok(())
        } else {
            Err(Error::QueryOfOtherCache { key, cache: cache.to_owned() })
        }
    }
}

/// Whether `key:` names a key, as [`crate::cache::Cache`] selects it.
fn names(named: &KeyMatch, fingerprint: &Fingerprint) -> bool {
    match named {
        KeyMatch::Exactly(named) => named == fingerprint,
        KeyMatch::Digits(digits) => {
            let text = fingerprint.to_string();
            text.starts_with(digits.as_str()) || text.ends_with(digits.as_str())
        }
        KeyMatch::Alias(_) => false,
    }
}
