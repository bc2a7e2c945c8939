//! Root, who works in the directories of a user.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown, symlink};
use std::path::Path;

use crate::support::user::{Ended, NOBODY, User};

/// Everything below a directory that is not an account's.
fn not_of(account: u32, directory: &Path) -> Vec<String> {
    let all = walkdir::WalkDir::new(directory).into_iter().map(Result::unwrap);
    let others = all.filter(|entry| entry.metadata().unwrap().uid() != account);
    others.map(|entry| entry.path().display().to_string()).collect()
}

#[test]
fn what_root_makes_in_a_users_directory_is_the_users() {
    let (root, key) = User::with_key();
    let home = root.home.path();
    for name in ["data", "state"] {
        fs::create_dir(home.join(name)).unwrap();
        chown(home.join(name), Some(NOBODY), Some(NOBODY)).unwrap();
    }
    root.write("content", "content");
    let first = root.sign(&key, "content");
    // Another key has locks of its own, in the cache that is there by then.
    let other = root.gnupg.generate("ed25519").to_string();
    root.sign(&other, "content");
    assert_eq!(root.done(["get", "-k", &key, "-o", "-", "content"]), first);
    assert!(root.cache().join("layout").exists());
    assert_eq!(not_of(NOBODY, &home.join("data")), [""; 0]);
    assert_eq!(not_of(NOBODY, &home.join("state")), [""; 0]);
    // Made on purpose, too.
    let place = home.join("data/a/b");
    root.done(["init", place.to_str().unwrap()]);
    assert_eq!(not_of(NOBODY, &home.join("data")), [""; 0]);
}

#[test]
fn a_users_link_does_not_lead_root_to_where_the_user_may_not_write() {
    let (root, key) = User::with_key();
    let home = root.home.path();
    let (data, roots_own) = (home.join("data"), home.join("roots-own"));
    fs::create_dir(&data).unwrap();
    chown(&data, Some(NOBODY), Some(NOBODY)).unwrap();
    fs::create_dir(&roots_own).unwrap();
    symlink(roots_own.join("new"), data.join("signcache")).unwrap();
    root.write("content", "content");
    let ended: Ended = root.run(["sign", "-k", &key, "content"]);
    ended.says(1, "hint:");
    assert_eq!(fs::read_dir(&roots_own).unwrap().count(), 0);
    assert_eq!(not_of(0, &roots_own), [""; 0]);
}
