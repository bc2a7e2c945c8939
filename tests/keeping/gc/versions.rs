use std::fs;
use std::path::{Path, PathBuf};

use crate::support::user::{User, value};

const VERSION: &str = "PRAGMA user_version";

/// Looks change nothing; what deletes brings the database up to date, and what it deletes comes back.
fn looked_after(user: &User, cache: &Path, before: i64, trashed: i64) {
    let run = |words: &[&str]| user.done([&["--cache", cache.to_str().unwrap()], words].concat());
    let entries = || value::<i64>(cache, "SELECT count(*) FROM entry");
    let count = entries();
    run(&["gc", "--dry-run", "--older-than", "1d", "--superseded", "--allow-last-copy"]);
    run(&["delete", "--dry-run", "age:>0s"]);
    run(&["trash", "list"]);
    run(&["gc", "--dry-run", "--empty-trash"]);
    assert_eq!((value::<i64>(cache, VERSION), entries()), (before, count));
    run(&["gc", "--yes", "--older-than", "1d", "--superseded", "--allow-last-copy"]);
    assert_eq!((value::<i64>(cache, VERSION), entries()), (4, 0));
    run(&["restore", "--yes"]);
    assert_eq!(entries(), count + trashed);
    run(&["delete", "--yes", "age:>0s"]);
    run(&["trash", "empty", "--yes", "--all"]);
    assert_eq!(value::<i64>(cache, "SELECT count(*) FROM trash"), 0);
}

/// A cache that an earlier version wrote, in which nothing was used of late.
fn of_earlier(user: &User, fixture: &str) -> PathBuf {
    let (fixture, cache) = (
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(fixture),
        user.files().join("cache"),
    );
    fs::create_dir(&cache).unwrap();
    for name in ["layout", "cache.sqlite"] {
        fs::copy(fixture.join(name), cache.join(name)).unwrap();
    }
    let ago = "unixepoch() - 30 * 86400";
    crate::support::user::tamper(&cache, &format!("UPDATE entry SET used = {ago}, stored = {ago}"));
    cache
}

#[test]
fn a_cache_of_the_first_version_is_looked_after() {
    let user = User::new();
    let cache = of_earlier(&user, "cache-v1");
    looked_after(&user, &cache, 1, 0);
}

#[test]
fn a_cache_of_the_second_version_is_looked_after() {
    let user = User::new();
    let cache = of_earlier(&user, "upgrade/cache-v2");
    let trashed = value(&cache, "SELECT count(*) FROM trash");
    looked_after(&user, &cache, 2, trashed);
}
