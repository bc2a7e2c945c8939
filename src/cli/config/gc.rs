use serde::Deserialize;

use super::Text;
use crate::model::Age;
use crate::model::gc::ByteCount;

/// What is not worth keeping: nothing, unless this says otherwise.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Gc {
    /// Entries that were not handed out for so long.
    pub unused_for: Option<Text<Age>>,
    /// Entries that came into the cache so long ago.
    pub older_than: Option<Text<Age>>,
    /// Entries beyond so many.
    pub max_entries: Option<u64>,
    /// Entries beyond so many bytes.
    pub max_bytes: Option<Text<ByteCount>>,
    /// Entries that were noted as bad.
    pub bad: bool,
    /// Entries of revoked keys.
    pub key_revoked: bool,
    /// Entries of keys that have expired.
    pub key_expired: bool,
    /// Entries of keys whose place was taken.
    pub superseded: bool,
    /// Entries whose contents are gone from the Nix store.
    pub content_gone: bool,
    /// How long every entry stays at least.
    pub min_age: Option<Text<Age>>,
    /// How long what was deleted rests in the trash.
    pub keep_trash: Option<Text<Age>>,
    /// Roots of copies that were not handed out for so long.
    pub unroot_unused: Option<Text<Age>>,
}
