use std::fmt;
use std::path::Path;

use jiff::Timestamp;
use sequoia_openpgp::cert::{Cert, CertParser};
use sequoia_openpgp::packet::Key;
use sequoia_openpgp::packet::key::{PublicParts, UnspecifiedRole};
use sequoia_openpgp::parse::Parse;

use super::certificate::fingerprint;
use super::{Certificate, Envelope, Error, Recipient, key_file};
use crate::model::Fingerprint;

/// A certificate with everything that its copies have, encryption subkeys included.
///
/// [`Certificate`] is what remains of it for verifying. This one is never stored.
#[derive(Clone, Debug)]
pub struct FullCertificate(pub(super) Cert);

impl FullCertificate {
    /// The certificate with this fingerprint among those in `bytes`, armored or not; secret parts are left out.
    #[must_use]
    pub fn find_in(bytes: &[u8], wanted: &Fingerprint) -> Option<Self> {
        let certs = CertParser::from_bytes(bytes).ok()?.filter_map(Result::ok);
        certs
            .filter(|cert| fingerprint(&cert.fingerprint()) == *wanted)
            .map(|cert| Self(cert.strip_secret_key_material()))
            .reduce(Self::merged)
    }

    /// The same from a file, which may be one of secret keys; none where it can't be read.
    #[must_use]
    pub fn find_in_file(path: &Path, wanted: &Fingerprint) -> Option<Self> {
        Self::find_in(&key_file::read(path).ok()?, wanted)
    }

    /// This certificate with everything that the other copy of it knows besides.
    #[must_use]
    pub fn merged(self, other: Self) -> Self {
        let own = self.0.clone();
        // Fails only for different primary keys, whose merging adds nothing.
        Self(self.0.merge_public(other.0).unwrap_or(own))
    }

    /// The fingerprint of the primary key.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        fingerprint(&self.0.fingerprint())
    }

    /// What can be encrypted to the holder of the certificate now.
    ///
    /// # Errors
    /// [`Error::CannotEncrypt`] when nothing can; it says why not.
    pub fn recipient(&self, now: Timestamp) -> Result<Recipient, Error> {
        Recipient::of(self, now)
    }

    /// The keys that a message's session key may be meant for, whether they are valid or not: what was
    /// encrypted once is to be read later, too.
    #[must_use]
    pub fn keys_for(&self, envelope: &Envelope) -> Vec<DecryptionKey> {
        let keys = self.0.keys().filter(|key| {
            // What says of a key nothing is an old certificate.
            let for_encryption = key.self_signatures().any(|signature| {
                signature
                    .key_flags()
                    .is_none_or(|flags| flags.for_transport_encryption() || flags.for_storage_encryption())
            });
            for_encryption && envelope.may_be_for(key.key())
        });
        keys.map(|key| DecryptionKey { key: key.key().clone() }).collect()
    }
}

impl fmt::Display for FullCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Its user ids are those of the whole one.
        Certificate::new(self.0.clone()).fmt(f)
    }
}

impl From<&Certificate> for FullCertificate {
    /// What is known without any encryption subkey, such as that the certificate was revoked.
    fn from(certificate: &Certificate) -> Self {
        Self(certificate.0.clone())
    }
}

/// The public half of a key that may be able to decrypt.
#[derive(Clone, Debug)]
pub struct DecryptionKey {
    key: Key<PublicParts, UnspecifiedRole>,
}

impl DecryptionKey {
    /// The key's own fingerprint, which for a subkey is not the certificate's.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        fingerprint(&self.key.fingerprint())
    }

    /// The library's key.
    #[must_use]
    pub const fn key(&self) -> &Key<PublicParts, UnspecifiedRole> {
        &self.key
    }
}
