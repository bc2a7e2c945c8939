//! Agents that hang, die or talk nonsense, and programs that are missing.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use sequoia_openpgp::types::HashAlgorithm;
use signcache::model::Fingerprint;
use signcache::openpgp::gnupg::{Agent, AgentSigner, Error, GnupgHome, Keygrip, Limits, Prompting, keygrips};

use crate::support::gnupg::Gnupg;
use crate::{public_key, within};

/// An agent that greets, and answers `OK` to everything but what `silent` picks.
fn fake_agent(socket: &Path, silent: fn(&str) -> bool) {
    let listener = UnixListener::bind(socket).expect("a socket");
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client");
        let lines = BufReader::new(stream.try_clone().expect("a socket")).lines();
        let greeting = ["GREETING".to_owned()];
        for line in greeting.into_iter().chain(lines.map_while(Result::ok)) {
            if !silent(&line) {
                stream.write_all(b"OK\n").expect("a client that listens");
            }
        }
    });
}

#[test]
fn an_agent_that_never_answers_is_given_up() {
    let limits = Limits { control: Duration::from_millis(300), signing: Duration::from_millis(600) };
    let dir = tempfile::tempdir().unwrap();
    let key = {
        let gnupg = Gnupg::new();
        let fingerprint = gnupg.generate("ed25519");
        public_key(&gnupg, &fingerprint, &fingerprint)
    };
    let grip: Keygrip = "F5CCC1D3424F8868BD147214384FF113BC0EF00F".parse().unwrap();
    let check = |name: &str, silent: fn(&str) -> bool, limit: Duration| {
        let socket = dir.path().join(name);
        fake_agent(&socket, silent);
        let start = Instant::now();
        let given_up = Agent::connect_to(&socket, &Prompting::Never, limits, &|| false)
            .and_then(|agent| AgentSigner::new(agent, &grip, key.clone(), &|| false))
            .and_then(|mut signer| {
                let first = signer.sign_digest(HashAlgorithm::SHA256, &[0; 32], &|| false);
                let second = signer.sign_digest(HashAlgorithm::SHA256, &[0; 32], &|| false);
                assert!(matches!(second, Err(Error::AgentUnreachable { .. })), "{second:?}");
                first
            });
        let took = start.elapsed();
        assert!(matches!(given_up, Err(Error::AgentWedged { .. })), "{name}: {given_up:?}");
        assert!((limit..limit + Duration::from_secs(5)).contains(&took), "{name}: {took:?}");
    };
    check("greeting", |_| true, limits.control);
    check("option", |line| line.starts_with("OPTION"), limits.control);
    check("sethash", |line| line.starts_with("SETHASH"), limits.control);
    check("pksign", |line| line.starts_with("PKSIGN"), limits.signing);
}

#[test]
fn an_agent_that_accepts_nobody_is_given_up() {
    let dir = tempfile::tempdir().unwrap();
    let socket = dir.path().join("S");
    let listener = UnixListener::bind(&socket).unwrap();
    rustix::net::listen(&listener, 0).unwrap();
    // The kernel queues one client more than the backlog.
    let _queued = UnixStream::connect(&socket).unwrap();
    let limits = Limits { control: Duration::from_millis(200), ..Limits::default() };
    let given_up =
        within(Duration::from_secs(5), || Agent::connect_to(&socket, &Prompting::Never, limits, &|| false));
    assert!(matches!(given_up, Err(Error::AgentWedged { .. })), "{given_up:?}");
}

#[test]
fn an_agent_that_dies_or_speaks_nonsense_is_reported() {
    let dir = tempfile::tempdir().unwrap();
    let check = |name: &str, said: &'static [u8], expected: &str| {
        let socket = dir.path().join(name);
        let listener = UnixListener::bind(&socket).unwrap();
        thread::spawn(move || listener.accept().expect("a client").0.write_all(said));
        let error = Agent::connect_to(&socket, &Prompting::Never, Limits::default(), &|| false).unwrap_err();
        assert!(format!("{error:?}").starts_with(expected), "{name}: {error:?}");
    };
    check("dies", b"", "AgentUnreachable");
    check("http", b"HTTP/1.1 400 Bad Request\r\n\r\n", "Unintelligible");
    check("refuses", b"ERR 67109115 Forbidden <GPG Agent>\n", "Refused { code: 251");
}

#[test]
fn what_is_missing_is_named() {
    let gnupg = Gnupg::new();
    let home = GnupgHome { gpgconf: "/nowhere/gpgconf".into(), gpg: "/nowhere/gpg".into(), ..gnupg.home() };
    let agent = Agent::connect(&home, &Prompting::Never, &|| false).unwrap_err();
    assert!(matches!(&agent, Error::ProgramMissing { program } if program.ends_with("gpgconf")), "{agent:?}");
    let nobody: Fingerprint = "0123456789012345678901234567890123456789".parse().unwrap();
    let grips = keygrips(&home, &nobody).unwrap_err();
    assert!(matches!(&grips, Error::ProgramMissing { program } if program.ends_with("gpg")), "{grips:?}");

    let long = gnupg.join(&"long/".repeat(30));
    let error = Agent::connect_to(&long, &Prompting::Never, Limits::default(), &|| false).unwrap_err();
    assert!(matches!(error, Error::SocketPathTooLong { .. }), "{error:?}");

    let slow = gnupg.join("slow");
    gnupg.set_pinentry("#!/bin/sh\nexec sleep 100\n");
    fs::rename(gnupg.join("pinentry"), &slow).unwrap();
    let limits = Limits { control: Duration::from_millis(200), ..Limits::default() };
    let home = GnupgHome { gpg: slow, limits, ..gnupg.home() };
    let error = within(Duration::from_secs(5), || keygrips(&home, &nobody)).unwrap_err();
    assert!(matches!(error, Error::ProgramWedged { .. }), "{error:?}");
}

#[test]
fn a_home_with_a_percent_sign_has_a_socket() {
    let gnupg = Gnupg::new();
    let inner = gnupg.join("a%41 b");
    fs::create_dir(&inner).unwrap();
    let socket = GnupgHome::new(&inner, true).agent_socket().unwrap();
    assert_eq!(socket.file_name().unwrap(), "S.gpg-agent");
    if !socket.starts_with("/run") {
        assert_eq!(socket.parent().unwrap(), inner);
    }
}
