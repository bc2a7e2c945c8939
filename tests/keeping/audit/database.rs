use std::fs;
use std::os::unix::fs::FileExt;
use std::path::Path;

use super::{audit, audited, signed};
use crate::support::dice::Dice;
use crate::support::nix_store::NixStore;
use crate::support::user::{Ended, User, value};

/// What is wrong with the database, as an audit told it.
fn damage(found: &super::Audited) -> Vec<&str> {
    found.told.iter().filter_map(|told| told["damage"].as_str()).collect()
}

#[test]
fn rows_that_belong_to_nothing_are_damage() {
    let (user, key) = signed(&["content"]);
    user.tamper(
        "PRAGMA foreign_keys = OFF;
         INSERT INTO binding (entry, store, path, root, bound) VALUES (99, '/nix/store', 'x', 'y', 0);
         INSERT INTO entry (content, key, signature, size, signed, stored, used, origin)
         VALUES (randomblob(32), 77, x'00', 0, 0, 0, 0, 'signed')",
    );
    let found = audit(&user, &[]);
    assert_eq!((damage(&found), found.ended.code), (vec!["orphans", "orphans"], 1), "{}", found.ended.stderr);
    assert!(found.told.iter().any(|told| told["table"] == "binding" && told["count"] == 1));
    assert_eq!(found.verdict("content").0, "good");
    let ended = user.run(["audit"]);
    assert_eq!(ended.code, 1);
    assert!(ended.stdout.starts_with(b"damaged") && ended.stderr.contains("hint:"), "{ended:?}");
    // Of a query nobody asks that, unless it is asked for, or it selects such a row.
    assert_eq!(audit(&user, &["name:content"]).ended.code, 0);
    let found = audit(&user, &["age:>1y"]);
    assert_eq!((found.ended.code, &found.summary["unreadable"]), (1, &1.into()), "{}", found.ended.stderr);
    assert!(found.ended.stderr.contains("`signcache audit` without a query"), "{}", found.ended.stderr);
    assert_eq!(audit(&user, &["--database", "name:content"]).ended.code, 1);

    user.tamper(
        "PRAGMA foreign_keys = OFF; DELETE FROM binding; DELETE FROM entry WHERE key = 77;
         INSERT INTO key (id, key_id) VALUES (9, 'junk');
         INSERT INTO entry (content, key, signature, size, signed, stored, used, origin)
         VALUES (randomblob(32), 9, x'00', 0, 0, 0, 0, 'signed')",
    );
    let found = audit(&user, &[]);
    assert_eq!((damage(&found), found.ended.code), (vec!["not-entries"], 1));
    assert!(found.ended.stderr.contains("passed over 1 rows"), "{}", found.ended.stderr);
    assert_eq!(audit(&user, &["age:>1y"]).ended.code, 1);
    // What is bad weighs more.
    user.tamper("UPDATE entry SET signature = x'00'");
    assert_eq!(audit(&user, &[]).ended.code, 4);
    user.done(["get", "-k", &key, "content"]);
}

#[test]
fn a_structure_that_is_not_ours_is_told_and_nothing_is_written_to_it() {
    let (user, _) = signed(&["content"]);
    user.tamper(
        "CREATE TRIGGER judged AFTER UPDATE ON entry BEGIN DELETE FROM entry; END;
         UPDATE entry SET verdict = 'weak' WHERE FALSE",
    );
    user.tamper("INSERT INTO key (key_id) VALUES ('openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B')");
    let found = audit(&user, &[]);
    assert_eq!((damage(&found), found.ended.code), (vec!["structure"], 1));
    assert_eq!(found.verdict("content").0, "good");
    assert!(found.ended.stderr.contains("not noted in the cache"), "{}", found.ended.stderr);
    assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM entry"), 1);
}

