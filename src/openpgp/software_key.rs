use jiff::Timestamp;
use sequoia_openpgp::cert::{CertBuilder, CipherSuite};
use sequoia_openpgp::crypto::{KeyPair, Signer, mpi};
use sequoia_openpgp::packet::Key;
use sequoia_openpgp::packet::key::{PublicParts, UnspecifiedRole};
use sequoia_openpgp::policy::StandardPolicy;
use sequoia_openpgp::types::HashAlgorithm;

use super::error::told;
use super::{Certificate, Error};

/// A throw-away Ed25519 key in this process's memory; it is never written anywhere.
pub struct SoftwareKey {
    certificate: Certificate,
    pair: KeyPair,
}

impl SoftwareKey {
    /// Makes a key that can sign from `now` on.
    ///
    /// # Errors
    /// When the library can't make one.
    pub fn generate(user_id: &str, now: Timestamp) -> Result<Self, Error> {
        let generate = || -> sequoia_openpgp::Result<Self> {
            let (cert, _) = CertBuilder::new()
                .set_cipher_suite(CipherSuite::Cv25519)
                .set_creation_time(std::time::SystemTime::from(now))
                .add_userid(user_id)
                .add_signing_subkey()
                .generate()?;
            let policy = StandardPolicy::new();
            let secret = cert
                .keys()
                .unencrypted_secret()
                .with_policy(&policy, std::time::SystemTime::from(now))
                .for_signing()
                .next()
                .ok_or_else(|| sequoia_openpgp::Error::InvalidOperation("no signing key".into()))?
                .key()
                .clone();
            let fingerprint = super::certificate::fingerprint(&cert.fingerprint());
            let public = sequoia_openpgp::serialize::MarshalInto::to_vec(&cert)?;
            Ok(Self {
                certificate: Certificate::from_bytes(&public, &fingerprint)?,
                pair: secret.into_keypair()?,
            })
        };
        generate().map_err(|error| Error::Signing(told(&error)))
    }

    /// The certificate that verifies what this key signs.
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The public half of the key that signs.
    #[must_use]
    pub fn public(&self) -> &Key<PublicParts, UnspecifiedRole> {
        self.pair.public()
    }

    /// The value of a signature over a digest.
    ///
    /// # Errors
    /// When the library refuses.
    pub fn sign_digest(&mut self, algorithm: HashAlgorithm, digest: &[u8]) -> Result<mpi::Signature, Error> {
        self.pair.sign(algorithm, digest).map_err(|error| Error::Signing(told(&error)))
    }
}
