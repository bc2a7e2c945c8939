//! Whether a key may vouch for a signature: bound, alive and not revoked, then and now.

use std::collections::BTreeSet;
use std::time::{SystemTime, UNIX_EPOCH};

use sequoia_openpgp::Fingerprint as SequoiaFingerprint;
use sequoia_openpgp::cert::Cert;
use sequoia_openpgp::cert::amalgamation::ValidAmalgamation;
use sequoia_openpgp::cert::amalgamation::key::ValidErasedKeyAmalgamation;
use sequoia_openpgp::packet::Signature;
use sequoia_openpgp::packet::key::PublicParts;
use sequoia_openpgp::policy::{AsymmetricAlgorithm, HashAlgoSecurity, Policy, StandardPolicy};
use sequoia_openpgp::types::{RevocationStatus, RevocationType};

/// What a certificate says of one of its keys at one time, whatever the algorithms.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Standing {
    pub(super) may_sign: bool,
    pub(super) expired: bool,
    /// When it expires, itself or with its primary key.
    pub(super) ends: Option<SystemTime>,
    pub(super) revoked: Option<Revocation>,
}

/// Why a key was revoked, as far as it matters.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Revocation {
    /// Compromised, or for no reason that was given: nothing that it ever signed can be trusted.
    Hard(String),
    /// Replaced or retired: what it signed before stays good.
    Soft(String),
}

/// Accepts every algorithm, so that age and revocation can be told apart from weakness.
#[derive(Debug)]
struct AnyAlgorithm;

impl Policy for AnyAlgorithm {
    fn signature(&self, _: &Signature, _: HashAlgoSecurity) -> sequoia_openpgp::Result<()> {
        Ok(())
    }

    fn key(&self, _: &ValidErasedKeyAmalgamation<'_, PublicParts>) -> sequoia_openpgp::Result<()> {
        Ok(())
    }
}

/// What `cert` says of its key `key` at `time`, whatever the algorithms; none where it was never bound until `now`.
pub(super) fn standing(
    cert: &Cert,
    key: &SequoiaFingerprint,
    time: SystemTime,
    now: SystemTime,
) -> Option<Standing> {
    let found = find(cert, key, &AnyAlgorithm, time, now)?;
    let ends = [found.valid_cert().primary_key().key_expiration_time(), found.key_expiration_time()];
    let ends = ends.into_iter().flatten().min();
    // A subkey can be revoked as compromised under a primary key that was only retired, and the other way round.
    let primary = revocation(&cert.revocation_status(&AnyAlgorithm, time));
    let subkey = cert.keys().subkeys().find(|subkey| subkey.key().fingerprint() == *key);
    let own = subkey.and_then(|subkey| revocation(&subkey.revocation_status(&AnyAlgorithm, time)));
    Some(Standing {
        may_sign: found.for_signing(),
        expired: ends.is_some_and(|end| end <= time),
        ends,
        revoked: match (primary, own) {
            (Some(Revocation::Soft(_)), Some(Revocation::Hard(reason))) => Some(Revocation::Hard(reason)),
            (primary, own) => primary.or(own),
        },
    })
}

/// What the signature itself asks for that is not understood here, so that it must not count (RFC 9580, section 5.2.3.7).
pub(super) fn misunderstood(signature: &Signature) -> Option<String> {
    // In 1970 no algorithm was weak yet.
    let policy = StandardPolicy::at(UNIX_EPOCH);
    policy.signature(signature, HashAlgoSecurity::CollisionResistance).err().map(|error| error.to_string())
}

/// Why the policy of the library refuses the signature today, whatever its key; none if it accepts it.
pub(super) fn weakness(signature: &Signature, now: SystemTime) -> Option<String> {
    let refused = policy(now).signature(signature, HashAlgoSecurity::CollisionResistance);
    refused.err().map(|error| format!("{error:#}"))
}

/// Why the policy of the library refuses the key today, as the certificate has it at `time`; none if it accepts it.
pub(super) fn key_weakness(
    cert: &Cert,
    key: &SequoiaFingerprint,
    time: SystemTime,
    now: SystemTime,
) -> Option<String> {
    let policy = policy(now);
    match find(cert, key, &policy, time, now) {
        Some(found) => policy.key(&found).err().map(|error| format!("{error:#}")),
        None => Some("no binding of the key uses algorithms that are accepted today".into()),
    }
}

/// What the library accepts today, without DSA, which it accepts until 2030 and RFC 9580 deprecates (section 9.1).
pub(super) fn policy(now: SystemTime) -> StandardPolicy<'static> {
    use AsymmetricAlgorithm::{DSA1024, DSA2048, DSA3072, DSA4096};
    let mut policy = StandardPolicy::at(now);
    [DSA1024, DSA2048, DSA3072, DSA4096].into_iter().for_each(|dsa| policy.reject_asymmetric_algo(dsa));
    policy
}

/// The key, as the certificate has it at `time`.
///
/// GnuPG replaces the self-signature when an expiry is changed, so that none of
/// that time may be left: then the oldest one since speaks for the time before it.
fn find<'a>(
    cert: &'a Cert,
    key: &SequoiaFingerprint,
    policy: &'a dyn Policy,
    time: SystemTime,
    now: SystemTime,
) -> Option<ValidErasedKeyAmalgamation<'a, PublicParts>> {
    let at = |time| {
        cert.with_policy(policy, time).ok()?.keys().find(|candidate| candidate.key().fingerprint() == *key)
    };
    at(time).or_else(|| {
        let since: BTreeSet<SystemTime> =
            self_signed(cert).filter(|signed| (time..=now).contains(signed)).collect();
        since.into_iter().find_map(at)
    })
}

/// When the certificate's self-signatures were made.
fn self_signed(cert: &Cert) -> impl Iterator<Item = SystemTime> {
    let keys = cert.keys().flat_map(|key| key.self_signatures());
    let user_ids = cert.userids().flat_map(|user_id| user_id.self_signatures());
    keys.chain(user_ids).filter_map(|signature| signature.signature_creation_time())
}

fn revocation(status: &RevocationStatus<'_>) -> Option<Revocation> {
    let RevocationStatus::Revoked(signatures) = status else { return None };
    let reasons = signatures.iter().map(|signature| {
        signature.reason_for_revocation().map_or(
            (RevocationType::Hard, "no reason was given".to_owned()),
            |(code, text)| {
                let text = String::from_utf8_lossy(text);
                let colon = if text.is_empty() { "" } else { ": " };
                (code.revocation_type(), format!("{code}{colon}{text}"))
            },
        )
    });
    let (hard, soft): (Vec<_>, Vec<_>) = reasons.partition(|(kind, _)| *kind == RevocationType::Hard);
    let first = |reasons: Vec<(RevocationType, String)>| reasons.into_iter().next().map(|(_, text)| text);
    first(hard).map(Revocation::Hard).or_else(|| first(soft).map(Revocation::Soft))
}
