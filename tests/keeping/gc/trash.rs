use std::fs;

use super::{age, json, labels, set, with_entries};
use crate::support::user::{User, value};

#[test]
fn what_is_deleted_is_not_handed_out_and_signing_brings_the_first_one_back() {
    for served in [true, false] {
        let (user, key) = with_entries(&["a", "b"]);
        let first = user.sign(&key, "a");
        user.done(["delete", "-q", "--yes", "name:a"]);
        assert_eq!((labels(&user, "entry"), labels(&user, "trash")), (set(&["b"]), set(&["a"])));
        if !served {
            user.forget();
        }
        user.run(["get", "-k", &key, "a"]).says(3, "in the trash");
        user.run(["exec", "--offline", "--emit", "inline", "-k", &key, "a"]).says(3, "in the trash");
        assert_eq!(labels(&user, "entry"), set(&["b"]), "looking it up changes nothing");
        assert_eq!(user.sign(&key, "a"), first);
        assert_eq!((labels(&user, "entry"), labels(&user, "trash")), (set(&["a", "b"]), set(&[])));
        assert_eq!(user.done(["get", "-k", &key, "-o", "-", "a"]), first);
    }
}

#[test]
fn what_is_gone_for_good_comes_from_the_ledger_or_is_signed_anew() {
    let (user, key) = with_entries(&["a"]);
    let first = user.sign(&key, "a");
    let gone = || {
        user.done(["delete", "-q", "--yes", "name:a"]);
        user.done(["trash", "empty", "-q", "--yes", "--all"]);
        assert!(labels(&user, "trash").is_empty());
    };
    gone();
    assert_eq!(user.sign(&key, "a"), first, "who was served it gets it again");
    gone();
    user.forget();
    user.run(["get", "-k", &key, "a"]).says(3, "not in the cache");
}

