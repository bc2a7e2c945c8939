//! Clients that are slow, vanish, or never say what they want.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;

use signcache::model::KeyId;

use crate::support::agent::Agent;
use crate::support::user::User;

fn desk(more: &str) -> (User, KeyId, Agent) {
    let (user, key) = User::with_key();
    user.configure(&format!("[agent]\n{more}\n[agent.keys.{key}]\npolicy = \"sign\"\n"));
    let agent = Agent::start(&user);
    (user, format!("openpgp:{key}").parse().unwrap(), agent)
}

/// Waits until the agent has hung up.
fn hung_up(mut stream: &UnixStream) {
    let mut rest = Vec::new();
    // Whether it was reset or closed, it is over.
    let _ = stream.read_to_end(&mut rest);
}

#[test]
fn whoever_says_nothing_more_is_hung_up_on_and_keeps_nobody_from_being_served() {
    let (user, key, agent) = desk("client-timeout = \"1s\"\nmax-clients = 8");
    let file = user.write("content", "content");
    let signature = agent.ask(&key, &file).unwrap();
    let threads = agent.status("Threads");
    let halves: [&[u8]; 4] = [
        b"",
        b"signcache 1 content openpgp:",
        &[format!("signcache 1 content {key} x\n").as_bytes(), &[0, 0, 1, 0, b'x']].concat(),
        &[format!("signcache 1 content {key} x\n").as_bytes(), &[0, 0]].concat(),
    ];
    let mut streams = Vec::new();
    for half in halves.iter().cycle().take(40) {
        let mut stream = agent.connect();
        stream.write_all(half).unwrap();
        streams.push(stream);
    }
    // More came than are served at once; those behind get their turn.
    assert_eq!(agent.ask(&key, &file).unwrap(), signature);
    assert_eq!(user.sign(&key.fingerprint().to_string(), "content"), signature);
    streams.iter().for_each(hung_up);
    while agent.status("Threads") > threads {
        std::thread::yield_now();
    }
}

#[test]
fn whoever_vanishes_is_forgotten() {
    let (user, key, agent) = desk("");
    let file = user.write("content", "content");
    agent.ask(&key, &file).unwrap();
    let threads = agent.status("Threads");
    for index in 0..200_usize {
        let mut stream = agent.connect();
        let request =
            [format!("signcache 1 content {key} x\n").as_bytes(), &[0, 0, 0, 1, b'x', 0, 0, 0, 0]].concat();
        // Somewhere in the middle, or just before the answer.
        stream.write_all(&request[..index % request.len() + 1]).unwrap();
    }
    assert!(agent.ask(&key, &file).is_ok());
    while agent.status("Threads") > threads {
        std::thread::yield_now();
    }
    assert!(!agent.decisions().is_empty());
}

#[test]
fn who_comes_when_others_have_gone_needs_no_new_thread() {
    let (user, key, agent) = desk("");
    let file = user.write("content", "content");
    agent.ask(&key, &file).unwrap();
    let threads = agent.status("Threads");
    for _ in 0..100 {
        agent.ask(&key, &file).unwrap();
    }
    // Who asks again at once may come before the threads of the last times are free.
    assert!(agent.status("Threads") <= threads + 20);
}

#[test]
fn what_makes_no_sense_is_told_so() {
    let (_user, key, agent) = desk("");
    let long = [&b"signcache 1 content "[..], &[b'x'; 5000]].concat();
    for nonsense in [&b"\n"[..], b"signcache 2 hello\n", b"\xff\xfe\n", &long] {
        let said = agent.say(nonsense);
        assert!(said.is_empty() || said.starts_with("malformed "), "{said}");
    }
    // A chunk that says it is longer than any.
    let request = [format!("signcache 1 content {key} x\n").as_bytes(), &[0xff; 8]].concat();
    assert_eq!(agent.say(&request), "");
}

#[test]
fn systemd_may_open_the_socket_and_keeps_it() {
    let (user, key) = User::with_key();
    user.configure(&format!("[agent.keys.{key}]\npolicy = \"sign\"\n"));
    let agent = Agent::activated(&user);
    let file = user.write("content", "content");
    let signature = agent.ask(&format!("openpgp:{key}").parse().unwrap(), &file).unwrap();
    assert_eq!(user.sign(&key.to_string(), "content"), signature);
    let socket = agent.socket.clone();
    assert_eq!(agent.stop(), Some(0));
    assert!(socket.exists(), "it is not the agent's");
}
