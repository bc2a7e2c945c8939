use super::Finding;
use crate::openpgp::gnupg::{Agent, Error, Prompting};
use crate::ops::secret::hurried;
use crate::ops::{Progress, Session};

/// Whether GnuPG is there, its key ring can be read, and its agent answers.
pub(super) fn check(session: &Session, progress: &dyn Progress) -> Vec<Finding> {
    let home = hurried(&session.settings().gnupg);
    let version = match home.version() {
        Ok(version) => Finding::ok("gnupg", version.raw()),
        Err(error) => failed(&error),
    };
    if !home.home.exists() {
        let text = format!("there is no GnuPG home directory {} yet", home.home.display());
        let advice = "`gpg --import` makes it, where keys of GnuPG are to be used";
        return vec![version, Finding::note("gnupg", text).advised(advice)];
    }
    let ring = match session.keyring().and_then(|keyring| Ok(keyring.keys()?)) {
        Ok(keys) => {
            let count = keys.iter().filter(|(key, primary)| key == primary).count();
            let text = format!("{count} certificates in the key ring of {}", home.home.display());
            Finding::ok("gnupg", text)
        }
        Err(crate::ops::Error::Gnupg(error)) => failed(&error),
        Err(error) => Finding::failed("gnupg", error),
    };
    let cancelled = || progress.cancelled();
    let agent =
        Agent::connect(&home, &Prompting::Never, &cancelled).and_then(|mut agent| agent.version(&cancelled));
    let agent = match agent {
        Ok(version) => Finding::ok("gpg-agent", format!("gpg-agent {} answers", version.raw())),
        Err(error) => Finding { check: "gpg-agent", ..failed(&error) },
    };
    vec![version, ring, agent]
}

/// An error without the words of `gpg`, which may quote user ids.
pub(super) fn failed(error: &Error) -> Finding {
    let text = match error {
        Error::ProgramFailed { program, .. } => format!("`{}` failed", program.display()),
        Error::KeyRing { source, .. } | Error::AgentUnreachable { source, .. } => {
            format!("{error}: {source}")
        }
        error => error.to_string(),
    };
    let advice = match error {
        Error::ProgramMissing { .. } => {
            "without GnuPG only key files and commands can sign: install it, or name its programs under `gnupg` \
             in the configuration"
        }
        _ => {
            "keys of GnuPG can't be used until `gpg --list-secret-keys` and `gpg-connect-agent /bye` work; \
             `gnupg` in the configuration says which programs and directory are meant"
        }
    };
    Finding::warning("gnupg", text, advice)
}
