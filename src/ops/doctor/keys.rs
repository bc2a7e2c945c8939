use std::cell::Cell;
use std::collections::BTreeSet;
use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};

use super::Finding;
use super::gnupg::failed;
use super::signers::parts;
use crate::files::open_named;
use crate::model::{Fingerprint, KeyId};
use crate::openpgp::{Certificate, certificates_in, signing_keys};
use crate::ops::certificates::certificate;
use crate::ops::secret::has_secret;
use crate::ops::{Progress, Session, SignWith};

/// So many seconds before a key expires it is time to do something about it.
const SOON: i64 = 30 * 86_400;

/// Which keys of the configuration have a certificate, and can sign here.
pub(super) fn check(session: &Session, search_path: &[PathBuf], progress: &dyn Progress) -> Vec<Finding> {
    let settings = session.settings();
    let mut findings = unreadable(session);
    let keys: BTreeSet<Fingerprint> = settings.keys.values().map(|key| key.fingerprint).collect();
    if keys.is_empty() {
        findings
            .push(Finding::note("keys", "the configuration names no keys; each is given by its fingerprint"));
        return findings;
    }
    // Who gave no answer for one key would make everybody wait again for each of the others.
    let mute = Cell::new(false);
    let of_key = |key: Fingerprint| {
        let mut findings = Vec::new();
        let with = session.signing(&key).with;
        findings.extend(parts(&with, search_path));
        match certificate(session, &KeyId::OpenPgp(key), progress) {
            Ok(Some(certificate)) => {
                findings.extend(expiring(&certificate, settings.now));
                findings.push(signs(session, &certificate, &with, &mute, progress));
            }
            Ok(None) => findings.push(Finding::warning(
                "keys",
                format!("there is no certificate of {key}"),
                "`gpg --import FILE`, or name its file under `certificates` in the configuration",
            )),
            Err(crate::ops::Error::Gnupg(error)) => findings.push(failed(&error)),
            Err(error) => findings.push(Finding::failed("keys", error)),
        }
        findings
    };
    findings.extend(keys.into_iter().flat_map(of_key));
    findings
}

/// The files with certificates that can't be read, or have none.
fn unreadable(session: &Session) -> Vec<Finding> {
    let settings = session.settings();
    // Those of secret keys are looked at with what else a key signs with.
    let is_secret = |path: &PathBuf| {
        let signs = |with: &SignWith| matches!(with, SignWith::KeyFile { path: file, .. } if file == path);
        settings.signers.values().any(|signing| signs(&signing.with))
    };
    let look = |path: &PathBuf| {
        let shown = path.display();
        let text = match open_named(path) {
            Err(error) => format!("the file with certificates {shown} can't be read: {error}"),
            Ok(_) if certificates_in(path).is_empty() => format!("there are no certificates in {shown}"),
            Ok(_) => return None,
        };
        let advice = "check `certificates` in the configuration, and your permissions";
        Some(Finding::warning("keys", text, advice))
    };
    settings.certificate_files.iter().filter(|path| !is_secret(path)).filter_map(look).collect()
}

/// Whether a key can sign, as far as that shows without signing and without asking anybody.
fn signs(
    session: &Session,
    certificate: &Certificate,
    with: &SignWith,
    mute: &Cell<bool>,
    progress: &dyn Progress,
) -> Finding {
    let key = certificate.fingerprint();
    let candidates = match signing_keys(certificate, session.settings().now) {
        Ok(candidates) => candidates,
        Err(error) => {
            let advice = "what it signed stays in the cache; `signcache rotate` signs with another key";
            return Finding::warning("keys", error.to_string(), advice);
        }
    };
    match with {
        SignWith::Agent if mute.get() => {
            Finding::note("keys", format!("whether {key} can sign was not asked: GnuPG gives no answer"))
        }
        SignWith::Agent => match has_secret(session, certificate, &candidates, progress) {
            Ok(true) => Finding::ok("keys", format!("{key} can sign: gpg-agent has its secret key")),
            Ok(false) => {
                Finding::note("keys", format!("{key} can't sign here: gpg-agent has no secret key of it"))
                    .advised("what it signed can still be looked up; for a card run `gpg --card-status` once")
            }
            Err(error) => {
                mute.set(true);
                failed(&error)
            }
        },
        SignWith::KeyFile { .. } => Finding::ok("keys", format!("{key} signs with a key file")),
        SignWith::Command { .. } => Finding::ok("keys", format!("{key} signs with a command")),
        SignWith::Software(_) => Finding::ok("keys", format!("{key} signs with a key of this process")),
    }
}

/// The keys of a certificate that will have expired soon.
fn expiring(certificate: &Certificate, now: Timestamp) -> Vec<Finding> {
    let soon = now.checked_add(SignedDuration::from_secs(SOON)).unwrap_or(Timestamp::MAX);
    let ends = certificate.signing_ends(now).into_iter().filter(|(_, end)| *end <= soon);
    let found = |(key, end): (Fingerprint, Timestamp)| {
        let text = format!("the key {key} of {} expires at {end}", certificate.fingerprint());
        let advice = format!(
            "its holder extends it with `gpg --quick-set-expire {} 1y '*'` (and without '*')",
            certificate.fingerprint()
        );
        Finding::warning("expiry", text, advice)
    };
    ends.map(found).collect()
}
