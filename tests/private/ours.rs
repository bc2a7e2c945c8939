//! What we encrypt.

use std::fs;

use signcache::openpgp::gnupg::keygrips;
use signcache::openpgp::{Error as KeyError, is_message};
use signcache::ops::Error;

use crate::support::gnupg::Reason;
use crate::{Person, content};

#[test]
fn gpg_reads_what_was_encrypted_to_any_kind_of_key_and_so_do_we() {
    let person = Person::new();
    for algorithm in ["cv25519", "rsa3072", "nistp256", "nistp384", "nistp521"] {
        let key = person.gnupg.generate_for_encryption(algorithm, algorithm, "");
        for content in [&content()[..], b"x", b""] {
            let message = person.seal(content, &[key]).unwrap();
            assert!(is_message(&message), "{algorithm}");
            assert_eq!(person.gpg(&message).as_deref(), Ok(content), "{algorithm}");
            assert_eq!(person.open(&message).unwrap(), content, "{algorithm}");
        }
    }
}

#[test]
fn each_recipient_reads_it_with_each_key() {
    let (first, first_key) = Person::with_key("cv25519");
    let (second, second_key) = Person::with_key("rsa2048");
    let newer = second.gnupg.add_encryption_subkey(&second_key, "cv25519", "");
    first.gnupg.import(&second.gnupg.export(&second_key));
    let message = first.seal(b"content", &[first_key, second_key, first_key]).unwrap();
    assert_eq!(first.open(&message).unwrap(), b"content");
    assert_eq!(second.open(&message).unwrap(), b"content");
    assert_eq!(second.gpg(&message).unwrap(), b"content");
    let grip = keygrips(&second.gnupg.home(), &second_key).unwrap()[&newer];
    fs::remove_file(second.gnupg.join(&format!("private-keys-v1.d/{grip}.key"))).unwrap();
    assert_eq!(second.open(&message).unwrap(), b"content");
}

#[test]
fn a_certificate_in_a_file_will_do() {
    let (other, key) = Person::with_key("cv25519");
    let person = Person::new();
    let refused = person.seal(b"", &[key]).unwrap_err();
    assert!(matches!(refused, Error::NoCertificate(_)), "{refused:?}");
    fs::write(person.files.path().join("certificates.pgp"), other.gnupg.export(&key)).unwrap();
    assert_eq!(other.open(&person.seal(b"content", &[key]).unwrap()).unwrap(), b"content");
}

#[test]
fn nothing_is_encrypted_to_keys_that_are_not_for_it_any_more() {
    let person = Person::new();
    let check = |key, expected: &str| {
        let refused = person.seal(b"", &[key]).unwrap_err();
        assert!(matches!(refused, Error::OpenPgp(KeyError::CannotEncrypt { .. })), "{refused:?}");
        assert!(refused.to_string().contains(expected), "{refused}");
    };
    check(person.gnupg.generate_as("Signer", "ed25519", ""), "it has no encryption subkey");

    let key = person.gnupg.generate_for_encryption("Revoked", "cv25519", "");
    person.gnupg.revoke(&key, Reason::Retired);
    check(key, "the key is revoked");
}
