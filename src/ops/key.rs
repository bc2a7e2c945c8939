use std::collections::BTreeSet;

use super::{Error, Session};
use crate::model::{Fingerprint, KeyId, KeyRef};
use crate::openpgp::certificates_in;

/// The key that a person means.
///
/// A fingerprint names itself. Aliases and 64-bit key ids are looked up among
/// the user's own names and certificates only: never in a cache, where others
/// could plant a certificate with a chosen key id.
///
/// # Errors
/// When no key is meant, or several.
pub fn resolve(session: &Session, key: &KeyRef) -> Result<KeyId, Error> {
    let settings = session.settings();
    let found: BTreeSet<Fingerprint> = match key {
        KeyRef::Id(id) => return Ok(*id),
        KeyRef::Alias(alias) => settings.keys.get(alias).map(|key| key.fingerprint).into_iter().collect(),
        KeyRef::LongId(id) => {
            let ring = session.keyring()?.resolve_long_id(id)?;
            let certificates = settings.certificate_files.iter().flat_map(|path| certificates_in(path));
            let matching = certificates.filter(|certificate| certificate.has_long_id(id));
            ring.into_iter().chain(matching.map(|certificate| certificate.fingerprint())).collect()
        }
    };
    let found: Vec<KeyId> = found.into_iter().map(KeyId::OpenPgp).collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(Error::UnknownKey(key.clone())),
        _ => Err(Error::AmbiguousKey { id: key.clone(), found }),
    }
}
