use std::fs;

use super::{ask, entries, exported, wanted};
use crate::people::holder_and_other;
use crate::support::user::{User, value};

#[test]
fn what_cannot_be_signed_here_is_signed_there_and_comes_back() {
    let (alice, bob, key) = holder_and_other();
    let bytes = "more than a block ".repeat(10);
    ask(&bob, &key, "content", &bytes);
    let bundle = exported(&bob);
    let imported = alice.run(["import", bundle.to_str().unwrap()]);
    imported.says(0, "there are no entries in");
    imported.says(0, "hint: `signcache wanted sign`");
    // Alice has never seen the content.
    let said = alice.run(["wanted", "sign", "--yes", bundle.to_str().unwrap(), "-o", "signed.tar.zst"]);
    said.says(0, "its content was not seen");
    said.says(0, "content\n");
    said.says(0, "180 bytes");
    said.says(0, "1 signed");

    let signed = alice.files().join("signed.tar.zst");
    let imported = bob.run(["import", signed.to_str().unwrap()]);
    imported.says(0, "1 new");
    bob.done(["get", "-k", &key, "-o", "content.sig", "content"]);
    let content = alice.write("the same", &bytes);
    assert_eq!(fs::read(bob.files().join("content.sig")).unwrap(), alice.sign(&key, "the same"));
    assert!(alice.gnupg.verifies(&bob.files().join("content.sig"), &content));
    // The label came back, too, and nothing is wanted any more.
    assert_eq!(entries(&bob), ["content"]);
    assert!(wanted(&bob, &[]).is_empty());
    bob.done(["exec", "--offline", "--emit", "inline", "-k", &key, "content"]);
}

#[test]
fn all_in_one_pipe_the_signatures_come_back_and_twice_are_the_same() {
    let (alice, bob, key) = holder_and_other();
    for name in ["a", "b", "c"] {
        ask(&bob, &key, name, name);
    }
    let program = env!("CARGO_BIN_EXE_signcache");
    let environment: String = alice
        .environment()
        .into_iter()
        .map(|(name, value)| format!("{}='{}' ", name.to_str().unwrap(), value.to_str().unwrap()))
        .collect();
    let sign = format!("{environment} {program} wanted sign -q --yes -o - -");
    let typed = format!("{program} wanted export -q -o - | {sign} | {program} import -");
    for said in ["3 new", "nothing in it"] {
        let ended =
            crate::support::user::Ended::from(bob.command("sh").args(["-c", &typed]).output().unwrap());
        ended.says(0, said);
    }
    assert_eq!(entries(&alice), ["a", "b", "c"]);
    assert_eq!(entries(&bob), ["a", "b", "c"]);
}

#[test]
fn who_has_signed_it_before_sends_the_first_signature() {
    let (alice, bob, key) = holder_and_other();
    alice.write("own", "content");
    let first = alice.sign(&key, "own");
    ask(&bob, &key, "content", "content");
    let bundle = exported(&bob);
    let said = alice.run(["wanted", "sign", "--yes", bundle.to_str().unwrap(), "-o", "signed/"]);
    said.says(0, "0 signed, 1 there already");
    bob.done(["import", alice.files().join("signed").to_str().unwrap()]);
    assert_eq!(bob.done(["get", "-k", &key, "-o", "-", "content"]), first);
}

#[test]
fn a_key_that_is_not_usable_is_as_good_as_none() {
    let (alice, bob, key) = holder_and_other();
    bob.write("content", "content");
    bob.run(["sign", "-k", &key, "content"]).says(5, "no certificate");
    let first = wanted(&bob, &[]);
    assert_eq!((first.len(), &first[0]["label"], &first[0]["size"]), (1, &"content".into(), &7.into()));
    assert_eq!(first[0]["keyId"], format!("openpgp:{key}"));
    // It is noted once, with its first time.
    bob.tamper("UPDATE wanted SET asked = asked - 1000, label = NULL");
    bob.gnupg.import(&alice.gnupg.export(&key.parse().unwrap()));
    bob.run(["exec", "-k", &key, "content"]).says(5, "no secret key");
    let again = wanted(&bob, &[]);
    assert_eq!(again[0]["askedAt"].as_i64().unwrap(), first[0]["askedAt"].as_i64().unwrap() - 1000);
    assert_eq!((again.len(), &again[0]["label"]), (1, &"content".into()));
}

#[test]
fn looking_up_and_signing_note_nothing() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    user.run(["get", "-k", &key, "content"]).says(3, "not in the cache");
    assert!(!user.cache().exists());
    user.sign(&key, "content");
    user.done(["exec", "--offline", "--emit", "inline", "-k", &key, "content"]);
    user.run(["get", "-k", &key, &"ab".repeat(32)]).says(3, "not in the cache");
    assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM wanted"), 0);
}

#[test]
fn that_it_cannot_be_noted_is_a_warning_and_changes_no_exit_code() {
    let (user, key) = User::with_key();
    user.write("a", "a");
    user.sign(&key, "a");
    user.write("b", "b");
    user.tamper("CREATE TABLE planted (x)");
    let ended = user.run(["exec", "--offline", "-k", &key, "b"]);
    ended.says(3, "not noted in the cache");
    ended.says(3, "not in the cache: <3e23e8160039594a");
    let none = user.run(["sign", "-k", "0123456789ABCDEF0123456789ABCDEF01234567", "b"]);
    none.says(5, "not noted in the cache");
    user.done(["exec", "--offline", "--emit", "inline", "-k", &key, "a"]);
}
