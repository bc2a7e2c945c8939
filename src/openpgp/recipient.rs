use jiff::Timestamp;
use sequoia_openpgp::cert::Preferences;
use sequoia_openpgp::crypto::mpi::PublicKey;
use sequoia_openpgp::packet::Key;
use sequoia_openpgp::packet::key::{PublicParts, UnspecifiedRole};
use sequoia_openpgp::types::PublicKeyAlgorithm;

use super::usable::{problem, valid};
use super::validity::policy;
use super::{Error, FullCertificate};
use crate::model::{Fingerprint, Untrusted};

/// Somebody to whom can be encrypted: all encryption keys of a certificate that are usable now.
#[derive(Clone, Debug)]
pub struct Recipient {
    certificate: Fingerprint,
    keys: Vec<Key<PublicParts, UnspecifiedRole>>,
    knows_aead: bool,
}

impl Recipient {
    /// The recipient whose certificate `bytes` has: the whole certificate, armored or not.
    ///
    /// # Errors
    /// When it is not there, or can't be encrypted to now: revoked, expired, or without an encryption key.
    pub fn from_bytes(bytes: &[u8], wanted: &Fingerprint, now: Timestamp) -> Result<Self, Error> {
        match FullCertificate::find_in(bytes, wanted) {
            Some(certificate) => Self::of(&certificate, now),
            None => Err(Error::NotACertificate(Untrusted::new(format!("{wanted} is not there")))),
        }
    }

    pub(super) fn of(certificate: &FullCertificate, now: Timestamp) -> Result<Self, Error> {
        let cannot = |reason: String| Error::CannotEncrypt {
            key: certificate.fingerprint(),
            reason: Untrusted::new(reason),
        };
        let policy = policy(now.into());
        let valid = valid(&certificate.0, &policy, now).map_err(cannot)?;
        let mut keys = Vec::new();
        let mut refused = Vec::new();
        for candidate in valid.keys() {
            if !candidate.for_transport_encryption() && !candidate.for_storage_encryption() {
                continue;
            }
            let unsupported = || {
                let key = candidate.key();
                let name = key.pk_algo();
                (!is_supported(key)).then(|| format!("uses {name}, which is not supported here"))
            };
            let problem = problem(&candidate, &policy).or_else(unsupported);
            match problem {
                Some(problem) => refused.push(format!("{} {problem}", candidate.key().fingerprint())),
                None => keys.push(candidate.key().clone()),
            }
        }
        if keys.is_empty() && refused.is_empty() {
            refused.push("it has no encryption subkey".into());
        }
        if keys.is_empty() {
            return Err(cannot(refused.join("; ")));
        }
        let knows_aead = valid.features().is_some_and(|features| features.supports_seipdv2());
        Ok(Self { certificate: certificate.fingerprint(), keys, knows_aead })
    }

    /// The fingerprint of the certificate.
    #[must_use]
    pub const fn certificate(&self) -> &Fingerprint {
        &self.certificate
    }

    pub(super) fn keys(&self) -> &[Key<PublicParts, UnspecifiedRole>] {
        &self.keys
    }

    /// Whether the certificate says that its holder reads version 2 of encrypted data (RFC 9580, section 5.2.3.32).
    pub(super) const fn knows_aead(&self) -> bool {
        self.knows_aead
    }
}

/// Whether messages to such a key are made, and can be read, with every back end.
fn is_supported(key: &Key<PublicParts, UnspecifiedRole>) -> bool {
    #[allow(deprecated, reason = "keys of old have algorithms of old")]
    let elgamal =
        matches!(key.pk_algo(), PublicKeyAlgorithm::ElGamalEncrypt | PublicKeyAlgorithm::ElGamalEncryptSign);
    let curve = match key.mpis() {
        PublicKey::ECDH { curve, .. } => curve.is_supported(),
        _ => true,
    };
    !elgamal && curve && key.pk_algo().is_supported()
}
