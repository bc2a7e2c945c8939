use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sequoia_openpgp::cert::{Cert, CertParser};
use sequoia_openpgp::crypto::mem::Protected;
use sequoia_openpgp::packet::Key;
use sequoia_openpgp::packet::key::{SecretKeyMaterial, SecretParts, UnspecifiedRole};
use sequoia_openpgp::parse::Parse;

use super::error::told;
use super::software_key::may_use_secret;
use super::{Certificate, Error, Password, SigningKey, SoftwareKey};
use crate::model::Fingerprint;

/// The secret key in a file that signs for a certificate: still locked, where it has a password.
pub struct KeyFile {
    path: PathBuf,
    public: SigningKey,
    key: Key<SecretParts, UnspecifiedRole>,
}

/// More than any key has, and few enough to be read at once.
const LONGEST: u64 = 16 << 20;

impl KeyFile {
    /// Finds in a file, armored or not, the first of `candidates` whose secret part it has.
    ///
    /// Secret parts that are only mentioned there (a card has them, or another
    /// file) don't count, nor do those that this build must not use.
    ///
    /// # Errors
    /// When the file can't be read, has another key or none, and when what it has can't be used.
    pub fn find(path: &Path, wanted: &Fingerprint, candidates: &[SigningKey]) -> Result<Self, Error> {
        let bytes = read(path).map_err(|source| Error::KeyFile { path: path.to_owned(), source })?;
        let certs = certs(&bytes)
            .map_err(|error| Error::NotAKeyFile { path: path.to_owned(), reason: told(&error) })?;
        let without = || Error::NotInKeyFile { path: path.to_owned(), key: *wanted };
        let of_wanted = |cert: &&Cert| super::certificate::fingerprint(&cert.fingerprint()) == *wanted;
        let cert = certs.iter().find(of_wanted).ok_or_else(without)?;
        let mut refused = None;
        for candidate in candidates {
            let Some(key) = secret(cert, candidate) else { continue };
            if may_use_secret(key.pk_algo()) {
                return Ok(Self { path: path.to_owned(), public: candidate.clone(), key });
            }
            refused = refused.or(Some(Error::RsaRefused { key: candidate.fingerprint() }));
        }
        Err(refused.unwrap_or_else(without))
    }

    /// The public half of the key that was found.
    #[must_use]
    pub const fn public(&self) -> &SigningKey {
        &self.public
    }

    /// Whether a password is needed.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        !self.key.has_unencrypted_secret()
    }

    /// The key, ready to sign. The password is looked at only where one is needed.
    ///
    /// # Errors
    /// [`Error::PasswordNeeded`] without one, [`Error::WrongPassword`] with another one.
    pub fn unlock(&self, password: Option<&Password>) -> Result<SoftwareKey, Error> {
        let mut key = self.key.clone();
        if self.is_locked() {
            let password = password.ok_or_else(|| Error::PasswordNeeded(self.path.clone()))?;
            key = key.decrypt_secret(password).map_err(|_| Error::WrongPassword(self.path.clone()))?;
        }
        let pair = key.into_keypair().map_err(|error| Error::Signing(told(&error)))?;
        Ok(SoftwareKey::new(pair))
    }
}

/// All certificates in a file, which may be one of secret keys; none where it can't be read.
#[must_use]
pub fn certificates_in(path: &Path) -> Vec<Certificate> {
    read(path).map(|bytes| Certificate::all_from_bytes(&bytes)).unwrap_or_default()
}

/// A file's bytes, in memory that is overwritten afterwards.
fn read(path: &Path) -> io::Result<Protected> {
    let length = fs::metadata(path)?.len().min(LONGEST);
    // With the right capacity from the beginning, no copy is left behind by growing.
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default() + 64);
    File::open(path)?.take(LONGEST).read_to_end(&mut bytes)?;
    Ok(bytes.into())
}

fn certs(bytes: &[u8]) -> sequoia_openpgp::Result<Vec<Cert>> {
    CertParser::from_bytes(bytes)?.collect()
}

/// The secret part of a key, if it is really there.
fn secret(cert: &Cert, wanted: &SigningKey) -> Option<Key<SecretParts, UnspecifiedRole>> {
    let found = cert.keys().secret().find(|key| key.key().fingerprint() == wanted.key().fingerprint())?;
    let key = found.key().clone();
    let there = match key.secret() {
        SecretKeyMaterial::Unencrypted(_) => true,
        // GnuPG's way to say that a card has it, or that it was left out.
        SecretKeyMaterial::Encrypted(encrypted) => encrypted.s2k().is_supported(),
    };
    there.then_some(key)
}
