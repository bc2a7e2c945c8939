//! Two signatures of one pair: nobody loses the one that he has without saying so.

use std::fs;

use crate::people::{exported, holders, import, sign_later};
use crate::support::gnupg::Reason;
use crate::support::user::value;

#[test]
fn both_keep_what_they_had_and_are_told() {
    let (alice, bob, key) = holders();
    alice.write("content", "content");
    bob.write("content", "content");
    let (first, later) = (alice.sign(&key, "content"), sign_later(&bob, &key, "content", "+1h"));
    assert_ne!(first, later);
    for (one, other) in [(&alice, &bob), (&bob, &alice)] {
        let (ended, summary) = import(other, &exported(one, &[]), &[]);
        assert_eq!((ended.code, &summary["conflicting"]), (4, &1.into()), "{summary} {}", ended.stderr);
        let listed = other.run(["import", one.files().join("bundle.tar.zst").to_str().unwrap()]);
        assert!(String::from_utf8_lossy(&listed.stdout).starts_with("conflicting"), "{listed:?}");
        assert!(listed.stderr.contains("--prefer earliest"), "{}", listed.stderr);
    }
    assert_eq!(alice.sign(&key, "content"), first);
    assert_eq!(bob.sign(&key, "content"), later);

    // A directory that has the one keeps it, too.
    let directory = alice.files().join("shared/");
    alice.done(["export", "-o", directory.to_str().unwrap()]);
    let ended = bob.run(["export", "-o", directory.to_str().unwrap()]);
    assert_eq!(ended.code, 4);
    let (_, summary) = import(&alice, &directory, &[]);
    assert_eq!(summary["identical"], 1);
}

#[test]
fn who_prefers_the_earliest_ends_up_with_the_same_whoever_imports_from_whom() {
    let (alice, bob, key) = holders();
    alice.write("content", "content");
    bob.write("content", "content");
    let (first, later) = (alice.sign(&key, "content"), sign_later(&bob, &key, "content", "+1h"));
    let (from_alice, from_bob) = (exported(&alice, &[]), exported(&bob, &[]));

    let (ended, summary) = import(&bob, &from_alice, &["--prefer", "earliest", "--dry-run"]);
    assert_eq!((ended.code, &summary["replaced"]), (0, &1.into()), "{summary} {}", ended.stderr);
    assert_eq!(bob.sign(&key, "content"), later);
    let (ended, summary) = import(&bob, &from_alice, &["--prefer", "earliest"]);
    assert_eq!((ended.code, &summary["replaced"]), (0, &1.into()), "{}", ended.stderr);
    let (ended, summary) = import(&alice, &from_bob, &["--prefer", "earliest"]);
    assert_eq!((ended.code, &summary["kept"]), (0, &1.into()));

    let given = bob.run(["sign", "-k", &key, "-o", "-", "content"]);
    // On purpose, so no warning that first wins was violated.
    assert_eq!((given.stdout, given.stderr.contains("warning")), (first.clone(), false));
    assert_eq!(alice.sign(&key, "content"), first);
    let rests: Vec<u8> = value(&bob.cache(), "SELECT signature FROM trash");
    assert_eq!(rests, later);
}

#[test]
fn a_signature_that_a_cache_has_lost_does_not_come_back_as_another_one() {
    let (alice, bob, key) = holders();
    alice.write("content", "content");
    bob.write("content", "content");
    let first = alice.sign(&key, "content");
    sign_later(&bob, &key, "content", "+1h");
    alice.tamper("DELETE FROM entry");
    let (ended, summary) = import(&alice, &exported(&bob, &[]), &[]);
    assert_eq!((ended.code, &summary["conflicting"]), (4, &1.into()));
    assert_eq!(alice.sign(&key, "content"), first);
}

