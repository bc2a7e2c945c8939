//! Messages for keys that are in files.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use signcache::model::Fingerprint;
use signcache::openpgp::Error as KeyError;
use signcache::ops::{Error, PasswordFrom, SignWith, Signing};

use crate::Person;

/// Somebody who has a key in a file, and an empty key ring; and a message for that key.
fn holder(algorithm: &str, passphrase: &'static str) -> (Person, Fingerprint, PathBuf, Vec<u8>) {
    let maker = Person::new();
    let key = maker.gnupg.generate_for_encryption("Filed", algorithm, passphrase);
    let message = maker.seal(b"content", &[key]).unwrap();
    let mut person = Person::new();
    let path = person.files.path().join("key.pgp");
    fs::write(&path, maker.gnupg.export_secret(&key.to_string(), passphrase)).unwrap();
    let with = SignWith::KeyFile { path: path.clone(), password: PasswordFrom::Person };
    person.signers.insert(key, Signing { with, max_requests: 1 });
    (person, key, path, message)
}

#[test]
fn a_key_file_decrypts_without_gnupg() {
    for algorithm in ["cv25519", "nistp256", "nistp384", "nistp521"] {
        let (mut person, key, _, message) = holder(algorithm, "");
        assert_eq!(person.open(&message).unwrap(), b"content", "{algorithm}");
        assert_eq!(person.desk.asked.load(Ordering::Relaxed), 0);
        // The file is a source of the certificate, too.
        assert!(person.gnupg.export(&key).is_empty());
        let own = person.seal(b"own", &[key]).unwrap();
        assert_eq!(person.open(&own).unwrap(), b"own");
        person.signers.clear();
        let refused = person.open(&message).unwrap_err();
        assert!(matches!(refused, Error::NotForUs(_)), "{refused:?}");
    }
}

#[test]
fn a_password_is_asked_for_where_somebody_is_there() {
    let (mut person, _, path, message) = holder("cv25519", "secret");
    let refused = person.open(&message).unwrap_err();
    assert!(
        matches!(&refused, Error::OpenPgp(KeyError::PasswordNeeded(file)) if *file == path),
        "{refused:?}"
    );
    person.desk.password = Some("wrong");
    let refused = person.open(&message).unwrap_err();
    assert!(matches!(refused, Error::OpenPgp(KeyError::WrongPassword(_))), "{refused:?}");
    person.desk.password = Some("secret");
    person.desk.asked.store(0, Ordering::Relaxed);
    assert_eq!(person.open(&message).unwrap(), b"content");
    assert_eq!(person.desk.asked.load(Ordering::Relaxed), 1);
}

#[test]
fn a_message_for_others_asks_for_no_password() {
    let (mut person, ..) = holder("cv25519", "secret");
    person.desk.password = Some("secret");
    let (stranger, key) = Person::with_key("cv25519");
    let refused = person.open(&stranger.seal(b"x", &[key]).unwrap()).unwrap_err();
    assert!(matches!(refused, Error::NotForUs(_)), "{refused:?}");
    assert_eq!(person.desk.asked.load(Ordering::Relaxed), 0);
}

#[test]
fn an_rsa_key_in_a_file_is_used_by_back_ends_that_keep_it_secret() {
    let (person, .., message) = holder("rsa2048", "");
    let (opened, is_safe) = (person.open(&message), !cfg!(feature = "crypto-rust"));
    match opened {
        Ok(content) => assert!(is_safe && content == b"content"),
        Err(Error::OpenPgp(KeyError::RsaRefused { .. })) => assert!(!is_safe),
        Err(other) => panic!("{other:?}"),
    }
}
