use jiff::Timestamp;
use sequoia_openpgp::crypto::mpi;
use sequoia_openpgp::packet::signature::Signature4;
use sequoia_openpgp::packet::signature::subpacket::{Subpacket, SubpacketArea, SubpacketValue};
use sequoia_openpgp::types::{SignatureType, Timestamp as PgpTimestamp};
use std::time::SystemTime;

pub use sequoia_openpgp::types::HashAlgorithm;

use super::detached::trailer;
use super::error::told;
use super::{DetachedSignature, Error, SigningKey};

/// A signature that lacks only its value: everything that is hashed behind the content is settled.
///
/// Version 4, binary; the creation time and the issuer's fingerprint in the hashed area.
pub struct Draft {
    key: SigningKey,
    hashed: SubpacketArea,
}

impl Draft {
    /// A draft for a signature by `key`, made `now` (whole seconds count).
    ///
    /// # Errors
    /// When the time is outside of what OpenPGP can express (1970 to 2106).
    pub fn new(key: &SigningKey, now: Timestamp) -> Result<Self, Error> {
        let hashed = || -> sequoia_openpgp::Result<SubpacketArea> {
            let created = PgpTimestamp::try_from(SystemTime::from(now))?;
            SubpacketArea::new(vec![
                Subpacket::new(SubpacketValue::IssuerFingerprint(key.key().fingerprint()), false)?,
                Subpacket::new(SubpacketValue::SignatureCreationTime(created), true)?,
            ])
        };
        let hashed = hashed().map_err(|error| Error::Signing(told(&error)))?;
        Ok(Self { key: key.clone(), hashed })
    }

    /// What is to be hashed behind the content.
    #[must_use]
    pub fn trailer(&self) -> Vec<u8> {
        trailer(4, SignatureType::Binary, self.key.key().pk_algo(), self.key.hash_algorithm(), &self.hashed)
    }

    /// The signature, from the digest of content and trailer and the value that the key made over it.
    #[must_use]
    pub fn complete(&self, digest: &[u8], value: mpi::Signature) -> DetachedSignature {
        let packet = Signature4::new(
            SignatureType::Binary,
            self.key.key().pk_algo(),
            self.key.hash_algorithm(),
            self.hashed.clone(),
            SubpacketArea::default(),
            [0; 2],
            value,
        );
        DetachedSignature(packet.into()).canonical(&self.key.fingerprint(), digest)
    }
}
