//! Directories that can't be written, by a user for whom permissions hold.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};

use crate::support::user::{Ended, NOBODY, User, copy_program};

/// A user whose files belong to an account without privileges, with a signature of `known`.
struct Unprivileged {
    user: User,
    key: String,
    program: PathBuf,
    known: Vec<u8>,
}

impl Unprivileged {
    fn new() -> Self {
        let (user, key) = User::with_key();
        user.write("known", "known");
        user.write("new", "new");
        let known = user.sign(&key, "known");
        user.gnupg.kill_agent();
        let program = user.home.path().join("program");
        copy_program(&program);
        for root in [user.home.path(), user.gnupg.path()] {
            for entry in walkdir::WalkDir::new(root).into_iter().map(Result::unwrap) {
                chown(entry.path(), Some(NOBODY), Some(NOBODY)).unwrap();
            }
        }
        Self { user, key, program, known }
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        self.run_for_all(&[arguments, &["-k", &self.key]].concat())
    }

    /// Runs what goes by a query and not by a key.
    fn run_for_all(&self, arguments: &[&str]) -> Ended {
        let mut command = self.user.command(&self.program);
        Ended::from(command.args(arguments).uid(NOBODY).gid(NOBODY).output().unwrap())
    }

    fn serves_what_is_known(&self) -> Ended {
        let hit = self.run(&["get", "-o", "-", "known"]);
        assert_eq!((hit.code, &hit.stdout), (0, &self.known), "{}", hit.stderr);
        hit
    }
}

impl Drop for Unprivileged {
    fn drop(&mut self) {
        // Its agent is that account's; root's own gpgconf would look for another one.
        let mut kill = self.user.command("gpgconf");
        let _ = kill.args(["--kill", "all"]).uid(NOBODY).gid(NOBODY).status();
    }
}

fn lock(path: &Path) {
    fs::set_permissions(path, fs::Permissions::from_mode(0o500)).unwrap();
}

fn unlock(path: &Path) {
    fs::set_permissions(path, fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_cache_directory_that_is_read_only_serves_and_takes_nothing() {
    let own = Unprivileged::new();
    lock(&own.user.cache());
    own.serves_what_is_known();
    fs::remove_dir_all(own.user.state()).unwrap();
    own.serves_what_is_known();
    let refused = own.run(&["sign", "new"]);
    refused.says(1, "can't be written");
    refused.says(1, "hint:");
    unlock(&own.user.cache());
    assert_eq!(own.run(&["sign", "new"]).code, 0);
}

#[test]
fn a_cache_that_is_read_only_is_looked_at_and_nothing_of_it_goes_or_comes_back() {
    let own = Unprivileged::new();
    assert_eq!(own.run(&["sign", "new"]).code, 0);
    let deleted = own.run_for_all(&["delete", "--yes", "name:new"]);
    assert_eq!(deleted.code, 0, "{}", deleted.stderr);
    own.user.tamper("UPDATE entry SET stored = 7, used = 7; UPDATE trash SET deleted = 7");
    let file = own.user.cache().join("cache.sqlite");
    let before = fs::read(&file).unwrap();
    let gc = ["gc", "--older-than", "1d", "--allow-last-copy"];
    let archiving = [&gc[..], &["--archive", "../old.tar.zst"]].concat();
    let changes: [&[&str]; 7] = [
        &gc,
        &archiving,
        &["gc", "--empty-trash"],
        &["delete", "name:known"],
        &["restore"],
        &["trash", "empty", "--all"],
        &["pin", "name:known"],
    ];
    for mode in [0o600, 0o400] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        lock(&own.user.cache());
        for words in changes {
            let refused = own.run_for_all(&[words, &["--yes"]].concat());
            assert_eq!(refused.code, 1, "{words:?}: {}", refused.stderr);
            for said in ["can't be written", "hint:"] {
                assert!(refused.stderr.contains(said), "{words:?}: {}", refused.stderr);
            }
            let planned = own.run_for_all(&[words, &["--dry-run"]].concat());
            planned.says(0, "");
            assert!(!planned.stderr.contains("can't be written"), "{words:?}: {}", planned.stderr);
        }
        // What it found is told, if it can't be noted.
        let audited = own.run_for_all(&["audit"]);
        audited.says(0, "not noted in the cache");
        assert!(String::from_utf8(audited.stdout).unwrap().contains("good"));
        assert_eq!(own.run_for_all(&["trash", "list"]).code, 0);
        unlock(&own.user.cache());
        assert_eq!(fs::read(&file).unwrap(), before);
        assert!(!own.user.home.path().join("old.tar.zst").exists());
    }
}

#[test]
fn a_place_for_no_cache_is_named() {
    let own = Unprivileged::new();
    fs::remove_dir_all(own.user.cache()).unwrap();
    own.user.forget();
    lock(&own.user.home.path().join("data"));
    let refused = own.run(&["sign", "new"]);
    refused.says(1, "data/signcache");
    refused.says(1, "hint:");
}

#[test]
fn a_state_directory_that_is_read_only_stops_nothing() {
    let own = Unprivileged::new();
    fs::remove_dir_all(own.user.state()).unwrap();
    let state = own.user.home.path().join("state");
    lock(&state);
    own.serves_what_is_known().says(0, "no ledger");
    assert_eq!(own.run(&["sign", "new"]).code, 0);
    // Bindings need roots, and those a place.
    let bound = own.run(&["exec", "known"]);
    bound.says(1, "hint:");

    // A ledger that is there and can't be written.
    unlock(&state);
    own.serves_what_is_known();
    lock(&own.user.state());
    own.serves_what_is_known();
    let file = own.user.state().join("ledger.sqlite");
    fs::set_permissions(file, fs::Permissions::from_mode(0o400)).unwrap();
    own.serves_what_is_known();
    unlock(&own.user.state());
}

#[test]
fn an_output_directory_that_is_read_only_is_named_before_anything_is_signed() {
    let own = Unprivileged::new();
    lock(&own.user.files());
    let refused = own.run(&["sign", "new"]);
    refused.says(1, "new.sig");
    refused.says(1, "hint:");
    assert_eq!(own.run(&["get", "-o", "-", "new"]).code, 3);
    unlock(&own.user.files());
    own.run(&["sign", "new"]).says(0, "1 signed");
}
