use sequoia_openpgp::Result as AnyResult;
use sequoia_openpgp::crypto::Signer;
use sequoia_openpgp::crypto::mpi::{PublicKey, Signature};
use sequoia_openpgp::packet::Key;
use sequoia_openpgp::packet::key::{PublicParts, UnspecifiedRole};
use sequoia_openpgp::types::HashAlgorithm;

use super::{Agent, Cancelled, Error, Keygrip, sexp};

/// One key of gpg-agent, which signs any number of digests over one connection.
#[derive(Debug)]
pub struct AgentSigner {
    agent: Agent,
    key: Key<PublicParts, UnspecifiedRole>,
    description: String,
}

impl AgentSigner {
    /// The key with this keygrip, whose public half is `key`.
    ///
    /// # Errors
    /// When the agent does not answer. That it has no such key shows when it is to sign.
    pub fn new(
        mut agent: Agent,
        keygrip: &Keygrip,
        key: Key<PublicParts, UnspecifiedRole>,
        cancelled: Cancelled<'_>,
    ) -> Result<Self, Error> {
        agent.choose(keygrip, cancelled)?;
        Ok(Self { agent, key, description: String::new() })
    }

    /// Says in plain language what the next digests are, for the person who is asked for a passphrase or PIN.
    ///
    /// It may have several lines, and is cut after some hundred bytes. Without any, the agent words it.
    pub fn describe(&mut self, description: impl Into<String>) {
        self.description = description.into();
    }

    /// Makes the signature of a digest. Nothing checks it here.
    ///
    /// # Errors
    /// When the agent refuses or does not answer in time, or the key can't sign with this algorithm.
    pub fn sign_digest(
        &mut self,
        hash: HashAlgorithm,
        digest: &[u8],
        cancelled: Cancelled<'_>,
    ) -> Result<Signature, Error> {
        if !acceptable_hashes(&self.key).contains(&hash) {
            return Err(Error::HashUnfit { hash, key: self.key.pk_algo() });
        }
        // OpenPGP (RFC 9580, section 9.5) and libgcrypt (`enum gcry_md_algos`) number these digests alike.
        let answer = self.agent.sign(&self.description, hash.into(), digest, cancelled)?;
        sexp::signature(&answer, self.key.pk_algo())
    }
}

impl Signer for AgentSigner {
    fn public(&self) -> &Key<PublicParts, UnspecifiedRole> {
        &self.key
    }

    fn acceptable_hashes(&self) -> &[HashAlgorithm] {
        acceptable_hashes(&self.key)
    }

    /// As [`AgentSigner::sign_digest`], to the end; the error can be downcast to [`Error`].
    fn sign(&mut self, hash: HashAlgorithm, digest: &[u8]) -> AnyResult<Signature> {
        Ok(self.sign_digest(hash, digest, &|| false)?)
    }
}

/// The digests that the agent signs with a key, the ones that signcache prefers first.
///
/// A digest must not be shorter than the group of an ECDSA or DSA key; 512
/// bits do for every one (`do_encode_dsa` in GnuPG's agent/pksign.c).
#[must_use]
pub fn acceptable_hashes(key: &Key<PublicParts, UnspecifiedRole>) -> &'static [HashAlgorithm] {
    let group = match key.mpis() {
        // An unknown curve may be a large one.
        PublicKey::ECDSA { curve, .. } => curve.bits().unwrap_or(512),
        PublicKey::DSA { q, .. } => q.bits(),
        _ => 0,
    };
    match group {
        0..=256 => ALL,
        257..=384 => &ALL[1..],
        _ => &ALL[2..],
    }
}

/// By length. SHA-224 and SHA-1 are left out: no signature of today is made with them.
const ALL: &[HashAlgorithm] = &[HashAlgorithm::SHA256, HashAlgorithm::SHA384, HashAlgorithm::SHA512];
