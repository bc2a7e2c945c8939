//! Whether a key can sign here, as far as that shows without signing and without asking anybody.

use std::collections::BTreeMap;
use std::time::Duration;

use rustix::fs::{Access, access};

use super::{Progress, Session, SignWith};
use crate::model::Fingerprint;
use crate::openpgp::gnupg::{Agent, Error, GnupgHome, Keygrip, Limits, Prompting, keygrips, own_keygrips};
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
    let grips = keygrips(&home, &certificate.fingerprint())?;
    agent_has(&home, &grips, candidates, progress)
}

fn agent_has(
    home: &GnupgHome,
    grips: &BTreeMap<Fingerprint, Keygrip>,
    candidates: &[SigningKey],
    progress: &dyn Progress,
) -> Result<bool, Error> {
    let cancelled = || progress.cancelled();
    let mut agent = Agent::connect(home, &Prompting::Never, &cancelled)?;
    for grip in candidates.iter().filter_map(|key| grips.get(&key.fingerprint())) {
        if agent.has_key(grip, &cancelled)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Which of many keys can sign. One `gpg` lists the secret keys of all.
pub(super) struct Secrets<'a> {
    session: &'a Session,
    home: GnupgHome,
    grips: Grips,
}

/// The keygrips of the keys that `gpg` lists secret keys for.
enum Grips {
    Unasked,
    Known(BTreeMap<Fingerprint, BTreeMap<Fingerprint, Keygrip>>),
    /// GnuPG gave no answer, and would make everybody wait again for each of the others.
    Mute,
}

impl<'a> Secrets<'a> {
    /// Asks nothing yet.
    pub(super) fn new(session: &'a Session) -> Self {
        Self { session, home: hurried(&session.settings().gnupg), grips: Grips::Unasked }
    }

    /// Whether one of these keys of a certificate, which may sign, can; none where GnuPG did not say.
    pub(super) fn can_sign(
        &mut self,
        certificate: &Certificate,
        candidates: &[SigningKey],
        progress: &dyn Progress,
    ) -> Option<bool> {
        match self.session.signing(&certificate.fingerprint()).with {
            SignWith::KeyFile { path, .. } => Some(access(&path, Access::READ_OK).is_ok()),
            SignWith::Command { .. } | SignWith::Software(_) => Some(true),
            SignWith::Agent => self.agent_can(certificate, candidates, progress),
        }
    }

    fn agent_can(
        &mut self,
        certificate: &Certificate,
        candidates: &[SigningKey],
        progress: &dyn Progress,
    ) -> Option<bool> {
        if matches!(self.grips, Grips::Unasked) {
            self.grips = own_keygrips(&self.home).map_or(Grips::Mute, Grips::Known);
        }
        let Grips::Known(own) = &self.grips else { return None };
        let Some(grips) = own.get(&certificate.fingerprint()) else { return Some(false) };
        match agent_has(&self.home, grips, candidates, progress) {
            Ok(has) => Some(has),
            Err(_) => {
                self.grips = Grips::Mute;
                None
            }
        }
    }
}
