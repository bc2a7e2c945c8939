//! Whether a key may vouch for a signature: bound, alive and not revoked, then and now.

use std::time::SystemTime;

use sequoia_openpgp::Fingerprint as SequoiaFingerprint;
use sequoia_openpgp::cert::Cert;
use sequoia_openpgp::cert::amalgamation::ValidAmalgamation;
use sequoia_openpgp::cert::amalgamation::key::ValidErasedKeyAmalgamation;
use sequoia_openpgp::packet::Signature;
use sequoia_openpgp::packet::key::PublicParts;
use sequoia_openpgp::policy::{HashAlgoSecurity, Policy, StandardPolicy};
use sequoia_openpgp::types::{RevocationStatus, RevocationType};

/// What a certificate says of one of its keys at one time.
pub(super) struct Standing {
    pub(super) may_sign: bool,
    pub(super) expired: bool,
    pub(super) revoked: Option<Revocation>,
}

/// Why a key was revoked, as far as it matters.
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

/// What `cert` says of its key `key` at `time`, whatever the algorithms; none where it was never bound.
///
/// What is bound now speaks for the past, too: GnuPG replaces a self-signature
/// when an expiry is changed, so that none of that time may be left, and who
/// extends a key late still means it to have been valid in between.
pub(super) fn standing(
    cert: &Cert,
    key: &SequoiaFingerprint,
    time: SystemTime,
    now: SystemTime,
) -> Option<Standing> {
    let then = find(cert, key, &AnyAlgorithm, time);
    let today = find(cert, key, &AnyAlgorithm, now);
    let covered = today.as_ref().is_some_and(|today| !expired_by(today, time));
    let found = then.as_ref().or(today.as_ref())?;
    let alive = then.as_ref().is_some_and(|then| then.alive().is_ok());
    let of_certificate = revocation(&found.valid_cert().revocation_status());
    let of_key = revocation(&found.revocation_status());
    let (hard, soft): (Vec<_>, Vec<_>) =
        of_certificate.into_iter().chain(of_key).partition(|revoked| matches!(revoked, Revocation::Hard(_)));
    // Where only today's binding is left, a soft revocation of since then says nothing of the past.
    let soft = soft.into_iter().next().filter(|_| then.is_some() || time == now);
    Some(Standing {
        may_sign: found.for_signing(),
        expired: !alive && !covered,
        revoked: hard.into_iter().next().or(soft),
    })
}

/// Whether a key or its certificate had expired at `time` by what is bound in `found`.
fn expired_by(found: &ValidErasedKeyAmalgamation<'_, PublicParts>, time: SystemTime) -> bool {
    let ends = [found.key_expiration_time(), found.valid_cert().primary_key().key_expiration_time()];
    ends.into_iter().flatten().any(|end| end <= time)
}

/// Why the policy of the library refuses the key or the signature today; none if it accepts both.
pub(super) fn weakness(
    cert: &Cert,
    key: &SequoiaFingerprint,
    signature: &Signature,
    made: SystemTime,
    now: SystemTime,
) -> Option<String> {
    let policy = StandardPolicy::at(now);
    if let Err(error) = policy.signature(signature, HashAlgoSecurity::CollisionResistance) {
        return Some(error.to_string());
    }
    let accepted = find(cert, key, &policy, made).or_else(|| find(cert, key, &policy, now));
    match accepted {
        Some(found) => policy.key(&found).err().map(|error| error.to_string()),
        None => Some("no binding of the key uses algorithms that are accepted today".into()),
    }
}

fn find<'a>(
    cert: &'a Cert,
    key: &SequoiaFingerprint,
    policy: &'a dyn Policy,
    time: SystemTime,
) -> Option<ValidErasedKeyAmalgamation<'a, PublicParts>> {
    cert.with_policy(policy, time).ok()?.keys().find(|candidate| candidate.key().fingerprint() == *key)
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