#[test]
fn a_damaged_file_is_told_of_and_never_a_panic() {
    let (user, _) = signed(&["content"]);
    user.tamper(
        "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 300)
         INSERT INTO entry (content, key, signature, size, signed, stored, used, origin)
         SELECT randomblob(32), key, signature, n, 0, 0, 0, origin FROM entry, number;
         PRAGMA wal_checkpoint(TRUNCATE)",
    );
    let database = user.cache().join("cache.sqlite");
    let whole = fs::read(&database).unwrap();
    let mut dice = Dice::new(5);
    let (mut told, mut rounds) = (0, 0);
    for _ in 0..60 {
        let mut bytes = whole.clone();
        // Behind the first page, without which it is no cache.
        let page = 1 + dice.below(whole.len() / 4096 - 1);
        for byte in &mut bytes[page * 4096..][..64] {
            *byte = u8::try_from(dice.below(256)).unwrap();
        }
        fs::write(&database, &bytes).unwrap();
        let found = audit(&user, &[]);
        let code = found.ended.code;
        assert!(matches!(code, 0 | 1 | 4), "{code}: {}", found.ended.stderr);
        rounds += 1;
        told += usize::from(code != 0);
        assert!(code == 0 || found.ended.stderr.contains("hint:"), "{}", found.ended.stderr);
    }
    // What holds nothing can't be damaged, and most pages hold something.
    assert!(told * 3 > rounds * 2, "{told} of {rounds}");

    fs::write(&database, &whole).unwrap();
    let file = fs::File::options().write(true).open(&database).unwrap();
    file.write_all_at(&[0xff; 200], whole.len() as u64 / 4096 / 2 * 4096).unwrap();
    let ended = user.run(["audit"]);
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    assert!(ended.stdout.starts_with(b"damaged"), "{ended:?}");
}

#[test]
fn copies_that_are_gone_or_others_are_found_and_are_no_failure() {
    let (user, key) = signed(&["gone", "forged", "rotten", "there"]);
    let nix = NixStore::new();
    let run = |words: &[&str]| -> Ended {
        let mut command = user.signcache(words);
        command.envs(nix.environment()).env("HOME", user.home.path());
        command.output().unwrap().into()
    };
    assert_eq!(run(&["bind", &format!("key:{key}")]).code, 0);
    let bindings = |found: &super::Audited| {
        let told = found.told.iter().filter_map(|told| told["binding"].as_str());
        told.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(bindings(&audited(run(&["audit", "--json"]))), Vec::<String>::new());
    let of = |label: &str| format!("(SELECT id FROM entry WHERE label = '{label}')");
    let path = |label: &str| -> String {
        value(&user.cache(), &format!("SELECT path FROM binding WHERE entry = {}", of(label)))
    };
    // The same bytes under another name, other bytes under the right one, and nothing at all.
    let evil = nix.write("evil.sig", fs::read(path("forged")).unwrap());
    let evil = String::from_utf8(nix.run("nix-store", ["--add", evil.to_str().unwrap()])).unwrap();
    user.tamper(&format!("UPDATE binding SET path = '{}' WHERE entry = {}", evil.trim(), of("forged")));
    fs::remove_file(path("rotten")).unwrap();
    fs::write(path("rotten"), "rotten").unwrap();
    fs::remove_dir_all(user.state().join("roots")).unwrap();
    nix.run("nix-store", ["--delete", &path("gone")]);

    let found = audited(run(&["audit", "--json"]));
    let mut astray = bindings(&found);
    astray.sort();
    assert_eq!((astray, found.ended.code), (["differs", "differs", "gone"].map(str::to_owned).into(), 0));
    assert!(found.ended.stderr.contains("signcache rebind"), "{}", found.ended.stderr);
}

#[test]
fn an_older_cache_is_audited_as_it_is_and_brought_up_to_date_only_to_note_verdicts() {
    let user = User::new();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cache-v1");
    let cache = user.files().join("cache");
    fs::create_dir(&cache).unwrap();
    for name in ["layout", "cache.sqlite"] {
        fs::copy(fixture.join(name), cache.join(name)).unwrap();
    }
    let version = || value::<i64>(&cache, "PRAGMA user_version");
    let before = version();
    let cache = cache.to_str().unwrap();
    let found = audit(&user, &["--cache", cache, "--dry-run"]);
    assert_eq!((found.ended.code, found.told.len(), version()), (0, 4, before), "{}", found.ended.stderr);
    let found = audit(&user, &["--cache", cache]);
    assert_eq!((found.ended.code, found.told.len()), (0, 4), "{}", found.ended.stderr);
    assert!(version() > before);
}
