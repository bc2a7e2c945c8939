use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sequoia_openpgp::cert::{Cert, CertParser};
use sequoia_openpgp::crypto::mem::Protected;
use sequoia_openpgp::packet::Key;
use sequoia_openpgp::packet::key::{PublicParts, SecretKeyMaterial, SecretParts, UnspecifiedRole};
use sequoia_openpgp::parse::Parse;

use super::certificate::fingerprint;
use super::error::told;
use super::software_key::may_use_secret;
use super::{Certificate, Envelope, Error, FullCertificate, Password, SigningKey, SoftwareKey};
use crate::files::{keep_memory_private, open_named};
use crate::model::Fingerprint;

/// The secret key in a file that signs for a certificate.
pub struct KeyFile {
    public: SigningKey,
    locked: LockedKey,
}

/// A secret key in a file: still locked, where it has a password.
pub struct LockedKey {
    path: PathBuf,
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
        let cert = cert(path, wanted)?;
        let keys =
            candidates.iter().filter_map(|candidate| Some((candidate, secret(&cert, candidate.key())?)));
        let mut refused = None;
        for (candidate, key) in keys {
            match LockedKey::new(path, key) {
                Ok(locked) => return Ok(Self { public: candidate.clone(), locked }),
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        Err(refused.unwrap_or_else(|| Error::NotInKeyFile { path: path.to_owned(), key: *wanted }))
    }

    /// The public half of the key that was found.
    #[must_use]
    pub const fn public(&self) -> &SigningKey {
        &self.public
    }

    /// The secret half.
    #[must_use]
    pub const fn locked(&self) -> &LockedKey {
        &self.locked
    }
}

impl LockedKey {
    /// The secret keys in a file, armored or not, that may be those of a certificate for which an envelope is.
    ///
    /// # Errors
    /// When the file can't be read or has not this certificate, and when what it has can't be used.
    pub fn for_envelope(path: &Path, wanted: &Fingerprint, envelope: &Envelope) -> Result<Vec<Self>, Error> {
        let cert = cert(path, wanted)?;
        let public = FullCertificate(cert.clone().strip_secret_key_material()).keys_for(envelope);
        public.iter().filter_map(|key| secret(&cert, key.key())).map(|key| Self::new(path, key)).collect()
    }

    fn new(path: &Path, key: Key<SecretParts, UnspecifiedRole>) -> Result<Self, Error> {
        if may_use_secret(key.pk_algo()) {
            Ok(Self { path: path.to_owned(), key })
        } else {
            Err(Error::RsaRefused { key: fingerprint(&key.fingerprint()) })
        }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a password is needed.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        !self.key.has_unencrypted_secret()
    }

    /// The key, ready to sign or decrypt. The password is looked at only where one is needed.
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
pub(super) fn read(path: &Path) -> io::Result<Protected> {
    keep_memory_private();
    let file = open_named(path)?;
    let length = file.metadata()?.len().min(LONGEST);
    // With the right capacity from the beginning, no copy is left behind by growing.
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default() + 64);
    file.take(LONGEST).read_to_end(&mut bytes)?;
    Ok(bytes.into())
}

/// The certificate in a file of secret keys.
fn cert(path: &Path, wanted: &Fingerprint) -> Result<Cert, Error> {
    let bytes = read(path).map_err(|source| Error::KeyFile { path: path.to_owned(), source })?;
    let certs =
        CertParser::from_bytes(&bytes).and_then(Iterator::collect::<sequoia_openpgp::Result<Vec<Cert>>>);
    let certs = certs.map_err(|error| Error::NotAKeyFile { path: path.to_owned(), reason: told(&error) })?;
    let of_wanted = |cert: &Cert| fingerprint(&cert.fingerprint()) == *wanted;
    let found = certs.into_iter().find(of_wanted);
    found.ok_or_else(|| Error::NotInKeyFile { path: path.to_owned(), key: *wanted })
}

/// The secret part of a key, if it is really there.
fn secret(
    cert: &Cert,
    wanted: &Key<PublicParts, UnspecifiedRole>,
) -> Option<Key<SecretParts, UnspecifiedRole>> {
    let found = cert.keys().secret().find(|key| key.key().fingerprint() == wanted.fingerprint())?;
    let key = found.key().clone();
    let there = match key.secret() {
        SecretKeyMaterial::Unencrypted(_) => true,
        // GnuPG's way to say that a card has it, or that it was left out.
        SecretKeyMaterial::Encrypted(encrypted) => encrypted.s2k().is_supported(),
    };
    there.then_some(key)
}
