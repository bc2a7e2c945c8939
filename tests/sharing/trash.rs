//! What is in the trash is the first signature of its pair, whichever way another one comes.

use std::fs;

use crate::people::{exported, holders, import, sign_later};
use crate::support::user::{User, value};

/// Somebody whose first signature of `content` is in the trash, another person who holds the key and has
/// another one, the key, and both signatures.
fn deleted() -> (User, User, String, [Vec<u8>; 2]) {
    let (alice, bob, key) = holders();
    for user in [&alice, &bob] {
        user.write("content", "content");
    }
    let first = alice.sign(&key, "content");
    let later = sign_later(&bob, &key, "content", "+1h");
    alice.done(["delete", "-q", "--yes", "name:content"]);
    (alice, bob, key, [first, later])
}

fn stored(user: &User) -> Vec<Vec<u8>> {
    let count: i64 = value(&user.cache(), "SELECT count(*) FROM entry");
    (0..count)
        .map(|row| value(&user.cache(), &format!("SELECT signature FROM entry LIMIT 1 OFFSET {row}")))
        .collect()
}

const BREAK: &str = "UPDATE trash SET signature = x'c2', proof = NULL";

#[test]
fn an_upstream_has_no_other_first_one_unless_that_in_the_trash_is_bad() {
    for keeps in [true, false] {
        let (alice, bob, key, [first, later]) = deleted();
        alice.configure(&format!("upstream = [{:?}]\nkeep-upstream-copies = {keeps}\n", bob.cache()));
        alice.forget();
        alice.run(["get", "-k", &key, "content"]).says(3, "in the trash");
        assert!(stored(&alice).is_empty());
        assert_eq!(alice.sign(&key, "content"), first);
        // A bad entry is no reason to take another one either.
        alice.done(["delete", "-q", "--yes", "name:content"]);
        alice.tamper(
            "INSERT INTO entry (content, key, signature, size, signed, stored, used, origin)
             SELECT content, key, x'c2', size, signed, stored, used, origin FROM trash",
        );
        alice.forget();
        assert_eq!(alice.sign(&key, "content"), first);
        alice.done(["delete", "-q", "--yes", "name:content"]);

        alice.tamper(BREAK);
        alice.forget();
        assert_eq!(alice.done(["get", "-k", &key, "-o", "-", "content"]), later);
        assert_eq!(stored(&alice), if keeps { vec![later] } else { vec![] });
    }
}

#[test]
fn an_upstream_that_has_the_same_gives_it_though_another_one_comes_first() {
    let (alice, bob, key, [first, _]) = deleted();
    let carol = User::new();
    alice.done(["restore", "-q", "--yes"]);
    assert_eq!(import(&carol, &exported(&alice, &[]), &[]).0.code, 0);
    alice.done(["delete", "-q", "--yes", "name:content"]);
    alice.configure(&format!("upstream = [{:?}, {:?}]\n", bob.cache(), carol.cache()));
    alice.forget();
    // The one upstream has another one, whatever the other has.
    alice.run(["get", "-k", &key, "content"]).says(3, "in the trash");
    assert_eq!(alice.sign(&key, "content"), first);
}

#[test]
fn what_was_handed_out_before_comes_back_whatever_others_brought_and_deleted_since() {
    let (alice, bob, key, [first, later]) = deleted();
    // Whoever shared the cache had brought another one, and deleted it.
    alice.tamper("DELETE FROM trash");
    alice.run(["sign", "-q", "-k", &key, "-o", "-", "content"]);
    alice.tamper("DELETE FROM entry");
    let state = alice.home.path().join("aside");
    fs::rename(alice.state(), &state).unwrap();
    assert_eq!(import(&alice, &exported(&bob, &[]), &[]).0.code, 0);
    alice.done(["delete", "-q", "--yes", "age:<9d"]);
    fs::remove_dir_all(alice.state()).unwrap();
    fs::rename(&state, alice.state()).unwrap();

    let given = alice.run(["get", "-k", &key, "-o", "-", "content"]);
    assert_eq!((given.stdout, stored(&alice)), (first.clone(), vec![first]), "{}", given.stderr);
    assert_eq!(value::<Vec<u8>>(&alice.cache(), "SELECT signature FROM trash"), later);
}

#[test]
fn an_import_that_cannot_be_proven_waits_for_what_is_in_the_trash() {
    let (alice, bob, key, [first, later]) = deleted();
    alice.forget();
    let unproven = exported(&bob, &["--no-proofs"]);
    let (ended, summary) = import(&alice, &unproven, &["--allow-unproven"]);
    assert_eq!((ended.code, &summary["conflicting"], stored(&alice)), (4, &1.into(), vec![]), "{summary}");
    alice.tamper(BREAK);
    let (_, summary) = import(&alice, &exported(&bob, &[]), &[]);
    assert_eq!((&summary["new"], stored(&alice)), (&1.into(), vec![later]), "{summary}");
    assert_ne!(alice.sign(&key, "content"), first);
}

#[test]
fn what_is_healed_in_quarantine_waits_for_what_is_in_the_trash() {
    let (alice, bob, _, [first, later]) = deleted();
    alice.tamper(
        "INSERT INTO quarantine (content, key, signature, proof, reason, at)
        SELECT content, key, signature, proof, 'a mistake', 0 FROM trash; DELETE FROM trash",
    );
    alice.forget();
    assert_eq!(import(&alice, &exported(&bob, &[]), &[]).0.code, 0);
    alice.done(["delete", "-q", "--yes", "age:<9d"]);
    // It can't be proven here, and may be the first one.
    alice.tamper("UPDATE trash SET proof = NULL");
    alice.done(["restore", "-q", "--yes"]);
    assert_eq!(stored(&alice), [later]);
    alice.done(["delete", "-q", "--yes", "age:<9d"]);
    alice.tamper(BREAK);
    alice.done(["restore", "-q", "--yes"]);
    assert_eq!(stored(&alice), [first]);
}
