//! Values that are longer than any that the program writes.

use std::fs;

use super::prepared;
use crate::support::user::{User, value};

/// Runs the program with as much memory as it needs, and not as much as a value of 200 MB takes.
fn within_memory(user: &User, arguments: &[&str]) -> crate::support::user::Ended {
    let mut prlimit = user.command("prlimit");
    prlimit.args(["--data=180000000", env!("CARGO_BIN_EXE_signcache")]).args(arguments);
    crate::support::user::Ended::from(prlimit.output().unwrap())
}

#[test]
fn a_value_that_is_too_long_spoils_its_own_pair_and_nothing_else() {
    for long in ["zeroblob(65537)", "zeroblob(200000000)"] {
        let (user, key, first) = prepared();
        let other = user.sign(&key, "other");
        user.tamper(&format!("UPDATE entry SET signature = {long} WHERE id = 2"));
        user.forget();
        let ended = within_memory(&user, &["get", "-k", &key, "-o", "-", "content"]);
        assert_eq!((ended.code, &ended.stdout), (0, &first), "{}", ended.stderr);
        within_memory(&user, &["get", "-k", &key, "-o", "-", "other"]).says(1, "is damaged");
        within_memory(&user, &["sign", "-k", &key, "-o", "-", "other"]).says(1, "is damaged");
        let listed = within_memory(&user, &["list", "--json"]);
        listed.says(0, "passed over 1 rows of the cache that are no entries");
        assert_eq!(String::from_utf8(listed.stdout).unwrap().matches("contentHash").count(), 1);
        let exported = within_memory(&user, &["export", "-o", "bundle.tar.zst"]);
        exported.says(4, "1 entries exported");
        let audited = within_memory(&user, &["audit"]);
        assert!((1..=5).contains(&audited.code), "{}", audited.stderr);
        // As somebody else's cache.
        let stranger = User::new();
        stranger.write("other", "other");
        stranger.configure(&format!("upstream = [{:?}]", user.cache()));
        let ended = within_memory(&stranger, &["get", "-k", &key, "-o", "-", "other"]);
        assert!((1..=5).contains(&ended.code), "{}", ended.stderr);
        fs::remove_file(user.files().join("bundle.tar.zst")).unwrap();
        assert_ne!(first, other);
        assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM entry"), 2);
    }
}

#[test]
fn texts_that_are_too_long_are_none() {
    let (user, key, first) = prepared();
    user.tamper("UPDATE entry SET label = CAST(zeroblob(200000000) AS TEXT), proof = zeroblob(100000000)");
    for arguments in
        [&["list"][..], &["list", "sort:name"], &["list", "name:x"], &["stats"], &["list", "--json"]]
    {
        let ended = within_memory(&user, arguments);
        assert_eq!(ended.code, 0, "{arguments:?} {}", ended.stderr);
        assert!(ended.stdout.len() < 10_000);
    }
    user.forget();
    let ended = within_memory(&user, &["get", "-k", &key, "-o", "-", "content"]);
    assert_eq!((ended.code, &ended.stdout), (0, &first), "{}", ended.stderr);
    user.tamper("UPDATE key SET certificate = zeroblob(200000000), state = zeroblob(100000000)");
    user.forget();
    let ended = within_memory(&user, &["get", "-k", &key, "-o", "-", "content"]);
    assert_eq!((ended.code, &ended.stdout), (0, &first), "{}", ended.stderr);
}
