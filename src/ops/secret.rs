//! Whether gpg-agent has a secret key, as far as that shows without asking anybody.

use std::time::Duration;

use super::{Progress, Session};
use crate::openpgp::gnupg::{Agent, Error, GnupgHome, Limits, Prompting, keygrips};
use crate::openpgp::{Certificate, SigningKey};

/// How long GnuPG may take for an answer.
const LIMIT: Duration = Duration::from_secs(5);

/// GnuPG for who only wants to know something: nobody is asked, and nothing takes long.
pub(super) fn hurried(home: &GnupgHome) -> GnupgHome {
    GnupgHome { limits: Limits { control: LIMIT, signing: LIMIT }, ..home.clone() }
}

/// Whether gpg-agent has the secret part of one of the keys of a certificate that may sign.
///
/// # Errors
/// When GnuPG is absent, fails, or gives no answer in time.
pub(super) fn has_secret(
    session: &Session,
    certificate: &Certificate,
    candidates: &[SigningKey],
    progress: &dyn Progress,
) -> Result<bool, Error> {
    let home = hurried(&session.settings().gnupg);
    let cancelled = || progress.cancelled();
    let grips = keygrips(&home, &certificate.fingerprint())?;
    let mut agent = Agent::connect(&home, &Prompting::Never, &cancelled)?;
    for grip in candidates.iter().filter_map(|key| grips.get(&key.fingerprint())) {
        if agent.has_key(grip, &cancelled)? {
            return Ok(true);
        }
    }
    Ok(false)
}
