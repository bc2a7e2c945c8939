//! Somebody with a home directory and a GnuPG key, who runs the real program.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use super::gnupg::Gnupg;

/// A user whose files are all in a temporary directory.
pub struct User {
    pub gnupg: Gnupg,
    pub home: TempDir,
}

/// An account that exists everywhere and owns nothing.
pub const NOBODY: u32 = 65534;

/// How a run of the program ended.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

impl User {
    /// A user with an empty key ring.
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("files")).unwrap();
        Self { gnupg: Gnupg::new(), home }
    }

    /// A user with an Ed25519 key.
    pub fn with_key() -> (Self, String) {
        let user = Self::new();
        let key = user.gnupg.generate("ed25519").to_string();
        (user, key)
    }

    /// What tells the program about this user.
    pub fn environment(&self) -> Vec<(OsString, OsString)> {
        let below = |name: &str| self.home.path().join(name).into_os_string();
        [
            ("HOME", below("")),
            ("XDG_DATA_HOME", below("data")),
            ("XDG_STATE_HOME", below("state")),
            ("XDG_CONFIG_HOME", below("config")),
            ("GNUPGHOME", self.gnupg.path().as_os_str().to_owned()),
        ]
        .map(|(name, value)| (name.into(), value))
        .into()
    }

    /// A program of this user's, without a terminal, in the directory of the user's files.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.envs(self.environment()).current_dir(self.files()).stdin(Stdio::null());
        for name in ["SIGNCACHE_DIR", "NIX_REMOTE", "NO_COLOR"] {
            command.env_remove(name);
        }
        command
    }

    /// The program.
    pub fn signcache<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = self.command(env!("CARGO_BIN_EXE_signcache"));
        command.args(arguments);
        command
    }

    /// Runs the program.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Ended {
        self.signcache(arguments).output().unwrap().into()
    }

    /// Runs the program, which must succeed, and gives what it printed.
    pub fn done<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Vec<u8> {
        let ended = self.run(arguments);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        ended.stdout
    }

    /// The signature that `sign` gives for a file.
    pub fn sign(&self, key: &str, file: &str) -> Vec<u8> {
        self.done(["sign", "-q", "-k", key, "-o", "-", file])
    }

    /// Writes a file of the user's.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.files().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// The directory of the user's files.
    pub fn files(&self) -> PathBuf {
        self.home.path().join("files")
    }

    /// The user's own cache.
    pub fn cache(&self) -> PathBuf {
        self.home.path().join("data/signcache")
    }

    /// The user's ledger and roots.
    pub fn state(&self) -> PathBuf {
        self.home.path().join("state/signcache")
    }

    /// Writes the configuration.
    pub fn configure(&self, text: &str) {
        let path = self.home.path().join("config/signcache");
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("config.toml"), text).unwrap();
    }

    /// Changes the user's cache behind the program's back, with everything that SQLite allows.
    pub fn tamper(&self, sql: &str) {
        tamper(&self.cache(), sql);
    }

    /// Forgets what this user was served.
    pub fn forget(&self) {
        fs::remove_dir_all(self.state()).unwrap();
    }
}

/// Copies the program to where other accounts can run it.
///
/// Another process does it: a file that this one has open for writing, if only in a thread that is
/// starting a process just now, can't be run.
pub fn copy_program(to: &Path) {
    let mut cp = Command::new("cp");
    assert!(cp.arg(env!("CARGO_BIN_EXE_signcache")).arg(to).status().unwrap().success());
}

/// Changes a cache behind the program's back.
pub fn tamper(cache: &Path, sql: &str) {
    let connection = rusqlite::Connection::open(cache.join("cache.sqlite")).unwrap();
    connection.execute_batch(sql).unwrap();
}

/// One value of a cache.
pub fn value<T: rusqlite::types::FromSql>(cache: &Path, sql: &str) -> T {
    let connection = rusqlite::Connection::open(cache.join("cache.sqlite")).unwrap();
    connection.query_row(sql, (), |row| row.get(0)).unwrap()
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: output.stdout,
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Ended {
    /// Checks the exit code and that stdout says something.
    pub fn says_in_stdout(&self, code: i32, words: &str) {
        let stdout = String::from_utf8_lossy(&self.stdout);
        assert_eq!(self.code, code, "{}", self.stderr);
        assert!(stdout.contains(words), "`{words}` is not in: {stdout}");
    }

    /// Checks the exit code and that stderr says something; stdout must be empty on failures.
    pub fn says(&self, code: i32, words: &str) {
        assert_eq!(self.code, code, "{}", self.stderr);
        assert!(self.stderr.contains(words), "`{words}` is not in: {}", self.stderr);
        assert!(code == 0 || self.stdout.is_empty(), "{}", String::from_utf8_lossy(&self.stdout));
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
    }
}
