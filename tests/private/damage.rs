//! Messages that were cut short or changed on the way.

use std::io::{self, Read, Write};

use signcache::model::KeyId;
use signcache::openpgp::Error as KeyError;
use signcache::ops::{Error, private};

use crate::{Person, content};

/// What is read of a message, and how it ends.
fn read(person: &Person, message: impl Read + Send) -> (Vec<u8>, Result<(), Error>, Option<io::Error>) {
    let mut content = Vec::new();
    let mut opened = match private::open(&person.session(), message, &person.desk) {
        Ok(opened) => opened,
        Err(error) => return (content, Err(error), None),
    };
    let error = opened.read_to_end(&mut content).err();
    if error.is_some() {
        // Whoever goes on reading gets no silent end either.
        assert!(opened.read(&mut [0; 16]).is_err());
    }
    (content, Ok(()), error)
}

fn is_damage(error: &io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
    matches!(inner, Some(KeyError::Damaged(_)))
}

#[test]
fn no_cut_and_no_change_goes_unnoticed() {
    let (person, key) = Person::with_key("cv25519");
    let content = content();
    let ours = person.seal(&content, &[key]).unwrap();
    let theirs = person.gnupg.encrypt(&content, &["-z0", "-r", &key.to_string()]);
    for message in [ours, theirs] {
        let length = message.len();
        let check = |damaged: &[u8], what: &str| {
            let (got, opened, error) = read(&person, damaged);
            assert!(content.starts_with(&got) || what.starts_with("changed"), "{what}: other bytes");
            match (opened, error) {
                (Err(Error::OpenPgp(KeyError::Damaged(_))), None) => {}
                (Ok(()), Some(error)) if is_damage(&error) => {}
                other => panic!("{what}: {other:?}"),
            }
        };
        for cut in [200, 1000, 500_000, length - 23, length - 22, length - 1] {
            check(&message[..cut], &format!("cut at {cut}"));
        }
        for at in [200, 5000, 500_000, length - 50, length - 22, length - 10, length - 1] {
            let mut changed = message.clone();
            changed[at] ^= 1;
            check(&changed, &format!("changed at {at}"));
        }
        let longer = [&message[..], b"more"].concat();
        check(&longer, "followed by something");
    }
}

#[test]
fn without_its_end_a_message_is_not_whole() {
    let (person, key) = Person::with_key("cv25519");
    // More than what the library writes at once.
    for content in [content(), content().repeat(10)] {
        let mut sink = Vec::new();
        let keys = [KeyId::OpenPgp(key)];
        let mut sealing = private::seal(&person.session(), &keys, &mut sink, &person.desk).unwrap();
        sealing.write_all(&content).unwrap();
        drop(sealing);
        assert!(person.gpg(&sink).is_err());
        let (got, opened, error) = read(&person, &sink[..]);
        assert!(
            got.len() < content.len() && (opened.is_err() || error.is_some_and(|error| is_damage(&error)))
        );
    }
}

#[test]
fn an_envelope_that_names_a_key_and_is_not_for_it_is_damage() {
    let (person, key) = Person::with_key("cv25519");
    let mut message = person.seal(b"content", &[key]).unwrap();
    message[60] ^= 1;
    let (_, opened, _) = read(&person, &message[..]);
    assert!(matches!(opened, Err(Error::OpenPgp(KeyError::Damaged(_)))), "{opened:?}");
}

#[test]
fn an_error_of_the_source_comes_as_it_is() {
    struct Fails;
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the cable was pulled"))
        }
    }
    let (person, key) = Person::with_key("cv25519");
    let message = person.seal(&content(), &[key]).unwrap();
    let (_, opened, error) = read(&person, message[..600_000].chain(Fails));
    opened.unwrap();
    assert_eq!(error.unwrap().to_string(), "the cable was pulled");
    let (_, opened, _) = read(&person, Fails);
    assert!(matches!(opened, Err(Error::OpenPgp(KeyError::MessageUnread(_)))), "{opened:?}");
}
