use std::fs;
use std::path::{Path, PathBuf};

use crate::support::user::{User, tamper, value};

/// A cache that the first version wrote, with the answers that every version must give.
///
/// `tests/fixtures/cache-v1/README.md` says how it was made.
const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/cache-v1");

fn copied(user: &User) -> PathBuf {
    let cache = user.files().join("cache");
    fs::create_dir(&cache).unwrap();
    for name in ["layout", "cache.sqlite"] {
        fs::copy(Path::new(FIXTURE).join(name), cache.join(name)).unwrap();
    }
    cache
}

fn answers() -> Vec<(String, String, Vec<u8>)> {
    let text = fs::read_to_string(Path::new(FIXTURE).join("answers")).unwrap();
    text.lines()
        .map(|line| {
            let mut words = line.split(' ').map(str::to_owned);
            let mut next = || words.next().unwrap();
            let (key, digest) = (next(), next());
            (key, digest, data_encoding::BASE64.decode(next().as_bytes()).unwrap())
        })
        .collect()
}

#[test]
fn the_first_versions_cache_gives_the_identical_bytes() {
    let user = User::new();
    let cache = copied(&user);
    assert_eq!(answers().len(), 4);
    for (key, digest, signature) in answers() {
        let cache = cache.to_str().unwrap();
        assert_eq!(user.done(["get", "--cache", cache, "-k", &key, "-o", "-", &digest]), signature);
    }
}

#[test]
fn who_writes_to_an_older_cache_brings_it_up_to_date_and_changes_no_answer() {
    let (user, signer) = User::with_key();
    user.write("content", "content");
    let cache = copied(&user);
    let before: i64 = value(&cache, "PRAGMA user_version");
    user.done(["sign", "--cache", cache.to_str().unwrap(), "-k", &signer, "content"]);
    assert!(value::<i64>(&cache, "PRAGMA user_version") > before);
    assert_eq!(value::<i64>(&cache, "SELECT count(*) FROM entry"), 5);
    for (key, digest, signature) in answers() {
        let cache = cache.to_str().unwrap();
        assert_eq!(user.done(["get", "--cache", cache, "-k", &key, "-o", "-", &digest]), signature);
    }
}

#[test]
fn looking_up_changes_no_byte_but_the_stamp() {
    let user = User::new();
    let cache = copied(&user);
    tamper(&cache, "UPDATE entry SET used = unixepoch() - 3600; PRAGMA wal_checkpoint(TRUNCATE)");
    let before = fs::read(cache.join("cache.sqlite")).unwrap();
    for (key, digest, _) in answers() {
        user.done(["get", "--cache", cache.to_str().unwrap(), "-k", &key, &digest]);
    }
    assert_eq!(fs::read(cache.join("cache.sqlite")).unwrap(), before);
    assert_eq!(fs::metadata(cache.join("cache.sqlite-wal")).map_or(0, |wal| wal.len()), 0);

    tamper(&cache, "UPDATE entry SET used = unixepoch() - 86400");
    let (key, digest, _) = &answers()[0];
    user.done(["get", "--cache", cache.to_str().unwrap(), "-k", key, digest]);
    let stamped = "SELECT count(*) FROM entry WHERE used > unixepoch() - 600";
    assert_eq!(value::<i64>(&cache, stamped), 1);
}

#[test]
fn a_newer_cache_is_refused_and_not_touched() {
    let (user, signer) = User::with_key();
    user.write("content", "content");
    let cache = copied(&user);
    let (key, digest, _) = &answers()[0];
    let refused = |words: &str| {
        let cache = cache.to_str().unwrap();
        user.run(["get", "--cache", cache, "-k", key, digest]).says(1, words);
        user.run(["sign", "--cache", cache, "-k", &signer, "content"]).says(1, words);
        user.run(["list", "--cache", cache]).says(1, words);
    };
    tamper(&cache, "PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)");
    let before = fs::read(cache.join("cache.sqlite")).unwrap();
    refused("has version 99");
    assert_eq!(fs::read(cache.join("cache.sqlite")).unwrap(), before);

    fs::write(cache.join("layout"), "signcache cache, layout 2\n").unwrap();
    refused("has version 2");
    fs::write(cache.join("layout"), "something else").unwrap();
    refused("is not a signcache");
}
