//! Messages that can't be read, and what is said of them.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixListener;
use std::thread;
use std::time::Duration;

use signcache::openpgp::gnupg::{Agent, AgentDecryptor, Limits, Prompting};
use signcache::openpgp::{EncryptedMessage, FullCertificate};
use signcache::ops::Error;

use crate::{Person, terminal};

fn check(refused: Result<Vec<u8>, Error>, expected: &str, says: &str) {
    let refused = refused.unwrap_err();
    assert!(format!("{refused:?}").starts_with(expected), "{refused:?}");
    assert!(refused.to_string().contains(says), "{refused}");
}

#[test]
fn a_message_for_others_names_them() {
    let (sender, key) = Person::with_key("cv25519");
    let (stranger, _) = Person::with_key("cv25519");
    let other = sender.gnupg.generate_for_encryption("Other", "cv25519", "");
    let message = sender.gnupg.encrypt(b"x", &["-r", &key.to_string(), "-R", &other.to_string()]);
    check(stranger.open(&message), "NotForUs", ", a hidden recipient");
    check(Person::new().open(&message), "NotForUs", ", a hidden recipient");
}

#[test]
fn without_a_terminal_nobody_is_asked() {
    let mut person = Person::new();
    let key = person.gnupg.generate_for_encryption("Locked", "cv25519", "secret");
    let message = person.seal(b"content", &[key]).unwrap();
    person.gnupg.set_pinentry(&pinentry("D secret\\nOK"));
    check(person.open(&message), "Gnupg(PromptNeeded", "can't");
    assert!(!person.gnupg.join("pinentry.log").exists(), "a pinentry was started");

    person.prompting = terminal();
    assert_eq!(person.open(&message).unwrap(), b"content");
    let log = fs::read_to_string(person.gnupg.join("pinentry.log")).unwrap();
    let shown = format!("SETDESC signcache asks for the key of%0A{key} (Locked)%0Ato decrypt");
    assert!(log.contains(&shown), "{log}");
}

#[test]
fn a_prompt_that_is_cancelled_is_the_end() {
    let mut person = Person::new();
    person.prompting = terminal();
    let keys = ["One", "Two"].map(|user| person.gnupg.generate_for_encryption(user, "cv25519", "secret"));
    let message = person.seal(b"content", &keys).unwrap();
    person.gnupg.set_pinentry(&pinentry("ERR 83886179 Operation cancelled <Pinentry>"));
    check(person.open(&message), "Gnupg(Cancelled", "cancelled");
    let log = fs::read_to_string(person.gnupg.join("pinentry.log")).unwrap();
    assert_eq!(log.lines().filter(|line| *line == "GETPIN").count(), 1, "{log}");
}

#[test]
fn what_is_no_message_for_keys_is_told_apart() {
    let (person, key) = Person::with_key("cv25519");
    let check = |message: &[u8], expected: &str, says: &str| {
        check(person.open(message), &format!("OpenPgp({expected}"), says);
    };
    check(b"", "NotAMessage", "");
    check(b"(\xb5/\xfd and so on", "NotAMessage", "");
    check(&person.gnupg.export(&key), "NotAMessage", "Public-Key");
    check(&person.gnupg.encrypt(b"x", &["-r", &key.to_string()])[..60], "NotAMessage", "");

    let compressed = person.gnupg.encrypt(&[b'x'; 9999], &["-z9", "-r", &key.to_string()]);
    check(&compressed, "MessageUnsupported", "compressed");
    let mut gpg = person.gnupg.gpg();
    gpg.args(["--pinentry-mode", "loopback", "--passphrase", "x", "-o", "-", "--symmetric", "/dev/null"]);
    check(&gpg.output().unwrap().stdout, "MessageUnsupported", "no key");
}

#[test]
fn no_number_of_envelopes_takes_all_memory() {
    let (person, key) = Person::with_key("cv25519");
    let message = person.seal(b"", &[key]).unwrap();
    let envelope = &message[..2 + usize::from(message[1])];
    check(person.open(&envelope.repeat(60_000)), "OpenPgp(NotAMessage", "there is too much");
}

#[test]
fn an_agent_that_never_decrypts_is_given_up() {
    let (person, key) = Person::with_key("cv25519");
    let message = person.seal(b"x", &[key]).unwrap();
    let message = EncryptedMessage::read(&message[..]).unwrap();
    let [envelope] = message.envelopes() else { panic!("one envelope") };
    let certificate = FullCertificate::find_in(&person.gnupg.export(&key), &key).unwrap();
    let public = certificate.keys_for(envelope).remove(0);
    let socket = person.files.path().join("S");
    let check = |silent: fn(&str) -> bool, cancelled: bool, expected: &str| {
        let listener = UnixListener::bind(&socket).unwrap();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let lines = BufReader::new(stream.try_clone().unwrap()).lines();
            for line in ["greeting".to_owned()].into_iter().chain(lines.map_while(Result::ok)) {
                match line.as_str() {
                    line if silent(line) || line.starts_with("D ") => {}
                    "PKDECRYPT" => stream.write_all(b"INQUIRE CIPHERTEXT\n").unwrap(),
                    "END" => stream.write_all(b"D (5:value1:x)\nOK\n").unwrap(),
                    _ => stream.write_all(b"OK\n").unwrap(),
                }
            }
        });
        let limits = Limits { control: Duration::from_secs(10), signing: Duration::from_millis(300) };
        let agent = Agent::connect_to(&socket, &Prompting::Never, limits, &|| false).unwrap();
        let grip = "F5CCC1D3424F8868BD147214384FF113BC0EF00F".parse().unwrap();
        let mut decryptor = AgentDecryptor::new(agent, &grip, public.key().clone(), &|| false).unwrap();
        let answer = format!("{:?}", envelope.open_with_agent(&mut decryptor, &|| cancelled));
        assert!(answer.starts_with(expected), "{answer}");
        fs::remove_file(&socket).unwrap();
    };
    check(|line| line == "PKDECRYPT", true, "Err(Interrupted");
    check(|line| line == "PKDECRYPT", false, "Err(AgentWedged");
    check(|line| line == "END", false, "Err(AgentWedged");
    // What it gives in the end is no point on the curve.
    check(|_| false, false, "Ok(None)");
}

/// A pinentry that notes what it is told in `pinentry.log`, and answers `GETPIN` with some lines.
fn pinentry(answer: &str) -> String {
    format!(
        "#!/bin/sh\necho OK\nwhile read -r line; do\n echo \"$line\" >>\"$0.log\"\n \
         case $line in GETPIN*) printf '{answer}\\n';; BYE*) echo OK; exit;; *) echo OK;; esac\ndone\n"
    )
}
