//! A query that names a key with a cache of its own means that cache.

use std::fs;
use std::path::PathBuf;

use super::people::import;
use crate::support::user::User;

/// A user with a key that has a cache of its own, and one that has none; each has signed a content.
fn user() -> (User, PathBuf, [String; 2]) {
    let (user, usual) = User::with_key();
    let own = user.gnupg.generate_as("Own <own@example.org>", "ed25519", "").to_string();
    let cache = user.files().join("own-cache");
    user.done(["init", cache.to_str().unwrap()]);
    user.configure(&format!(
        "[keys.usual]\nfingerprint = '{usual}'\n[keys.own]\nfingerprint = '{own}'\ncache = '{}'\n",
        cache.display()
    ));
    for (key, content) in [("usual", "one"), ("own", "two")] {
        user.write(content, content);
        user.sign(key, content);
    }
    (user, cache, [usual, own])
}

fn lines(printed: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(printed).lines().map(str::to_owned).collect()
}

#[test]
fn every_command_that_takes_a_query_looks_into_the_keys_own_cache() {
    let (user, cache, [_, own]) = user();
    for query in [
        "key:own".to_owned(),
        format!("key:{own}"),
        format!("key:{}", &own[24..]),
        format!("key:{}", own[..8].to_lowercase()),
    ] {
        let listed = lines(&user.done(["--json", "list", &query]));
        assert!(listed.len() == 1 && listed[0].contains("\"two\""), "{query}: {listed:?}");
    }
    let bundle = user.files().join("bundle.tar.zst");
    user.run(["export", "key:own", "-o", bundle.to_str().unwrap()]).says(0, "1 entries exported");
    assert_eq!(import(&User::new(), &bundle, &[]).1["new"], 1);
    let shown = lines(&user.done(["show", "key:own"]));
    assert!(shown.iter().any(|line| line.contains(&own)), "{shown:?}");
    assert!(lines(&user.done(["audit", "key:own"])).iter().any(|line| line.contains(" 1 ")));
    user.write("three", "three");
    user.run(["--offline", "exec", "-k", "own", "three"]);
    assert_eq!(lines(&user.done(["--json", "wanted", "list", "key:own"])).len(), 1);
    assert_eq!(lines(&user.done(["--json", "wanted", "list"])).len(), 0);
    user.done(["wanted", "drop", "key:own"]);
    assert_eq!(lines(&user.done(["--json", "wanted", "list", "key:own"])).len(), 0);

    let digest = lines(&user.done(["--json", "list", "key:own"]))[0].clone();
    let digest = serde_json::from_str::<serde_json::Value>(&digest).unwrap()["contentHash"].clone();
    let manifest = user.write("manifest", format!("{}  two\n", digest.as_str().unwrap()));
    user.run(["wanted", "check", "-k", "own", manifest.to_str().unwrap()]).says(0, "1 of 1 contents");

    user.run(["label", "-y", "a label", "key:own"]).says(0, "1 changed");
    user.run(["pin", "-y", "key:own"]).says(0, "1 changed");
    user.run(["unpin", "-y", "key:own"]).says(0, "1 changed");
    user.run(["delete", "-y", "key:own"]).says(0, "");
    assert_eq!(lines(&user.done(["--json", "trash", "list", "key:own"])).len(), 1);
    user.run(["restore", "-y", "key:own"]).says(0, "");
    assert_eq!(lines(&user.done(["--json", "list", "key:own"])).len(), 1);
    // Named for the run, a cache is meant whatever the query names.
    let here = user.cache();
    assert_eq!(lines(&user.done(["--cache", here.to_str().unwrap(), "--json", "list", "key:own"])).len(), 0);
    assert_eq!(lines(&user.done(["--cache", cache.to_str().unwrap(), "--json", "list"])).len(), 1);
    // Without a key, or without that one, it is the usual cache.
    for query in [&[][..], &["key:usual"], &["--", "-key:own"]] {
        let listed = lines(&user.done([&["--json", "list"], query].concat()));
        assert!(listed.len() == 1 && listed[0].contains("\"one\""), "{query:?}: {listed:?}");
    }
}

#[test]
fn a_query_of_keys_with_different_caches_is_refused_before_anything_is_done() {
    let (user, cache, _) = user();
    let target = user.files().join("bundle.tar.zst");
    for query in [["key:own", "key:usual"], ["key:usual", "key:own"]] {
        user.run([&["list"], &query[..]].concat()).says(2, "in another cache");
        user.run([&["delete", "-y"], &query[..]].concat()).says(2, "one cache at a time");
        user.run([&["export", "-o", target.to_str().unwrap()], &query[..]].concat())
            .says(2, "in another cache");
    }
    assert!(!target.exists());
    assert_eq!(
        fs::read_dir(&cache)
            .unwrap()
            .filter(|item| item.as_ref().unwrap().file_name() == "cache.sqlite")
            .count(),
        1
    );
}

#[test]
fn nothing_of_a_key_with_a_cache_of_its_own_is_imported_into_another_one() {
    let (user, cache, [usual, own]) = user();
    let holder = User::new();
    for key in [&usual, &own] {
        holder.gnupg.import(&user.gnupg.export_secret(key, ""));
        holder.write("new", "new");
        holder.sign(key, "new");
    }
    let bundle = user.files().join("new.tar.zst");
    holder.done(["export", "-q", "-o", bundle.to_str().unwrap()]);
    let bundle = bundle.to_str().unwrap();
    // What belongs here is taken, and the rest is an error: `sign -k own` would not look here.
    user.run(["import", bundle]).says(5, "in a cache of their own");
    let of = |key: &str| lines(&user.done(["--json", "list", &format!("key:{key}")])).len();
    assert_eq!((of("usual"), of("own")), (2, 1));
    user.run(["import", "--cache", cache.to_str().unwrap(), bundle]).says(0, "2 new");
    user.write("new", "new");
    let first = holder.done(["get", "-k", &own, "-o", "-", "new"]);
    assert_eq!(user.sign("own", "new"), first);
    // The same of signatures beside their files.
    let tree = user.files().join("tree");
    fs::create_dir(&tree).unwrap();
    fs::write(tree.join("beside"), "beside").unwrap();
    holder.write("beside", "beside");
    holder.sign(&own, "beside");
    fs::write(tree.join("beside.sig"), holder.done(["get", "-k", &own, "-o", "-", "beside"])).unwrap();
    user.run(["import", tree.to_str().unwrap()]).says(5, "in a cache of their own");
    assert_eq!((of("usual"), of("own")), (2, 2));
}
