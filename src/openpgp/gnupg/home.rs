use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use super::Error;
use super::child;
use crate::model::Untrusted;

/// A GnuPG home directory, and the programs that work on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GnupgHome {
    /// The directory.
    pub home: PathBuf,
    /// Whether the programs must be told the directory.
    ///
    /// Not for the default one: GnuPG derives other sockets from a directory
    /// that it is told, even when it is the same one.
    pub explicit: bool,
    /// `gpg`, as a name or a path.
    pub gpg: PathBuf,
    /// `gpgconf`, as a name or a path.
    pub gpgconf: PathBuf,
    /// How long to wait.
    pub limits: Limits,
}

/// How long GnuPG's programs and the agent may take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// For everything that needs nobody: ten seconds by default.
    pub control: Duration,
    /// For making a signature, when a person may have to type a PIN or touch a card: five minutes by default.
    pub signing: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { control: Duration::from_secs(10), signing: Duration::from_secs(300) }
    }
}

impl GnupgHome {
    /// A home directory with the programs from the search path; `explicit` as the field of that name.
    #[must_use]
    pub fn new(home: impl Into<PathBuf>, explicit: bool) -> Self {
        Self {
            home: home.into(),
            explicit,
            gpg: "gpg".into(),
            gpgconf: "gpgconf".into(),
            limits: Limits::default(),
        }
    }

    /// The path of the agent's socket, which lies in the home directory or below `/run/user`.
    ///
    /// # Errors
    /// When `gpgconf` is absent or fails.
    pub fn agent_socket(&self) -> Result<PathBuf, Error> {
        // Asked for one name, gpgconf prints it unescaped, and `--null` keeps a path with a line end whole.
        let mut printed = child::output(
            self.command(&self.gpgconf, &["--null", "--list-dirs", "agent-socket"]),
            self.limits.control,
        )?
        .successful()?;
        printed.truncate(printed.iter().position(|byte| *byte == 0).unwrap_or_default());
        if printed.is_empty() {
            return Err(Error::Unintelligible("gpgconf names no agent socket"));
        }
        Ok(OsString::from_vec(printed).into())
    }

    /// What `gpg` calls itself and its version, such as `gpg (GnuPG) 2.2.40`.
    ///
    /// # Errors
    /// When `gpg` is absent, fails or takes too long.
    pub fn version(&self) -> Result<Untrusted, Error> {
        let printed = self.ask_gpg(&["--version"])?.successful()?;
        Ok(Untrusted::from_bytes(printed.split(|byte| *byte == b'\n').next().unwrap_or_default()))
    }

    /// Starts the agent when it is not running.
    ///
    /// # Errors
    /// When `gpgconf` is absent, or can't start it.
    pub fn launch_agent(&self) -> Result<(), Error> {
        let command = self.command(&self.gpgconf, &["--launch", "gpg-agent"]);
        child::output(command, self.limits.control)?.successful().map(drop)
    }

    /// Runs `gpg` without any prompt and with its status lines on stderr.
    pub(super) fn ask_gpg(&self, arguments: &[&str]) -> Result<child::Output, Error> {
        let mut command =
            self.command(&self.gpg, &["--batch", "--no-tty", "--no-auto-check-trustdb", "--status-fd", "2"]);
        command.args(arguments);
        child::output(command, self.limits.control)
    }

    fn command(&self, program: &PathBuf, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        if self.explicit {
            command.args([OsStr::new("--homedir"), self.home.as_os_str()]);
        }
        command.args(arguments);
        command
    }
}
