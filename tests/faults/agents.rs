//! Agents, cards and people that don't do their part.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixListener;
use std::thread;
use std::time::{Duration, Instant};

use crate::support::user::{Ended, User};

/// Puts an agent in the place of the real one that answers some command with a line, or never.
fn fake_agent(user: &User, command: &'static str, answer: Option<&'static str>) {
    user.gnupg.kill_agent();
    let socket = user.gnupg.home().agent_socket().unwrap();
    let _ = fs::remove_file(&socket);
    let listener = UnixListener::bind(&socket).unwrap();
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let lines = BufReader::new(stream.try_clone().unwrap()).lines();
            for line in ["GREETING".to_owned()].into_iter().chain(lines.map_while(Result::ok)) {
                let said = if line.starts_with(command) { answer } else { Some("OK\n") };
                if said.is_some_and(|said| stream.write_all(said.as_bytes()).is_err()) {
                    break;
                }
            }
        }
    });
}

/// A user with one signature, whom an agent fails that is like this.
fn failed_by(command: &'static str, answer: Option<&'static str>) -> (User, String, Vec<u8>) {
    let (user, key) = User::with_key();
    user.write("known", "known");
    user.write("new", "new");
    let known = user.sign(&key, "known");
    fake_agent(&user, command, answer);
    (user, key, known)
}

/// What signing comes to; nothing is left of it, and what was known is served as before.
fn check((user, key, known): &(User, String, Vec<u8>), code: i32, words: &str) {
    for arguments in [&["sign", "-k", key, "new"][..], &["exec", "-k", key, "--emit", "inline", "new"]] {
        let ended = user.run(arguments);
        ended.says(code, words);
        ended.says(code, "hint:");
    }
    assert!(!user.files().join("new.sig").exists());
    assert_eq!(user.sign(key, "known"), *known);
    user.run(["get", "-k", key, "new"]).says(3, "not in the cache");
}

#[test]
fn a_card_that_was_pulled_is_named() {
    let pulled = failed_by("PKSIGN", Some("ERR 100663406 Card removed <SCD>\n"));
    check(&pulled, 5, "smart card");
    let absent = failed_by("PKSIGN", Some("ERR 100663408 Card not present <SCD>\n"));
    check(&absent, 5, "smart card");
}

#[test]
fn an_agent_that_answers_nonsense_signs_nothing() {
    let nonsense = failed_by("PKSIGN", Some("D (7:sig-val(5:nonsense))\nOK\n"));
    check(&nonsense, 5, "gpg-agent");
    // What has the form of a signature is verified before it is stored.
    let forged = concat!(
        "D (7:sig-val(5:eddsa(1:r32:",
        "rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr",
        ")(1:s32:",
        "ssssssssssssssssssssssssssssssss",
        ")))\nOK\n"
    );
    check(&failed_by("PKSIGN", Some(forged)), 4, "does not verify");
}

#[test]
fn an_agent_that_never_answers_is_given_up_and_blocks_no_hit() {
    let (user, key, known) = failed_by("GREETING", None);
    let begun = Instant::now();
    assert_eq!(user.sign(&key, "known"), known);
    let hit = begun.elapsed();
    user.run(["sign", "-k", &key, "new"]).says(5, "no answer within 10 s");
    let took = begun.elapsed();
    assert!(hit < Duration::from_secs(5) && took < Duration::from_secs(40), "{hit:?}, {took:?}");
    // Whoever comes next finds no lock.
    fs::remove_file(user.gnupg.home().agent_socket().unwrap()).unwrap();
    user.sign(&key, "new");
}

#[test]
fn without_gpgconf_there_is_no_agent() {
    let (user, key) = User::with_key();
    user.write("known", "known");
    user.write("new", "new");
    let known = user.sign(&key, "known");
    user.configure("[gnupg]\ngpgconf = \"/nowhere/gpgconf\"");
    check(&(user, key, known), 5, "gpgconf");
}

#[test]
fn a_prompt_that_is_cancelled_cancels() {
    let user = User::new();
    let key = user.gnupg.generate_as("With Passphrase <p@example.org>", "ed25519", "secret").to_string();
    user.write("new", "new");
    user.gnupg.set_pinentry(
        "#!/bin/sh\necho OK\nwhile read -r line; do case $line in\n\
         GETPIN*) echo 'ERR 83886179 Operation cancelled <Pinentry>';;\n*) echo OK;;\nesac; done\n",
    );
    // Only who has a terminal is asked; `script` makes one.
    let typed = format!("{} sign -k {key} new", env!("CARGO_BIN_EXE_signcache"));
    let mut script = user.command("script");
    let ended = Ended::from(script.args(["-qefc", &typed, "/dev/null"]).output().unwrap());
    let shown = String::from_utf8_lossy(&ended.stdout);
    assert_eq!(ended.code, 5, "{shown}");
    assert!(shown.contains("cancelled") && shown.contains("hint:"), "{shown}");
    assert!(!user.files().join("new.sig").exists());
    user.run(["get", "-k", &key, "new"]).says(3, "not in the cache");
}
