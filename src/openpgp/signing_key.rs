use jiff::Timestamp;
use sequoia_openpgp::cert::amalgamation::key::PrimaryKey;
use sequoia_openpgp::packet::Key;
use sequoia_openpgp::packet::key::{PublicParts, UnspecifiedRole};
use sequoia_openpgp::types::HashAlgorithm;

use super::certificate::fingerprint;
use super::gnupg::acceptable_hashes;
use super::usable::{problem, valid};
use super::validity::policy;
use super::{Certificate, Error};
use crate::model::{Fingerprint, Untrusted};

/// A key of a certificate that may sign documents now: the public half.
#[derive(Clone, Debug)]
pub struct SigningKey {
    key: Key<PublicParts, UnspecifiedRole>,
}

impl SigningKey {
    /// The key's own fingerprint, which for a subkey is not the certificate's.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        fingerprint(&self.key.fingerprint())
    }

    /// What it signs with: SHA-256, which makes signatures provable, or the smallest that the key takes.
    #[must_use]
    pub fn hash_algorithm(&self) -> HashAlgorithm {
        acceptable_hashes(&self.key).first().copied().unwrap_or(HashAlgorithm::SHA256)
    }

    /// The library's key.
    #[must_use]
    pub const fn key(&self) -> &Key<PublicParts, UnspecifiedRole> {
        &self.key
    }
}

/// The keys of a certificate that may sign now, the newest subkey first and the primary key last, as GnuPG prefers.
///
/// # Errors
/// [`Error::CannotSign`] when there is none; it says of each key why not.
pub fn signing_keys(certificate: &Certificate, now: Timestamp) -> Result<Vec<SigningKey>, Error> {
    let cannot =
        |reason: String| Error::CannotSign { key: certificate.fingerprint(), reason: Untrusted::new(reason) };
    // The policy by which signatures are judged, so that none is made that would be called weak at once.
    let policy = policy(now.into());
    let valid = valid(&certificate.0, &policy, now).map_err(cannot)?;
    let mut keys = Vec::new();
    let mut refused = Vec::new();
    for candidate in valid.keys() {
        let problem = if candidate.key().version() != 4 {
            Some("is of version 6, whose signatures can only be verified here".to_owned())
        } else if !candidate.for_signing() {
            Some("is not for signing".to_owned())
        } else {
            problem(&candidate, &policy)
        };
        match problem {
            Some(problem) => refused.push(format!("{} {problem}", candidate.key().fingerprint())),
            None => keys.push((candidate.primary(), candidate.key().clone())),
        }
    }
    if keys.is_empty() {
        return Err(cannot(refused.join("; ")));
    }
    keys.sort_by_key(|(primary, key)| (*primary, std::cmp::Reverse(key.creation_time())));
    Ok(keys.into_iter().map(|(_, key)| SigningKey { key }).collect())
}
