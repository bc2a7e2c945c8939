//! Whether a certificate and its keys can be used for something new, and if not, why.

use jiff::Timestamp;
use sequoia_openpgp::cert::amalgamation::ValidAmalgamation;
use sequoia_openpgp::cert::amalgamation::key::ValidErasedKeyAmalgamation;
use sequoia_openpgp::cert::{Cert, ValidCert};
use sequoia_openpgp::packet::key::PublicParts;
use sequoia_openpgp::policy::{Policy, StandardPolicy};
use sequoia_openpgp::types::RevocationStatus;

/// The certificate as it is now; in words why it can't be used, where it is revoked, expired or too weak.
pub(super) fn valid<'a>(
    cert: &'a Cert,
    policy: &'a StandardPolicy<'_>,
    now: Timestamp,
) -> Result<ValidCert<'a>, String> {
    let valid = cert
        .with_policy(policy, std::time::SystemTime::from(now))
        .map_err(|error| format!("its algorithms are too weak, or not supported here: {error:#}"))?;
    if let RevocationStatus::Revoked(_) = valid.revocation_status() {
        return Err("the key is revoked".into());
    }
    if valid.alive().is_err() {
        return Err(match valid.primary_key().key_expiration_time() {
            Some(time) => format!("the key expired at {}", shown(time)),
            None => "the key is not valid yet".into(),
        });
    }
    Ok(valid)
}

/// What is wrong with one key of a certificate, whatever it is for.
pub(super) fn problem(
    key: &ValidErasedKeyAmalgamation<'_, PublicParts>,
    policy: &StandardPolicy<'_>,
) -> Option<String> {
    if let RevocationStatus::Revoked(_) = key.revocation_status() {
        Some("is revoked".to_owned())
    } else if key.alive().is_err() {
        Some(
            key.key_expiration_time()
                .map_or_else(|| "is not valid yet".to_owned(), |time| format!("expired at {}", shown(time))),
        )
    } else {
        policy.key(key).err().map(|error| format!("is too weak: {error:#}"))
    }
}

fn shown(time: std::time::SystemTime) -> String {
    Timestamp::try_from(time).map_or_else(|_| "some time".into(), |time| time.to_string())
}
