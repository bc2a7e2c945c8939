//! Those who share, and how they pass things on.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::user::{Ended, User};

/// Two people who hold the same key, and its name.
pub fn holders() -> (User, User, String) {
    let (alice, key) = User::with_key();
    let bob = User::new();
    bob.gnupg.import(&alice.gnupg.export_secret(&key, ""));
    (alice, bob, key)
}

/// Somebody who can sign, somebody who only has a cache, and the name of the first one's key.
pub fn holder_and_other() -> (User, User, String) {
    let (alice, key) = User::with_key();
    (alice, User::new(), key)
}

/// Signs a file as if it were that much later, so that the signature is another one.
pub fn sign_later(user: &User, key: &str, file: &str, shift: &str) -> Vec<u8> {
    let mut faketime = user.command("faketime");
    faketime.args(["-f", shift, env!("CARGO_BIN_EXE_signcache"), "sign", "-q", "-k", key, "-o", "-", file]);
    let ended = Ended::from(faketime.output().expect("faketime is needed by this test"));
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    ended.stdout
}

/// What a user exports, as a file that everybody can read.
pub fn exported(user: &User, words: &[&str]) -> PathBuf {
    let path = user.files().join("bundle.tar.zst");
    let words = [&["export", "--force", "-o", path.to_str().unwrap()], words].concat();
    user.done(words);
    path
}

/// A bundle before compression.
pub fn tar(bundle: &Path) -> Vec<u8> {
    zstd::decode_all(fs::File::open(bundle).unwrap()).unwrap()
}

/// Imports with JSON, and gives how it ended and what became of how many.
pub fn import(user: &User, bundle: &Path, words: &[&str]) -> (Ended, serde_json::Value) {
    let words = [&["import", "--json", bundle.to_str().unwrap()], words].concat();
    let ended = user.run(words);
    assert!(!ended.stderr.contains("panicked"), "{}", ended.stderr);
    let text = String::from_utf8(ended.stdout.clone()).unwrap();
    let last = text.lines().last().and_then(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let summary = last.map(|last| last["summary"].clone()).unwrap_or_default();
    (ended, summary)
}