#[test]
fn restoring_is_planned_never_overwrites_and_takes_only_what_verifies() {
    let (user, key) = with_entries(&["a", "b", "c"]);
    let row = "SELECT hex(signature) || used || stored || origin || pinned FROM entry WHERE label = 'a'";
    let before: String = value(&user.cache(), row);
    user.run(["delete", "name:a"]).says(2, "nobody can be asked");
    user.done(["delete", "-q", "--yes", "key:", "name:a"].iter().filter(|word| **word != "key:"));
    user.run(["restore"]).says(2, "nobody can be asked");
    user.done(["restore", "--dry-run"]);
    assert_eq!(labels(&user, "trash"), set(&["a"]));
    user.done(["restore", "-q", "--yes"]);
    assert_eq!(value::<String>(&user.cache(), row), before);

    for name in ["a", "b", "c"] {
        user.done(["delete", "-q", "--yes", &format!("name:{name}")]);
    }
    // Another one came meanwhile; one in the trash was broken.
    user.tamper(
        "INSERT INTO entry (content, key, signature, size, signed, stored, used, origin, label)
        SELECT content, key, x'c2', size, signed, stored, used, origin, label FROM trash WHERE label = 'a'",
    );
    user.tamper(
        "UPDATE trash SET signature = (SELECT signature FROM trash WHERE label = 'a') WHERE label = 'b'",
    );
    let ended = user.run(["restore", "--yes", "--json"]);
    assert_eq!(ended.code, 4, "{}", ended.stderr);
    let classes: Vec<String> = String::from_utf8(ended.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .filter_map(|row| Some(format!("{} {}", row["label"].as_str()?, row["class"].as_str()?)))
        .collect();
    let classes: std::collections::BTreeSet<_> = classes.iter().map(String::as_str).collect();
    assert_eq!(classes, ["a conflict", "b bad", "c restored"].into());
    assert_eq!(labels(&user, "trash"), set(&["a", "b"]));
    assert_eq!(value::<String>(&user.cache(), "SELECT hex(signature) FROM entry WHERE label = 'a'"), "C2");
    // What does not verify is not replaced by another one unless that is asked for.
    user.forget();
    user.run(["sign", "-k", &key, "--force", "b"]).says(4, "does not verify");
}

#[test]
fn what_is_in_quarantine_and_verifies_after_all_is_healed() {
    let (user, key) = with_entries(&["a"]);
    let first = user.sign(&key, "a");
    user.tamper(
        "INSERT INTO quarantine (content, key, signature, proof, reason, at)
        SELECT content, key, signature, proof, 'a mistake', 0 FROM entry; DELETE FROM entry",
    );
    user.forget();
    user.run(["get", "-k", &key, "a"]).says(4, "quarantine");
    user.done(["restore", "-q", "--yes"]);
    assert_eq!(user.done(["get", "-k", &key, "-o", "-", "a"]), first);
    assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM quarantine"), 0);
}

#[test]
fn pinned_entries_are_deleted_only_with_the_flag() {
    let (user, _) = with_entries(&["a", "b"]);
    user.tamper("UPDATE entry SET pinned = 1 WHERE label = 'a'");
    let ended = user.run(["delete", "--yes", "age:<1d"]);
    assert_eq!((ended.code, ended.stderr.contains("1 pinned")), (1, true), "{}", ended.stderr);
    assert_eq!(labels(&user, "entry"), set(&["a"]));
    user.done(["delete", "-q", "--yes", "--allow-pinned", "age:<1d"]);
    assert!(labels(&user, "entry").is_empty());
}

#[test]
fn what_goes_is_archived_first_and_the_archive_is_whole() {
    let (user, key) = with_entries(&["a", "b", "c"]);
    let first = user.sign(&key, "a");
    for name in ["a", "b"] {
        age(&user, name, 400);
    }
    let run = |place: &str| user.run(["gc", "--yes", "--older-than", "1y", "--archive", place]);
    run("-").says(2, "can't be read back");
    user.write("there.zst", "precious");
    run("there.zst").says(1, "is there already");
    // A directory that has another signature of one of them holds no copy of it.
    user.done(["export", "-q", "-o", "signatures/"]);
    let mut files = walkdir::WalkDir::new(user.files().join("signatures")).into_iter().map(Result::unwrap);
    let digest: String = value(&user.cache(), "SELECT lower(hex(content)) FROM entry WHERE label = 'a'");
    let is_its = |path: &std::path::Path| path.extension().is_some_and(|end| end == "sig");
    let file =
        files.find(|file| is_its(file.path()) && file.path().to_str().unwrap().contains(&digest)).unwrap();
    fs::write(file.path(), [0xc2, 0]).unwrap();
    run("signatures/").says(4, "does not have 1 of the entries");
    assert_eq!(labels(&user, "entry"), set(&["a", "b", "c"]));

    let ended = run("old.tar.zst");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert_eq!(labels(&user, "entry"), set(&["c"]));
    let other = User::new();
    let archive = user.files().join("old.tar.zst");
    other.done(["import", "-q", archive.to_str().unwrap()]);
    other.write("a", "a");
    assert_eq!(other.done(["get", "-k", &key, "-o", "-", "a"]), first);
    assert_eq!(labels(&other, "entry"), set(&["a", "b"]));
}

#[test]
fn the_trash_is_listed_and_emptied_when_its_time_is_over() {
    let (user, _) = with_entries(&["a", "b", "c"]);
    for name in ["a", "b"] {
        user.done(["delete", "-q", "--yes", &format!("name:{name}")]);
    }
    user.tamper("UPDATE trash SET deleted = unixepoch() - 20 * 86400 WHERE label = 'a'");
    let listed = json(&user, &["trash", "list", "sort:stored"]);
    let rows: Vec<_> = listed.iter().map(|row| (row["label"].as_str(), row["reason"].as_str())).collect();
    assert_eq!(rows, [(Some("a"), Some("deleted")), (Some("b"), Some("deleted"))]);
    assert_eq!(json(&user, &["trash", "list", "age:>10d"]).len(), 1);
    user.run(["trash", "empty", "--all"]).says(2, "nobody can be asked");
    for query in ["verdict:good", "pinned:yes", "sort:used"] {
        user.run(["trash", "list", query]).says(2, "only entries have");
    }
    let gc = |arguments: &[&str]| user.done([&["gc", "-q", "--yes"], arguments].concat());
    gc(&["--empty-trash"]);
    gc(&["--keep-trash", "10d"]);
    assert_eq!(labels(&user, "trash"), set(&["a", "b"]), "not yet, and not without a policy");
    gc(&["--keep-trash", "10d", "--older-than", "9y"]);
    assert_eq!(labels(&user, "trash"), set(&["b"]));
    user.run(["gc", "--yes", "--empty-trash", "--archive", "a"]).says(2, "cannot be used with");
    // What a run puts there stays until a later one.
    user.done([
        "gc",
        "-q",
        "--yes",
        "--keep-trash",
        "0s",
        "--max-entries",
        "0",
        "--min-age",
        "0s",
        "--allow-last-copy",
    ]);
    assert_eq!(labels(&user, "trash"), set(&["c"]));
    gc(&["--keep-trash", "0s", "--empty-trash"]);
    assert!(labels(&user, "trash").is_empty());
    assert!(labels(&user, "entry").is_empty());
}
