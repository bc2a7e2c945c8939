//! Where examples run: some files, a key that the configuration calls `release`, a Nix store, and nothing else.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::gnupg::Gnupg;
use crate::support::nix_store::NixStore;

pub const SIGNCACHE: &str = env!("CARGO_BIN_EXE_signcache");

/// A user's desk.
pub struct Desk {
    gnupg: Gnupg,
    nix: NixStore,
    key: String,
}

impl Desk {
    /// A desk with these files on it.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let (gnupg, nix) = (Gnupg::new(), NixStore::new());
        let key = gnupg.generate_as("Ada Example <ada@example.org>", "ed25519", "");
        let other = gnupg.generate_for_encryption("Otto Other <otto@example.org>", "cv25519", "");
        let configuration =
            format!("[keys.release]\nfingerprint = \"{key}\"\n[keys.colleague]\nfingerprint = \"{other}\"\n");
        let desk = Self { gnupg, nix, key: key.to_string() };
        // Somebody whose certificates came in a file.
        desk.nix.write("desk/colleagues.asc", desk.gnupg.export(&other));
        desk.nix.write("xdg/config/signcache/config.toml", configuration);
        fs::create_dir_all(desk.path()).expect("a directory of the test");
        // There is one machine here.
        desk.nix.script("bin/ssh", "shift\nexec \"$@\"\n");
        for (name, text) in files {
            desk.write(name, text);
        }
        desk
    }

    /// The directory with the files.
    pub fn path(&self) -> PathBuf {
        self.nix.work().join("desk")
    }

    /// Puts a file on it, in which `KEY` stands for the fingerprint of the key.
    pub fn write(&self, name: &str, text: &str) {
        self.nix.write(&format!("desk/{name}"), text.replace("KEY", &self.key));
    }

    /// Runs what somebody types.
    pub fn run(&self, typed: &str) -> Output {
        self.shell(typed).output().expect("a shell")
    }

    /// A shell for what somebody types.
    pub fn shell(&self, typed: &str) -> Command {
        let mut shell = self.nix.command("sh");
        shell.args(["-c", typed]).current_dir(self.path());
        shell.env(
            "PATH",
            path_with([Path::new(SIGNCACHE).parent().expect("a directory"), &self.nix.work().join("bin")]),
        );
        shell.env("GNUPGHOME", self.gnupg.path());
        for name in ["config", "data", "state"] {
            shell.env(format!("XDG_{}_HOME", name.to_uppercase()), self.nix.work().join("xdg").join(name));
        }
        shell.env_remove("SIGNCACHE_DIR");
        shell
    }
}

#[allow(clippy::disallowed_methods, reason = "what runs in a test finds GnuPG and Nix where the test does")]
fn path_with(first: [&Path; 2]) -> OsString {
    let rest = env::var_os("PATH").unwrap_or_default();
    let all = first.map(Path::to_owned).into_iter().chain(env::split_paths(&rest));
    env::join_paths(all).expect("directories without colons")
}

/// The help of a command, or of the program when there is none.
pub fn help(command: &[&str]) -> String {
    let output = Command::new(SIGNCACHE).args(command).arg("--help").output().expect("the program");
    String::from_utf8(output.stdout).expect("text")
}
