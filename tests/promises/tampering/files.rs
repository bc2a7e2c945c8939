use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;

use super::{prepared, printed_nothing_unproven};
use crate::support::user::User;

/// The files of a cache that somebody could put something else in place of.
fn places(key: &str) -> [String; 7] {
    let lock = format!("locks/openpgp-{key}");
    ["cache.sqlite", "cache.sqlite-wal", "cache.sqlite-shm", "layout", "locks", "locks/create", &lock]
        .map(str::to_owned)
}

/// Tries everything with what is there now; it ends, and nothing of the user's changes.
fn try_everything(user: &User, key: &str, first: &[u8], precious: &PathBuf) {
    for arguments in [
        &["get", "-k", key, "-o", "-", "content"][..],
        &["sign", "-k", key, "-o", "-", "content"],
        &["exec", "-k", key, "--emit", "inline", "content"],
        &["sign", "-k", key, "other"],
        &["list"],
    ] {
        let ended = user.run(arguments);
        assert!(!ended.stderr.contains("panicked"), "{}", ended.stderr);
        assert!(matches!(ended.code, 0 | 1), "{arguments:?}: {} {}", ended.code, ended.stderr);
        assert!(ended.code == 0 || ended.stderr.contains("hint:"), "{}", ended.stderr);
        if arguments.contains(&"-o") {
            printed_nothing_unproven(user, &ended, first, true);
        }
        assert_eq!(fs::read(precious).unwrap(), b"precious");
    }
}

#[test]
fn links_lead_nowhere() {
    for number in 0..7 {
        let (user, key, first) = prepared();
        let place = user.cache().join(&places(&key)[number]);
        let precious = user.write("precious", "precious");
        let _ = fs::remove_file(&place).or_else(|_| fs::remove_dir_all(&place));
        symlink(&precious, &place).unwrap();
        try_everything(&user, &key, &first, &precious);
        // A link to what was there is a link too.
        let elsewhere = user.files().join("elsewhere");
        if place.ends_with("locks") {
            fs::remove_file(&place).unwrap();
            fs::create_dir(&elsewhere).unwrap();
            symlink(&elsewhere, &place).unwrap();
            user.run(["sign", "-k", &key, "other"]).says(1, "locks");
            assert_eq!(fs::read_dir(elsewhere).unwrap().count(), 0);
        }
    }
}

#[test]
fn a_lock_with_a_second_name_is_not_emptied() {
    let (user, key, first) = prepared();
    let precious = user.write("precious", "precious");
    let lock = user.cache().join(format!("locks/openpgp-{key}"));
    fs::remove_file(&lock).unwrap();
    fs::hard_link(&precious, &lock).unwrap();
    try_everything(&user, &key, &first, &precious);
}

#[test]
fn what_never_ends_or_answers_is_not_read() {
    for number in [0, 1, 2, 3, 5, 6] {
        let (user, key, first) = prepared();
        let place = user.cache().join(&places(&key)[number]);
        let precious = user.write("precious", "precious");
        let _ = fs::remove_file(&place);
        assert!(Command::new("mkfifo").arg(&place).status().unwrap().success());
        try_everything(&user, &key, &first, &precious);
        // Neither as an upstream, nor without what is remembered.
        let other = User::new();
        other.write("content", "content");
        other.configure(&format!("upstream = [{:?}]", user.cache()));
        let ended = other.run(["get", "-k", &key, "-o", "-", "content"]);
        assert!((0..=5).contains(&ended.code) && !ended.stderr.contains("panicked"), "{ended:?}");
        user.forget();
        try_everything(&user, &key, &first, &precious);
        if number == 0 {
            user.run(["get", "-k", &key, "content"]).says(1, "cache.sqlite");
            user.run(["list"]).says(1, "it is no plain file");
        }
        fs::remove_file(&place).unwrap();
        symlink("/dev/zero", &place).unwrap();
        try_everything(&user, &key, &first, &precious);
    }
}

#[test]
fn a_ledger_that_is_a_link_is_not_believed() {
    let (user, key, first) = prepared();
    let ledger = user.state().join("ledger.sqlite");
    let elsewhere = user.files().join("ledger.sqlite");
    fs::rename(&ledger, &elsewhere).unwrap();
    symlink(&elsewhere, &ledger).unwrap();
    let ended = user.run(["get", "-k", &key, "-o", "-", "content"]);
    ended.says(0, "no ledger");
    assert_eq!(ended.stdout, first);
}
