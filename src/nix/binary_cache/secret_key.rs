use std::fmt;

use data_encoding::BASE64;
use ed25519_dalek::{Signer, SigningKey};

/// A key with which Nix signs store paths, as `nix-store --generate-binary-cache-key` makes it: `NAME:BASE64`.
///
/// Its holder says that paths come from him. It is no OpenPGP key, and says nothing of contents.
pub struct SecretKey {
    name: String,
    key: SigningKey,
}

/// A text that is no secret key of Nix's.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is not a secret key as `nix-store --generate-binary-cache-key` writes it")]
pub struct InvalidSecretKey;

impl SecretKey {
    /// The most bytes that the text of a key may have.
    pub const MAX_SIZE: usize = 1024;

    /// Reads what is in a file of a key.
    ///
    /// # Errors
    /// When it is anything else, such as the public key.
    pub fn read(text: &str) -> Result<Self, InvalidSecretKey> {
        let (name, key) = text.trim().split_once(':').ok_or(InvalidSecretKey)?;
        let key = BASE64.decode(key.as_bytes()).map_err(|_| InvalidSecretKey)?;
        let key = SigningKey::from_keypair_bytes(key.as_slice().try_into().map_err(|_| InvalidSecretKey)?);
        let is_plain = |name: &str| !name.is_empty() && name.chars().all(|c| !c.is_control() && c != ' ');
        match key {
            Ok(key) if is_plain(name) => Ok(Self { name: name.to_owned(), key }),
            _ => Err(InvalidSecretKey),
        }
    }

    /// The public key, as Nix has it in `trusted-public-keys`.
    #[must_use]
    pub fn public(&self) -> String {
        format!("{}:{}", self.name, BASE64.encode(self.key.verifying_key().as_bytes()))
    }

    pub(super) fn sign(&self, text: &str) -> String {
        format!("{}:{}", self.name, BASE64.encode(&self.key.sign(text.as_bytes()).to_bytes()))
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey({})", self.name)
    }
}
