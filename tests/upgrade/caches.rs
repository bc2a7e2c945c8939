use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::fixture::{answers, at, copy, fixture, serves};
use crate::support::user::{User, value};

/// Caches of every version that was ever written.
const CACHES: [&str; 4] = ["../cache-v1", "cache-v2", "cache-v3", "cache-v3-wal"];

/// A copy of a cache below the user's files.
fn copied(user: &User, name: &str) -> PathBuf {
    let cache = user.files().join(Path::new(name).file_name().unwrap());
    copy(&fixture(name), &cache);
    cache
}

/// Its `user_version`. Asked of a copy, because opening a database can change it.
fn version(user: &User, cache: &Path) -> i64 {
    let aside = user.files().join("aside");
    copy(cache, &aside);
    let version = value(&aside, "PRAGMA user_version");
    fs::remove_dir_all(aside).unwrap();
    version
}

/// The pairs that `list --json` shows.
fn listed(user: &User, cache: &Path) -> BTreeSet<(String, String)> {
    let text = String::from_utf8(user.done([&at(cache)[..], &["--json", "list"]].concat())).unwrap();
    let values = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let word = |value: &serde_json::Value, name: &str| value[name].as_str().map(str::to_owned);
    values
        .filter_map(|value| {
            let key = word(&value, "keyId")?;
            Some((key.strip_prefix("openpgp:")?.to_owned(), word(&value, "contentHash")?))
        })
        .collect()
}

#[test]
fn every_cache_serves_the_identical_bytes_before_and_after_it_is_migrated() {
    let (user, signer) = User::with_key();
    user.write("content", "what is new");
    for name in CACHES {
        let cache = copied(&user, name);
        let (answers, before) = (answers(name), version(&user, &cache));
        serves(&user, &at(&cache), &answers);
        assert_eq!(version(&user, &cache), before, "{name} was migrated by a look-up");
        let pairs: BTreeSet<_> =
            answers.iter().map(|answer| (answer.key.clone(), answer.digest.clone())).collect();
        assert_eq!(listed(&user, &cache), pairs, "{name}");

        user.done([&at(&cache)[..], &["sign", "-q", "-k", &signer, "-o", "-", "content"]].concat());
        assert!(version(&user, &cache) >= before, "{name}");
        user.forget();
        serves(&user, &at(&cache), &answers);
        assert!(listed(&user, &cache).is_superset(&pairs), "{name}");
        for answer in &answers {
            user.done([&at(&cache)[..], &["show", &answer.digest]].concat());
        }
        user.done([&at(&cache)[..], &["audit"]].concat());
        // Another cache may have another signature of the same pair.
        user.forget();
    }
}

#[test]
fn every_cache_serves_as_an_upstream() {
    for name in CACHES {
        let user = User::new();
        let cache = copied(&user, name);
        user.configure(&format!("upstream = ['{}']\n", cache.display()));
        let before = version(&user, &cache);
        serves(&user, &[], &answers(name));
        assert_eq!(version(&user, &cache), before, "{name}: an upstream was written to");
    }
}

#[test]
fn what_a_cache_notes_beside_its_entries_stays() {
    let (user, signer) = User::with_key();
    user.write("content", "what is new");
    let cache = copied(&user, "cache-v3");
    let notes = || {
        [
            "SELECT count(*) FROM entry WHERE label = 'a label: ä'",
            "SELECT count(*) FROM entry WHERE pinned = 1",
            "SELECT count(*) FROM trash",
            "SELECT count(*) FROM wanted",
            "SELECT count(*) FROM succession",
        ]
        .map(|sql| value::<i64>(&cache, sql))
    };
    let before = notes();
    assert_eq!(before, [1, 2, 1, 1, 1]);
    user.done([&at(&cache)[..], &["sign", "-q", "-k", &signer, "-o", "-", "content"]].concat());
    assert_eq!(notes(), before);
    user.done([&at(&cache)[..], &["restore", "-y", "name:three"]].concat());
    assert_eq!(notes(), [1, 2, 0, 1, 1]);
}

/// Whether it is handed out is for the promises to say; here it must be kept.
#[test]
fn an_entry_with_an_md5_is_kept_as_it_is() {
    let (user, signer) = User::with_key();
    user.write("content", "what is new");
    let cache = copied(&user, "cache-v3-md5");
    let (certificate, content) = (cache.join("certificate.pgp"), cache.join("content.txt"));
    user.gnupg.import(&fs::read(certificate).unwrap());
    let row = || {
        let sql = "SELECT key_id || ' ' || hex(content) || ' ' || hex(signature)
             FROM entry JOIN key ON key.id = entry.key WHERE key_id NOT LIKE '%' || ";
        value::<String>(&cache, &format!("{sql} '{signer}'"))
    };
    let before = row();
    let key = before.split(' ').next().unwrap().to_owned();
    let look = || {
        let code = user.run([&at(&cache)[..], &["get", "-k", &key, content.to_str().unwrap()]].concat()).code;
        assert!([0, 4].contains(&code), "{code}");
        assert!([0, 4].contains(&user.run([&at(&cache)[..], &["audit"]].concat()).code));
        assert_eq!(row(), before);
        assert_eq!(value::<i64>(&cache, "SELECT count(*) FROM quarantine"), 0);
        assert_eq!(value::<i64>(&cache, "SELECT count(*) FROM trash"), 0);
    };
    look();
    user.done([&at(&cache)[..], &["sign", "-q", "-k", &signer, "-o", "-", "content"]].concat());
    look();
}
