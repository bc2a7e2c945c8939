use jiff::Timestamp;
use sequoia_openpgp::types::HashAlgorithm;

use super::{DetachedSignature, Evidence, Proven};
use crate::model::{Proof, SignatureFacts};

impl DetachedSignature {
    /// What the signature says of itself. Who made it is a claim as long as nothing proves it.
    #[must_use]
    pub fn facts(&self) -> SignatureFacts {
        let fingerprint = self.0.issuer_fingerprints().next().map(|issuer| issuer.as_bytes().to_vec());
        let id = || self.0.issuers().next().map(|issuer| issuer.as_bytes().to_vec());
        SignatureFacts {
            made_by: fingerprint.or_else(id),
            hash: Some(hash_name(self.0.hash_algo())),
            expires: self.0.signature_expiration_time().and_then(|time| Timestamp::try_from(time).ok()),
        }
    }

    /// A proof, if this signature can be proven from one (RFC 9580, section 5.2.4; DESIGN: version 4, binary, SHA-256).
    #[must_use]
    pub fn provable_from(&self, proof: Option<Proof>) -> Option<Proof> {
        proof.filter(|_| self.evidence() == Evidence::Proof)
    }
}

impl Proven {
    /// What the signature says of itself, and which key it was proven to be made by.
    #[must_use]
    pub fn facts(&self) -> SignatureFacts {
        SignatureFacts { made_by: Some(self.by.as_bytes().to_vec()), ..self.signature.facts() }
    }
}

/// The name of a hash function in lower case, as it is stored.
fn hash_name(hash: HashAlgorithm) -> String {
    match hash {
        HashAlgorithm::MD5 => "md5".into(),
        HashAlgorithm::SHA1 => "sha1".into(),
        HashAlgorithm::RipeMD => "ripemd160".into(),
        HashAlgorithm::SHA224 => "sha224".into(),
        HashAlgorithm::SHA256 => "sha256".into(),
        HashAlgorithm::SHA384 => "sha384".into(),
        HashAlgorithm::SHA512 => "sha512".into(),
        HashAlgorithm::SHA3_256 => "sha3-256".into(),
        HashAlgorithm::SHA3_512 => "sha3-512".into(),
        other => format!("openpgp-{}", u8::from(other)),
    }
}
