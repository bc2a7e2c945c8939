use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::{age, json, labels, set, with_entries};
use crate::support::gnupg::Reason;
use crate::support::user::{User, tamper, value};

/// Which of a user's entries a run takes.
fn takes(user: &User, arguments: &[&str]) -> Vec<String> {
    let mut all = json(user, &[&["gc", "--dry-run", "--allow-last-copy"], arguments].concat());
    let summary = all.pop().unwrap();
    let going: Vec<_> = all.iter().filter(|row| row["action"] == "delete").collect();
    assert_eq!(summary["summary"]["delete"], going.len());
    going.iter().map(|row| row["label"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn without_a_policy_nothing_goes_and_with_one_only_what_it_names() {
    let (user, _) = with_entries(&["a", "b", "c"]);
    for (name, days) in [("a", 400), ("b", 200), ("c", 100)] {
        age(&user, name, days);
    }
    user.run(["gc", "--yes", "--allow-last-copy"]).says(0, "no policy");
    assert_eq!(takes(&user, &["--unused-for", "150d"]), ["a", "b"]);
    assert_eq!(takes(&user, &["--older-than", "1y"]), ["a"]);
    assert_eq!(takes(&user, &["--max-entries", "1"]), ["a", "b"]);
    let bytes: i64 = value(
        &user.cache(),
        "SELECT sum(length(signature) + length(proof)) FROM entry WHERE label IN ('b', 'c')",
    );
    assert_eq!(takes(&user, &["--max-bytes", &bytes.to_string()]), ["a"]);
    assert_eq!(takes(&user, &["--max-bytes", &(bytes - 1).to_string()]), ["a", "b"]);
    // The command line wins over the configuration, setting by setting.
    user.configure("[gc]\nunused-for = \"1y\"\nmin-age = \"300d\"\n");
    assert_eq!(takes(&user, &[]), ["a"]);
    assert_eq!(takes(&user, &["--unused-for", "150d"]), ["a"]);
    assert_eq!(takes(&user, &["--unused-for", "150d", "--min-age", "1d"]), ["a", "b"]);
    assert_eq!(labels(&user, "entry"), set(&["a", "b", "c"]), "nothing was changed");
}

#[test]
fn each_guard_keeps_until_its_own_flag_says_otherwise() {
    let (user, _) = with_entries(&["old", "pinned", "young"]);
    for name in ["old", "pinned"] {
        age(&user, name, 400);
    }
    user.tamper("UPDATE entry SET pinned = 1 WHERE label = 'pinned'");
    let kept = |arguments: &[&str]| {
        let all = json(&user, &[&["gc", "--dry-run", "--unused-for", "0s"], arguments].concat());
        let kept = &all.last().unwrap()["summary"]["kept"];
        ["pinned", "young", "last-copy"].map(|guard| kept[guard].as_u64().unwrap())
    };
    user.tamper("UPDATE entry SET used = used - 1");
    assert_eq!(kept(&[]), [1, 1, 3]);
    assert_eq!(kept(&["--allow-last-copy"]), [1, 1, 0]);
    assert_eq!(kept(&["--allow-last-copy", "--allow-pinned"]), [0, 1, 0]);
    assert_eq!(kept(&["--allow-last-copy", "--allow-pinned", "--min-age", "0s"]), [0, 0, 0]);
    user.done(["gc", "--yes", "--unused-for", "1d", "--allow-last-copy"]);
    assert_eq!(labels(&user, "entry"), set(&["pinned", "young"]));
    assert_eq!(labels(&user, "trash"), set(&["old"]));
}

#[test]
fn a_copy_in_an_upstream_lets_the_last_one_here_go_if_it_is_the_same_and_verifies() {
    let (user, key) = with_entries(&["same", "other", "broken"]);
    let team = user.home.path().join("team");
    user.done(["export", "-q", "-o", "all.tar.zst"]);
    let upstream = team.to_str().unwrap();
    user.done(["init", "-q", upstream]);
    user.done(["import", "-q", "--cache", upstream, "all.tar.zst"]);
    let other: String = value(&user.cache(), "SELECT hex(content) FROM entry WHERE label = 'other'");
    let broken: String = value(&user.cache(), "SELECT hex(content) FROM entry WHERE label = 'broken'");
    tamper(
        &team,
        &format!(
            "UPDATE entry SET signature = x'c2' WHERE content = x'{other}';
             UPDATE entry SET proof = NULL WHERE content = x'{broken}'"
        ),
    );
    for name in ["same", "other", "broken"] {
        age(&user, name, 400);
    }
    user.configure(&format!("upstream = [{upstream:?}]\nkeep-upstream-copies = false\n"));
    user.done(["gc", "--yes", "--older-than", "1y"]);
    assert_eq!(labels(&user, "entry"), set(&["other", "broken"]));
    // It is still to be had from there.
    user.forget();
    user.done(["get", "-q", "-k", &key, "-o", "-", "same"]);
}

#[test]
fn facts_are_looked_into_before_they_count() {
    let (user, key) = with_entries(&["good", "bad"]);
    for name in ["good", "bad"] {
        age(&user, name, 30);
    }
    // Somebody says that both are bad; one of them is.
    user.tamper("UPDATE entry SET verdict = 'bad'");
    user.tamper(
        "UPDATE entry SET signature = (SELECT signature FROM entry WHERE label = 'good') WHERE label = 'bad'",
    );
    let all = json(&user, &["gc", "--dry-run", "--bad"]);
    let rows: Vec<_> = all.iter().filter(|row| row["action"] == "delete").collect();
    assert_eq!((rows.len(), rows[0]["label"].as_str()), (1, Some("bad")));
    assert_eq!(rows[0]["reasons"], serde_json::json!(["bad"]));
    // A bad signature is no last copy of a good one.
    user.done(["gc", "--yes", "--bad"]);
    assert_eq!((labels(&user, "entry"), labels(&user, "trash")), (set(&["good"]), set(&["bad"])));

    assert!(takes(&user, &["--key-revoked", "--key-expired"]).is_empty());
    user.gnupg.revoke(&key.parse().unwrap(), Reason::Retired);
    assert_eq!(takes(&user, &["--key-revoked"]), ["good"]);
    assert!(takes(&user, &["--key-expired"]).is_empty());
}

/// Notes that one key took the place of another one.
fn succession(user: &User, old: &str, new: &str) {
    user.tamper(&format!(
        "INSERT INTO succession SELECT a.id, b.id, 0 FROM key a, key b
         WHERE a.key_id = 'openpgp:{old}' AND b.key_id = 'openpgp:{new}'"
    ));
}

#[test]
fn what_a_newer_key_signed_too_is_superseded_while_that_one_is_good() {
    let (user, old) = with_entries(&["both", "one"]);
    let new = user.gnupg.generate("ed25519").to_string();
    user.done(["sign", "-q", "--force", "-k", &new, "both"]);
    for name in ["both", "one"] {
        age(&user, name, 30);
    }
    let run = ["--superseded"];
    assert!(takes(&user, &run).is_empty());
    succession(&user, &old, &new);
    let rows = json(&user, &["gc", "--dry-run", "--allow-last-copy", "--superseded"]);
    assert_eq!((rows.len(), rows[0]["keyId"].as_str().unwrap()), (2, &*format!("openpgp:{old}")));
    let newer = format!("key = (SELECT id FROM key WHERE key_id = 'openpgp:{new}')");
    let signature: String = value(&user.cache(), &format!("SELECT hex(signature) FROM entry WHERE {newer}"));
    user.tamper(&format!("UPDATE entry SET signature = x'c2' WHERE {newer}"));
    assert!(takes(&user, &run).is_empty(), "the newer one proves nothing");
    user.tamper(&format!("UPDATE entry SET signature = x'{signature}' WHERE {newer}"));
    succession(&user, &new, &old);
    assert!(takes(&user, &run).is_empty(), "neither is the newer one");
}

#[test]
fn of_keys_that_followed_one_another_the_last_signature_stays() {
    let (user, first) = with_entries(&["a"]);
    let second = user.gnupg.generate("ed25519").to_string();
    let third = user.gnupg.generate("ed25519").to_string();
    for key in [&second, &third] {
        user.done(["sign", "-q", "--force", "-k", key, "a"]);
    }
    age(&user, "a", 30);
    succession(&user, &first, &second);
    succession(&user, &second, &third);
    let keys = || -> Vec<String> {
        let all = json(&user, &["gc", "--dry-run", "--allow-last-copy", "--superseded"]);
        let keys =
            all.iter().filter_map(|row| Some(row["keyId"].as_str()?.strip_prefix("openpgp:")?.to_owned()));
        keys.collect()
    };
    assert_eq!(keys(), [first.clone(), second.clone()]);
    // Also where nothing of the key in between is left.
    user.tamper(&format!(
        "DELETE FROM entry WHERE key = (SELECT id FROM key WHERE key_id = 'openpgp:{second}')"
    ));
    assert_eq!(keys(), std::slice::from_ref(&first));
    // Neither of two that took each other's place is the last one.
    succession(&user, &third, &first);
    assert!(keys().is_empty());
}

#[test]
fn a_cache_that_others_read_is_not_judged_by_use() {
    let (user, _) = with_entries(&["a"]);
    age(&user, "a", 400);
    let mode = |mode| fs::set_permissions(user.cache(), fs::Permissions::from_mode(mode)).unwrap();
    mode(0o2770);
    for policy in ["--unused-for=1d", "--max-entries=0", "--max-bytes=0"] {
        user.run(["gc", "--yes", policy]).says(1, "leave no stamp");
        assert_eq!(takes(&user, &["--allow-shared", policy]), ["a"]);
    }
    assert_eq!(takes(&user, &["--older-than", "1y"]), ["a"]);
    mode(0o700);
    assert_eq!(takes(&user, &["--unused-for", "1y"]), ["a"]);
}
