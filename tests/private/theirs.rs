//! What gpg encrypts.

use crate::{Person, content};

#[test]
fn what_gpg_encrypts_to_any_kind_of_key_is_read() {
    let person = Person::new();
    for algorithm in ["cv25519", "rsa3072", "nistp256", "nistp384", "nistp521"] {
        let key = person.gnupg.generate_for_encryption(algorithm, algorithm, "").to_string();
        for options in [&["-z0", "-r", &key][..], &["-z0", "--armor", "-r", &key], &["-z0", "-R", &key]] {
            let message = person.gnupg.encrypt(&content(), options);
            assert_eq!(person.open(&message).unwrap(), content(), "{algorithm} {options:?}");
        }
    }
}

#[test]
fn the_second_recipient_and_the_hidden_one_are_found() {
    let (sender, first) = Person::with_key("cv25519");
    for algorithm in ["cv25519", "rsa2048"] {
        let (person, second) = Person::with_key(algorithm);
        person.gnupg.generate_for_encryption("Another of theirs", algorithm, "");
        sender.gnupg.import(&person.gnupg.export(&second));
        let (first, second) = (first.to_string(), second.to_string());
        for options in
            [["-r", &first, "-r", &second], ["-R", &first, "-R", &second], ["-r", &first, "-R", &second]]
        {
            let message = sender.gnupg.encrypt(b"content", &[&["-z0"], &options[..]].concat());
            assert_eq!(person.open(&message).unwrap(), b"content", "{options:?}");
        }
    }
}

#[test]
fn what_was_encrypted_before_a_key_expired_is_read_still() {
    let (person, key) = Person::with_key("cv25519");
    let message = person.gnupg.encrypt(b"content", &["-z0", "-r", &key.to_string()]);
    person.gnupg.revoke(&key, crate::support::gnupg::Reason::Superseded);
    assert_eq!(person.open(&message).unwrap(), b"content");
}
