#![allow(clippy::disallowed_methods, reason = "the one place where the environment is read")]

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{IsTerminal, stderr};
use std::os::fd::{BorrowedFd, OwnedFd};
use std::os::unix::net::UnixListener;
use std::path::PathBuf;

use etcetera::BaseStrategy;
use etcetera::base_strategy::Xdg;
use rustix::io::{FdFlags, fcntl_setfd};

use super::error::Error;
use super::exit::Exit;
use crate::openpgp::gnupg::{Prompting, Terminal};

/// What the environment says, as text where it is text.
#[derive(Debug)]
pub struct Environment {
    home: PathBuf,
    directories: Xdg,
}

impl Environment {
    /// Reads the user's home directory and the XDG base directories.
    pub fn read() -> Result<Self, Error> {
        let found = etcetera::home_dir().and_then(|home| Ok((home, Xdg::new()?)));
        let (home, directories) = found.map_err(|error| {
            Error::new(Exit::Failed, error.to_string()).hinted("set HOME to your home directory")
        })?;
        Ok(Self { home, directories })
    }

    /// The user's home directory.
    pub fn home(&self) -> &std::path::Path {
        &self.home
    }

    /// Where the cache is when nobody says otherwise: data that can't be made again, so not below the cache directory.
    pub fn data(&self) -> PathBuf {
        self.directories.data_dir().join("signcache")
    }

    /// Where the ledger and the roots are.
    pub fn state(&self) -> PathBuf {
        let state = self.directories.state_dir();
        state.unwrap_or_else(|| self.home.join(".local/state")).join("signcache")
    }

    /// The configuration file when nobody says otherwise.
    pub fn configuration(&self) -> PathBuf {
        self.directories.config_dir().join("signcache/config.toml")
    }

    /// Where systemd looks for the units of the user and of the machine (systemd.unit(5)).
    pub fn unit_directories(&self) -> Vec<PathBuf> {
        let of_user = [self.directories.config_dir(), self.directories.data_dir()];
        let of_machine = ["/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib"].map(PathBuf::from);
        let kinds = ["user", "system"].into_iter().flat_map(|kind| {
            let of_user = of_user.iter().filter(move |_| kind == "user");
            of_user.chain(&of_machine).map(move |place| place.join("systemd").join(kind))
        });
        kinds.collect()
    }

    /// The GnuPG home directory, and whether it is not the default one.
    pub fn gnupg_home(&self) -> (PathBuf, bool) {
        match path("GNUPGHOME") {
            Some(home) => (home, true),
            None => (self.home.join(".gnupg"), false),
        }
    }
}

/// The words of the command line.
pub fn words() -> Vec<OsString> {
    env::args_os().collect()
}

/// A variable, unless it is unset or empty.
fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

/// A variable that is a text.
pub fn text(name: &str) -> Option<String> {
    variable(name)?.into_string().ok()
}

/// A variable that is a path.
pub fn path(name: &str) -> Option<PathBuf> {
    variable(name).map(Into::into)
}

/// Whether colours are unwanted, by <https://no-color.org>, or can't be shown.
pub fn no_color() -> bool {
    variable("NO_COLOR").is_some() || variable("TERM").is_some_and(|term| term == "dumb")
}

/// Whether the terminal is told in UTF-8 what to show: the first of these that is set says so.
pub fn is_utf8() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(text);
    locale.is_none_or(|locale| locale.to_ascii_lowercase().replace('-', "").contains("utf8"))
}

/// The directories of the search path.
pub fn search_path() -> Vec<PathBuf> {
    env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect()
}

/// What is open at a descriptor that this process was started with, which no program inherits from now on.
///
/// To be asked before anything else is opened, which could get the same number.
#[allow(unsafe_code, reason = "a number that somebody else chose has no owner here")]
pub fn descriptor(number: u32) -> Option<File> {
    let number = i32::try_from(number).ok()?;
    // Whoever opened it may have been somebody who may open more than this process: so it is not opened again.
    fs::symlink_metadata(format!("/dev/fd/{number}")).ok()?;
    // SAFETY: it is open, as the system has just said, and nothing in this process closes it.
    let given = unsafe { BorrowedFd::borrow_raw(number) };
    if number > 2 {
        fcntl_setfd(given, FdFlags::CLOEXEC).ok()?;
    }
    given.try_clone_to_owned().ok().map(File::from)
}

/// The socket that systemd has opened for this process (`sd_listen_fds(3)`), if it has.
pub fn listener() -> Option<UnixListener> {
    let is_meant = text("LISTEN_PID").is_some_and(|process| process == std::process::id().to_string());
    let file = descriptor(3).filter(|_| is_meant && text("LISTEN_FDS").is_some_and(|count| count == "1"))?;
    Some(UnixListener::from(OwnedFd::from(file)))
}

/// Where a person can be asked for a passphrase: at the terminal that errors go to, if they go to one.
pub fn prompting() -> Prompting {
    let terminal = stderr().is_terminal().then(|| File::open("/dev/tty").ok()).flatten();
    let name = terminal.and_then(|_| rustix::termios::ttyname(stderr(), Vec::new()).ok());
    let Some(tty_name) = name.and_then(|name| name.into_string().ok()) else { return Prompting::Never };
    let environment =
        Terminal::VARIABLES.into_iter().filter_map(|name| Some((name.to_owned(), text(name)?))).collect();
    let locale = |category| text("LC_ALL").or_else(|| text(category)).or_else(|| text("LANG"));
    Prompting::Terminal(Terminal {
        tty_name,
        tty_type: text("TERM"),
        lc_ctype: locale("LC_CTYPE"),
        lc_messages: locale("LC_MESSAGES"),
        environment,
    })
}

/// Where relative paths begin; the root directory where that is gone.
pub fn directory() -> PathBuf {
    std::env::current_dir().unwrap_or_else(|_| "/".into())
}
