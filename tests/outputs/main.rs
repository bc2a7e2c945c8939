//! What is checked before a signature is made, and how results are handed out: through the real program and GnuPG.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

#[path = "../support/mod.rs"]
mod support;
#[path = "../support/terminal.rs"]
mod terminal;

mod checked_first;
mod neighbours;
mod replaced;
mod signatures;
mod stdout;

use std::fs;
use std::path::{Path, PathBuf};

use support::user::{User, value};

/// How many entries the user's cache has; none where there is no cache.
fn entries(user: &User) -> i64 {
    match user.cache().join("cache.sqlite").exists() {
        true => value(&user.cache(), "SELECT count(*) FROM entry"),
        false => 0,
    }
}

/// Has `gpg` make a signature of a file of the user's; the options come before the command.
fn gpg_sign(user: &User, key: &str, options: &[&str], to: &str, file: &str) -> PathBuf {
    let to = user.files().join(to);
    let mut gpg = user.gnupg.gpg();
    gpg.args(["--yes", "--local-user", key, "--output"]).arg(&to).args(options);
    let output = gpg.arg("--detach-sign").arg(user.files().join(file)).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    to
}

/// The one key of which a file has the fingerprint.
fn fingerprint(path: &Path) -> String {
    fs::read_to_string(path).unwrap().trim().to_owned()
}
