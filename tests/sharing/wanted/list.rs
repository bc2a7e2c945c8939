use std::fs;
use std::path::Path;

use super::{ask, exported, wanted};
use crate::people::holder_and_other;
use crate::support::user::{User, value};

#[test]
fn queries_select_what_is_listed_and_what_is_forgotten() {
    let (_alice, bob, key) = holder_and_other();
    bob.configure(&format!("[keys.release]\nfingerprint = \"{key}\"\n"));
    for name in ["one", "three", "fifteen"] {
        ask(&bob, "release", name, name);
    }
    let other = "0123456789ABCDEF0123456789ABCDEF01234567";
    ask(&bob, other, "other", "other");
    bob.tamper("UPDATE wanted SET asked = asked - 40 * 86400 WHERE label IN ('one', 'other')");
    let labels = |words: &[&str]| -> Vec<String> {
        let label = |value: serde_json::Value| value["label"].as_str().unwrap().to_owned();
        wanted(&bob, words).into_iter().map(label).collect()
    };
    assert_eq!(labels(&["sort:name"]), ["fifteen", "one", "other", "three"]);
    assert_eq!(labels(&["sort:-size", "key:release"]), ["fifteen", "three", "one"]);
    assert_eq!(labels(&["age:>30d", "key:01234567"]), ["other"]);
    assert_eq!(labels(&["name:THR"]), ["three"]);
    let table = String::from_utf8(bob.done(["wanted", "list", "name:one"])).unwrap();
    let row = table.lines().nth(1).unwrap().split_whitespace().collect::<Vec<_>>();
    // The digest of "one" is well known.
    assert_eq!(row, ["7692c3ad3540", "release", "3", "5w", "one"]);
    bob.run(["wanted", "list", "verdict:good"]).says(2, "says nothing of what is only wanted");
    bob.run(["wanted", "drop"]).says(2, "required");

    let planned = bob.run(["wanted", "drop", "--dry-run", "age:>30d"]);
    planned.says(0, "2 would be forgotten");
    assert_eq!(labels(&[]).len(), 4);
    bob.run(["wanted", "drop", "age:>30d", "key:release"]).says(0, "1 forgotten");
    assert_eq!(labels(&["sort:name"]), ["fifteen", "other", "three"]);
    bob.run(["wanted", "drop", "--all"]).says(0, "3 forgotten");
    bob.run(["wanted", "list"]).says(0, "nothing is wanted");
}

#[test]
fn a_bundle_of_what_is_wanted_has_no_contents_and_labels_only_if_they_may_be_told() {
    let (_alice, bob, key) = holder_and_other();
    ask(&bob, &key, "the name", &"secret ".repeat(64));
    let text = |bundle: &Path| {
        let files = walkdir::WalkDir::new(bundle).into_iter().map(Result::unwrap);
        let files = files.filter(|entry| entry.file_type().is_file());
        files.map(|entry| fs::read_to_string(entry.path()).unwrap()).collect::<String>()
    };
    let told = text(&exported(&bob));
    assert!(
        told.contains("label the name") && told.contains("size 448") && told.contains("proof "),
        "{told}"
    );
    assert!(!told.contains("secret") && !told.contains("signed"), "{told}");
    bob.done(["wanted", "export", "--no-labels", "-o", "silent/"]);
    let silent = text(&bob.files().join("silent"));
    assert!(silent.contains("size 448") && !silent.contains("name"), "{silent}");
    // A file is replaced only on demand, and equal requests are equal bytes.
    bob.done(["wanted", "export", "-o", "a.tar.zst"]);
    bob.run(["wanted", "export", "-o", "a.tar.zst"]).says(1, "is there already");
    bob.done(["wanted", "export", "-o", "b.tar.zst"]);
    let read = |name: &str| fs::read(bob.files().join(name)).unwrap();
    assert_eq!(read("a.tar.zst"), read("b.tar.zst"));
}

#[test]
fn a_directory_has_what_is_wanted_now_and_the_entries_that_it_had() {
    let (alice, bob, key) = holder_and_other();
    for name in ["one", "two"] {
        ask(&bob, &key, name, name);
    }
    let directory = exported(&bob);
    alice.write("content", "content");
    alice.sign(&key, "content");
    alice.done(["export", "-o", directory.to_str().unwrap()]);
    let count = |ending: &str| {
        let parts = walkdir::WalkDir::new(&directory).into_iter().map(|part| part.unwrap().into_path());
        parts.filter(|path| path.extension().is_some_and(|found| found == ending)).count()
    };
    assert_eq!((count("wanted"), count("entry")), (2, 1));
    bob.done(["wanted", "drop", "name:one"]);
    exported(&bob);
    assert_eq!((count("wanted"), count("entry")), (1, 1));
    bob.done(["wanted", "drop", "--all"]);
    exported(&bob);
    assert_eq!((count("wanted"), count("sig"), directory.join("wanted").exists()), (0, 1, false));
}

#[test]
fn a_cache_of_the_first_version_wants_nothing_until_something_is_noted() {
    let user = User::new();
    let cache = user.files().join("cache");
    fs::create_dir(&cache).unwrap();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cache-v1");
    for name in ["layout", "cache.sqlite"] {
        fs::copy(fixture.join(name), cache.join(name)).unwrap();
    }
    let cache_option = ["--cache", cache.to_str().unwrap()];
    let listed = || user.run([&["wanted", "list"], &cache_option[..]].concat());
    listed().says(0, "nothing is wanted");
    assert_eq!(value::<i64>(&cache, "PRAGMA user_version"), 1);
    user.write("content", "content");
    let key = "0123456789ABCDEF0123456789ABCDEF01234567";
    let arguments = [&["exec", "--offline", "-k", key, "content"], &cache_option[..]].concat();
    user.run(arguments).says(3, "not in the cache");
    assert_eq!(String::from_utf8(listed().stdout).unwrap().lines().count(), 2);
    assert_eq!(value::<i64>(&cache, "SELECT count(*) FROM entry"), 4);
}
