//! What is wrong with a user's set-up, and what to do about it.
//!
//! Each check takes what it needs and gives findings. None changes anything,
//! asks a person for anything, or waits for another program for longer than
//! some seconds. What is safe to put right is a [`Fix`] of the finding, which
//! [`fix()`] applies after it has looked again.
//!
//! Findings are fit to be shown to strangers: they have no labels, contents,
//! user ids or names of keys. Whoever shows them puts `~` for the home
//! directory ([`without_home`]).

mod cache;
mod features;
mod finding;
mod fix;
mod gnupg;
mod keys;
mod ledger;
mod leftovers;
mod nix;
mod roots;
mod signers;
mod silent;
mod space;
mod timers;
mod upstreams;

use std::path::PathBuf;
use std::time::Duration;

use super::{Error, Progress, Session};
use silent::Silent;

pub use finding::{Finding, Level, without_home};
pub use fix::{Fix, fix};

/// How long another program, or SQLite, may take for one check.
const LIMIT: Duration = Duration::from_secs(5);

/// What findings about settings of Nix are called.
const NIX_SETTINGS: &str = "nix-settings";

/// What the checks need to know beside the settings.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The user's name, where it is known.
    pub user: Option<String>,
    /// The bits that new files of this process don't get, where they are known.
    pub umask: Option<u32>,
    /// The directories of the search path.
    pub search_path: Vec<PathBuf>,
    /// The directories where systemd looks for units of the machine and of the user.
    pub unit_directories: Vec<PathBuf>,
    /// Whether the user's timers run while the user is not logged in, where that is known.
    pub lingers: Option<bool>,
}

/// Looks at everything that signcache needs to work well.
///
/// # Errors
/// When a person asks to stop.
pub fn doctor(
    session: &Session,
    surroundings: &Surroundings,
    progress: &dyn Progress,
) -> Result<Vec<Finding>, Error> {
    let progress = &Silent(progress);
    let settings = session.settings();
    let checks: [&dyn Fn() -> Vec<Finding>; 11] = [
        &|| cache::permissions(session.directory(), surroundings.umask),
        &|| cache::database(session, progress),
        &|| space::left([session.directory(), &settings.ledger]),
        &|| ledger::check(&settings.ledger),
        &|| gnupg::check(session, progress),
        &|| keys::check(session, &surroundings.search_path, progress),
        &|| upstreams::check(session),
        &|| upstreams::caches_of_keys(session),
        &|| nix::check(session, surroundings.user.as_deref(), progress),
        &|| {
            let leftovers = leftovers::check(session.directory(), settings.now);
            roots::check(session).into_iter().chain(leftovers).collect()
        },
        &|| timers::check(&surroundings.unit_directories, surroundings.lingers),
    ];
    let mut findings = Vec::new();
    for check in checks {
        findings.extend(check());
        if progress.cancelled() {
            return Err(Error::Interrupted);
        }
    }
    Ok(findings)
}
