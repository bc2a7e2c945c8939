//! Equal entries give equal bundles, whatever was verified before and wherever certificates are from.

use std::fs;
use std::path::{Path, PathBuf};

use super::people::tar;
use crate::support::user::User;

/// Two forms of one certificate, and a content with its signature.
const CASE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/export-determinism");

/// Exports to a new directory and a new file.
fn export(user: &User, name: &str) -> (PathBuf, Vec<u8>) {
    let directory = user.files().join(name);
    user.done(["export", "-q", "-o", &format!("{}/", directory.display())]);
    let file = user.files().join(format!("{name}.tar.zst"));
    user.done(["export", "-q", "-o", file.to_str().unwrap()]);
    (directory, tar(&file))
}

/// Checks that two exports are the same, as `diff -r` sees them.
fn same(user: &User, one: &(PathBuf, Vec<u8>), other: &(PathBuf, Vec<u8>), when: &str) {
    let output = user.command("diff").arg("-r").args([&one.0, &other.0]).output().unwrap();
    assert!(output.status.success(), "{when}: {}", String::from_utf8_lossy(&output.stdout));
    assert!(one.1 == other.1, "{when}: the archives differ");
}

#[test]
fn exports_of_an_unchanged_cache_are_equal() {
    for name in ["hashed-id.pgp", "fingerprint.pgp"] {
        let user = User::new();
        let certificate = Path::new(CASE).join(name);
        let certificates = ["--certificates", certificate.to_str().unwrap()];
        let tree = Path::new(CASE).join("tree");
        user.done([&["import"], &certificates[..], &[tree.to_str().unwrap()]].concat());
        let first = export(&user, "first");
        same(&user, &first, &export(&user, "second"), "again");

        user.forget();
        same(&user, &first, &export(&user, "third"), "without the ledger");
        same(&user, &first, &export(&user, "fourth"), "with a new ledger");

        user.gnupg.import(&fs::read(&certificate).unwrap());
        same(&user, &first, &export(&user, "fifth"), "with the key ring");
        same(&user, &first, &export(&user, "sixth"), "with the key ring, again");
        user.done(["audit"]);
        same(&user, &first, &export(&user, "seventh"), "after everything was verified");

        let other = User::new();
        other.done(["import", first.0.to_str().unwrap()]);
        same(&other, &first, &export(&other, "eighth"), "by who imported it");
    }
}
