//! Bundles that only the holders of a key can read.

use std::fs;

use crate::people::{exported, import};
use crate::support::user::User;

/// Somebody with a key that can sign and decrypt.
fn holder() -> (User, String) {
    let user = User::new();
    let key = user.gnupg.generate_for_encryption("Test <test@example.org>", "cv25519", "").to_string();
    (user, key)
}

#[test]
fn who_holds_the_key_reads_it_and_nobody_else() {
    let (alice, key) = holder();
    let (bob, carol) = (User::new(), User::new());
    bob.gnupg.import(&alice.gnupg.export_secret(&key, ""));
    alice.write("content", "content");
    let signature = alice.sign(&key, "content");
    let bundle = exported(&alice, &["--encrypt", "--labels"]);
    let bytes = fs::read(&bundle).unwrap();
    assert!(!bytes.windows(7).any(|part| part == b"content") && !bytes.starts_with(&[0x28, 0xb5]));

    let (ended, summary) = import(&bob, &bundle, &[]);
    assert_eq!((ended.code, &summary["new"]), (0, &1.into()), "{}", ended.stderr);
    bob.write("content", "content");
    assert_eq!(bob.sign(&key, "content"), signature);

    let ended = carol.run(["import", bundle.to_str().unwrap()]);
    ended.says(5, "hint:");
    assert!(!carol.cache().join("layout").exists());

    // What gpg decrypts is the bundle.
    let plain = alice.files().join("plain");
    let mut gpg = alice.gnupg.gpg();
    assert!(gpg.arg("-o").arg(&plain).arg("--decrypt").arg(&bundle).status().unwrap().success());
    assert_eq!(import(&carol, &plain, &[]).0.code, 0);

    fs::write(&bundle, &bytes[..bytes.len() - 30]).unwrap();
    let (ended, _) = import(&bob, &bundle, &[]);
    assert_eq!(ended.code, 1, "{}", ended.stderr);
}

#[test]
fn another_reader_can_be_chosen_and_who_can_not_be_encrypted_to_is_named() {
    let (bob, bobs) = holder();
    let (alice, key) = User::with_key();
    alice.write("content", "content");
    alice.sign(&key, "content");
    // A key for signing only.
    let refused = alice.run(["export", "--encrypt", "-o", "bundle"]);
    refused.says(5, "hint:");
    assert!(refused.stderr.contains(&key) && !alice.files().join("bundle").exists(), "{}", refused.stderr);
    alice.run(["export", "--encrypt", "-o", "bundle/"]).says(2, "directory");

    alice.gnupg.import(&bob.gnupg.export(&bobs.parse().unwrap()));
    let bundle = exported(&alice, &["--recipient", &bobs]);
    let (ended, summary) = import(&bob, &bundle, &[]);
    assert_eq!((ended.code, &summary["new"]), (0, &1.into()), "{}", ended.stderr);
    alice.run(["import", bundle.to_str().unwrap()]).says(5, "hint:");
}
