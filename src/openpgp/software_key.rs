use std::fmt;

use jiff::Timestamp;
use sequoia_openpgp::cert::{CertBuilder, CipherSuite};
use sequoia_openpgp::crypto::{Decryptor, KeyPair, Signer, mpi};
use sequoia_openpgp::packet::Key;
use sequoia_openpgp::packet::key::{PublicParts, UnspecifiedRole};
use sequoia_openpgp::policy::StandardPolicy;
use sequoia_openpgp::types::{HashAlgorithm, PublicKeyAlgorithm};

use super::error::told;
use super::{Certificate, Error};

/// A secret key in this process's memory, out of a file or a throw-away one.
pub struct SoftwareKey {
    pair: KeyPair,
}

impl SoftwareKey {
    /// Makes a throw-away Ed25519 key that can sign from `now` on; it is never written anywhere.
    ///
    /// # Errors
    /// When the library can't make one.
    pub fn generate(user_id: &str, now: Timestamp) -> Result<(Certificate, Self), Error> {
        let generate = || -> sequoia_openpgp::Result<(Certificate, Self)> {
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
            let certificate = Certificate::from_bytes(&public, &fingerprint)?;
            Ok((certificate, Self::new(secret.into_keypair()?)))
        };
        generate().map_err(|error| Error::Signing(told(&error)))
    }

    pub(super) const fn new(pair: KeyPair) -> Self {
        Self { pair }
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
    pub fn sign_digest(&self, algorithm: HashAlgorithm, digest: &[u8]) -> Result<mpi::Signature, Error> {
        // Signing changes nothing in a pair, though the library's trait has it so.
        self.pair.clone().sign(algorithm, digest).map_err(|error| Error::Signing(told(&error)))
    }

    /// The key as the library decrypts with it.
    pub(super) fn decryptor(&self) -> impl Decryptor {
        self.pair.clone()
    }
}

impl fmt::Debug for SoftwareKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SoftwareKey({})", self.public().fingerprint())
    }
}

/// Whether the secret half of such a key may be used in this process.
///
/// The pure-Rust implementation of RSA takes a time that depends on the secret
/// (RUSTSEC-2023-0071), so with that back end it never gets to see one.
pub(super) fn may_use_secret(algorithm: PublicKeyAlgorithm) -> bool {
    #[allow(deprecated, reason = "keys of old have algorithms of old")]
    let rsa = matches!(algorithm, PublicKeyAlgorithm::RSAEncryptSign | PublicKeyAlgorithm::RSASign);
    !rsa || cfg!(any(feature = "crypto-nettle", feature = "crypto-openssl"))
}
