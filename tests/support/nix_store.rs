//! A Nix store of its own in a temporary directory, so that nothing of the machine's is touched.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use signcache::nix::{Settings, Store};
use tempfile::TempDir;

/// A store with real Nix and without a daemon; it vanishes with its owner.
pub(crate) struct NixStore {
    dir: TempDir,
}

impl NixStore {
    /// An empty store. Nothing in it can be fetched, and builds run unconfined.
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory");
        for name in ["store", "var", "conf", "home", "work"] {
            fs::create_dir(dir.path().join(name)).expect("a directory of the store");
        }
        let configuration = "sandbox = false\nbuild-users-group =\nsubstituters =\n\
                             experimental-features = nix-command flakes\n";
        fs::write(dir.path().join("conf/nix.conf"), configuration).expect("its configuration");
        Self { dir }
    }

    /// What tells Nix to use this store.
    pub(crate) fn environment(&self) -> Vec<(OsString, OsString)> {
        let path = |name: &str| self.dir.path().join(name).into_os_string();
        [
            ("NIX_STORE_DIR", path("store")),
            ("NIX_STATE_DIR", path("var")),
            ("NIX_LOCALSTATE_DIR", path("var")),
            ("NIX_LOG_DIR", path("var/log")),
            ("NIX_CONF_DIR", path("conf")),
            ("NIX_USER_CONF_FILES", OsString::new()),
            ("NIX_REMOTE", OsString::new()),
            ("NIX_PATH", OsString::new()),
            ("HOME", path("home")),
            ("XDG_CACHE_HOME", path("home/cache")),
        ]
        .map(|(name, value)| (name.into(), value))
        .into()
    }

    /// A program that uses this store, such as `nix-store`.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.envs(self.environment()).current_dir(self.work());
        command
    }

    /// Runs a program that must succeed, and gives what it printed, byte for byte.
    pub(crate) fn run<A: AsRef<OsStr>>(
        &self,
        program: &str,
        arguments: impl IntoIterator<Item = A>,
    ) -> Vec<u8> {
        let output = self.command(program).args(arguments).output();
        let output = output.unwrap_or_else(|error| unreachable!("{program} is needed by this test: {error}"));
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    /// Collects all garbage.
    pub(crate) fn collect_garbage(&self) {
        loop {
            let output = self.command("nix-store").arg("--gc").output();
            let output = output.unwrap_or_else(|error| unreachable!("Nix is needed by this test: {error}"));
            let message = String::from_utf8_lossy(&output.stderr);
            // Without a daemon, processes of Nix meet at its database, and some give up instead of waiting.
            if !message.contains("is busy") {
                assert!(output.status.success(), "{message}");
                return;
            }
        }
    }

    /// The store as signcache knows it.
    pub(crate) fn store(&self) -> Store {
        Store::new(self.settings())
    }

    /// What makes [`NixStore::store`].
    pub(crate) fn settings(&self) -> Settings {
        Settings {
            store_dir: Some(self.dir.path().join("store").to_str().expect("plain text").to_owned()),
            state_dir: Some(self.state()),
            environment: self.environment(),
            ..Settings::default()
        }
    }

    /// The state directory, with `gcroots`.
    pub(crate) fn state(&self) -> PathBuf {
        self.dir.path().join("var")
    }

    /// An empty directory for the test's own files.
    pub(crate) fn work(&self) -> PathBuf {
        self.dir.path().join("work")
    }

    /// Writes a file below [`NixStore::work`] and gives its path.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let file = self.work().join(name);
        fs::create_dir_all(file.parent().unwrap_or(Path::new("/"))).expect("a directory for the file");
        fs::write(&file, bytes).expect("a file of the test");
        file
    }

    /// Writes a shell script below [`NixStore::work`] and gives its path.
    pub(crate) fn script(&self, name: &str, text: &str) -> PathBuf {
        let script = self.write(name, format!("#!/bin/sh\n{text}"));
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("an executable script");
        script
    }
}