#[test]
fn an_import_heals_what_was_broken() {
    let (alice, bob, key) = holders();
    alice.write("content", "content");
    alice.write("other", "other");
    let first = alice.sign(&key, "content");
    let bundle = exported(&alice, &[]);
    alice.sign(&key, "other");
    // Bad, and found bad before: in quarantine. And bad, and not looked at yet.
    import(&bob, &bundle, &[]);
    bob.tamper("UPDATE entry SET signature = zeroblob(80)");
    bob.write("content", "content");
    bob.run(["get", "-k", &key, "-o", "-", "content"]).says(4, "does not verify");
    bob.run(["get", "-k", &key, "-o", "-", "content"]).says(4, "quarantine");
    let (ended, summary) = import(&bob, &bundle, &[]);
    assert_eq!((ended.code, &summary["new"]), (0, &1.into()));
    assert_eq!(bob.done(["get", "-k", &key, "-o", "-", "content"]), first);

    bob.tamper("UPDATE entry SET signature = zeroblob(80)");
    bob.forget();
    let (ended, summary) = import(&bob, &bundle, &[]);
    assert_eq!((ended.code, &summary["new"]), (0, &1.into()));
    assert_eq!(bob.done(["get", "-k", &key, "-o", "-", "content"]), first);
    assert_eq!(value::<i64>(&bob.cache(), "SELECT count(*) FROM quarantine"), 2);
}

#[test]
fn a_revocation_travels_with_a_bundle_and_is_never_forgotten() {
    let (alice, bob, key) = holders();
    bob.gnupg.delete(&key.parse().unwrap());
    alice.write("content", "content");
    bob.write("content", "content");
    alice.sign(&key, "content");
    let before = exported(&alice, &[]);
    let before =
        fs::copy(&before, alice.files().join("before")).map(|_| alice.files().join("before")).unwrap();
    import(&bob, &before, &[]);
    bob.done(["get", "-k", &key, "content"]);

    alice.gnupg.revoke(&key.parse().unwrap(), Reason::Compromised);
    let (ended, summary) = import(&bob, &exported(&alice, &[]), &[]);
    // The entry was here; that its key is compromised is news.
    assert_eq!((ended.code, &summary["identical"]), (0, &1.into()), "{}", ended.stderr);
    bob.run(["get", "-k", &key, "content"]).says(5, "revoked");
    import(&bob, &before, &[]);
    bob.run(["get", "-k", &key, "content"]).says(5, "revoked");
    let (ended, summary) = import(&crate::support::user::User::new(), &exported(&alice, &[]), &[]);
    assert_eq!((ended.code, &summary["refused"]), (5, &1.into()), "{}", ended.stderr);
    assert!(ended.stderr.contains("hint: have what is refused signed"), "{}", ended.stderr);
}

#[test]
fn a_revocation_is_learned_by_who_knows_the_key_but_has_nothing_signed_with_it() {
    let (alice, bob, key) = holders();
    alice.write("content", "content");
    alice.sign(&key, "content");
    let before = alice.files().join("before");
    fs::copy(exported(&alice, &[]), &before).unwrap();
    alice.gnupg.revoke(&key.parse().unwrap(), Reason::Compromised);
    // Bob's key ring has the certificate as it was; his cache has nothing.
    let (ended, summary) = import(&bob, &exported(&alice, &[]), &[]);
    assert_eq!((ended.code, &summary["refused"]), (5, &1.into()), "{}", ended.stderr);
    let (ended, summary) = import(&bob, &before, &[]);
    assert_eq!((ended.code, &summary["refused"]), (5, &1.into()), "{}", ended.stderr);
}

#[test]
fn who_was_given_a_signature_keeps_it_when_the_cache_has_it_no_more_whole() {
    let (alice, bob, key) = holders();
    alice.write("content", "content");
    bob.write("content", "content");
    let first = alice.sign(&key, "content");
    sign_later(&bob, &key, "content", "+1h");
    alice.tamper("UPDATE entry SET signature = zeroblob(80)");
    let (ended, summary) = import(&alice, &exported(&bob, &[]), &[]);
    assert_eq!((ended.code, &summary["conflicting"]), (4, &1.into()), "{}", ended.stderr);
    assert_eq!(alice.sign(&key, "content"), first);
}
