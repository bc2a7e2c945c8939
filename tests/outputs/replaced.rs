//! A signature that --force replaces can come back.

use std::fs;

use crate::gpg_sign;
use crate::support::user::{User, value};

#[test]
fn the_old_signature_of_a_file_goes_to_the_trash_before_it_is_overwritten() {
    let (user, key) = User::with_key();
    let other = user.gnupg.generate("ed25519").to_string();
    user.write("content", "content");
    let first = user.sign(&key, "content");
    let trash = |user: &User| value::<i64>(&user.cache(), "SELECT count(*) FROM trash");

    // Within one second Ed25519 signatures are the same.
    let at = |time| ["--ignore-time-conflict", "--faked-system-time", time];
    let output = gpg_sign(&user, &key, &at("20400101T000000"), "content.sig", "content");
    user.run(["sign", "-k", &key, "content"]).says(1, "content.sig is there already");
    assert_eq!(trash(&user), 0);
    user.run(["sign", "-k", &key, "--force", "content"]).says(0, "trash");
    assert_eq!((fs::read(&output).unwrap(), trash(&user)), (first.clone(), 1));
    let kept: Vec<u8> = value(&user.cache(), "SELECT signature FROM trash");
    fs::write(user.files().join("kept.sig"), kept).unwrap();
    assert!(user.gnupg.verifies(&user.files().join("kept.sig"), &user.files().join("content")));
    let listed = String::from_utf8(user.done(["trash", "list"])).unwrap();
    assert!(listed.contains("--force") && listed.contains("content.sig"), "{listed}");

    // Once is enough; what is the entry's, somebody else's or nobody's does not go there.
    let kept = fs::read(user.files().join("kept.sig")).unwrap();
    for old in [kept, b"no signature".to_vec(), fs::read(&output).unwrap()] {
        fs::write(&output, old).unwrap();
        user.done(["sign", "-k", &key, "-f", "content"]);
    }
    gpg_sign(&user, &other, &[], "content.sig", "content");
    user.done(["sign", "-k", &key, "-f", "content"]);
    assert_eq!((fs::read(&output).unwrap(), trash(&user)), (first.clone(), 1));

    // `get` does the same, with a digest as well.
    gpg_sign(&user, &key, &at("20410101T000000"), "content.sig", "content");
    let digest = "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73";
    user.done(["get", "-k", &key, "-f", "-o", "content.sig", digest]);
    assert_eq!((fs::read(&output).unwrap(), trash(&user)), (first, 2));
}

/// It was never the first one, so it does not come back as such.
#[test]
fn what_was_replaced_is_no_first_signature() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    let first = user.sign(&key, "content");
    // Another one of the same key over the same content, made elsewhere.
    let other = User::new();
    other.gnupg.import(&user.gnupg.export_secret(&key, ""));
    other.gnupg.add_signing_subkey(&key.parse().unwrap(), "ed25519");
    user.gnupg.import(&other.gnupg.export(&key.parse().unwrap()));
    other.write("content", "content");
    std::fs::write(user.files().join("content.sig"), other.sign(&key, "content")).unwrap();
    user.done(["sign", "-q", "--force", "-k", &key, "content"]);
    assert_eq!(std::fs::read(user.files().join("content.sig")).unwrap(), first);
    // The entry and the ledger are lost; the file beside the content is what is left.
    user.tamper("DELETE FROM entry");
    user.forget();
    assert_eq!(user.sign(&key, "content"), first);
}

/// A file may have the signature of the cache and another one.
#[test]
fn another_signature_in_the_same_file_goes_to_the_trash_too() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    let at = |time| ["--ignore-time-conflict", "--faked-system-time", time];
    let first = user.sign(&key, "content");
    gpg_sign(&user, &key, &at("20400101T000000"), "other.sig", "content");
    let other = fs::read(user.files().join("other.sig")).unwrap();
    fs::write(user.files().join("content.sig"), [&first[..], &other].concat()).unwrap();
    user.done(["sign", "-q", "--force", "-k", &key, "content"]);
    assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM trash WHERE origin = 'replaced'"), 1);
}
