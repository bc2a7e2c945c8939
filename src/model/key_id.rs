use std::fmt;
use std::str::FromStr;

use super::Fingerprint;

/// The key of a pair, as canonical text `scheme:identity`.
///
/// Whatever changes what is signed belongs into the identity, so that a pair
/// has one meaning for ever. One scheme exists today: `openpgp:` and the full
/// fingerprint of a certificate, upper-case; a signature by any of its
/// signing-capable subkeys belongs to it.
///
/// ```
/// use signcache::model::KeyId;
/// let key: KeyId = "openpgp:8f5b1f6a3c2d4e5f60718293a4b5c6d7e8f90a1b".parse()?;
/// assert_eq!(key.to_string(), "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B");
/// # Ok::<(), signcache::model::InvalidKeyId>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum KeyId {
    /// An OpenPGP certificate, named by the fingerprint of its primary key.
    OpenPgp(Fingerprint),
}

/// A text that is no key id.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a key id (`openpgp:` and a full fingerprint)")]
pub struct InvalidKeyId;

impl KeyId {
    /// The fingerprint of the certificate that the key id names.
    #[must_use]
    pub const fn fingerprint(&self) -> &Fingerprint {
        match self {
            Self::OpenPgp(fingerprint) => fingerprint,
        }
    }
}

impl FromStr for KeyId {
    type Err = InvalidKeyId;

    fn from_str(text: &str) -> Result<Self, InvalidKeyId> {
        match text.split_once(':') {
            Some(("openpgp", identity)) => identity.parse().map(Self::OpenPgp).map_err(|_| InvalidKeyId),
            _ => Err(InvalidKeyId),
        }
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OpenPgp(fingerprint) => f.pad(&format!("openpgp:{fingerprint}")),
        }
    }
}
