//! People who interrupt while somebody else waits for them.

use std::fs;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::support::user::{Ended, User, value};

/// Longer than anything takes here, and less than anybody would wait for a person.
const HANGS: Duration = Duration::from_secs(60);

/// Answers the first question, and is silent at the second one.
const DISTRACTED: &str = "#!/bin/sh\necho OK\nwhile read -r line; do case $line in\n\
    GETPIN*) if mkdir \"$0.answered\" 2>/dev/null; then echo 'D secret'; echo OK\n\
    else echo $$ > \"$0.new\"; mv \"$0.new\" \"$0.asks\"; exec sleep 1000; fi;;\n\
    GETINFO*pid) echo \"D $$\"; echo OK;;\n*) echo OK;;\nesac; done\n";

const ATTENTIVE: &str = "#!/bin/sh\necho OK\nwhile read -r line; do case $line in\n\
    GETPIN*) echo 'D secret'; echo OK;;\n*) echo OK;;\nesac; done\n";

/// Runs the program where a person can be asked, and notes its number: `script` makes a terminal.
fn at_a_terminal(user: &User, arguments: &str) -> Child {
    let program = env!("CARGO_BIN_EXE_signcache");
    let typed = format!("echo $$ > number.new; mv number.new number; exec {program} {arguments}");
    let mut script = user.command("script");
    script.args(["-qefc", &typed, "/dev/null"]).env("SHELL", "/bin/sh");
    script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap()
}

/// The number in a file, once it is there.
fn number(path: &std::path::Path) -> Pid {
    let begun = Instant::now();
    loop {
        if let Ok(text) = fs::read_to_string(path) {
            return Pid::from_raw(text.trim().parse().unwrap()).unwrap();
        }
        assert!(begun.elapsed() < HANGS, "{} never came", path.display());
        std::thread::yield_now();
    }
}

#[test]
fn a_pinentry_that_is_open_is_no_reason_to_stay() {
    // Over several connections, too, while the signal comes to the thread that uses none of them.
    for (signal, requests) in [(Signal::INT, 1), (Signal::TERM, 3)] {
        let user = User::new();
        let key = user.gnupg.generate_as("With Passphrase <p@example.org>", "ed25519", "secret").to_string();
        user.gnupg.set_pinentry(DISTRACTED);
        user.gnupg.forget_passphrases_at_once();
        let settings = format!("[keys.release]\nfingerprint = \"{key}\"\nmax-requests = {requests}\n");
        user.configure(&settings);
        for name in ["a", "b", "c", "d"] {
            user.write(name, name);
        }
        let sign = at_a_terminal(&user, "sign -k release a b c d");
        let pinentry = number(&user.gnupg.join("pinentry.asks"));
        kill_process(number(&user.files().join("number")), signal).unwrap();
        let begun = Instant::now();
        let output = sign.wait_with_output().unwrap();
        let shown = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(130), "{shown}");
        assert!(begun.elapsed() < HANGS, "{:?}", begun.elapsed());
        assert!(shown.contains("interrupted") && shown.contains("hint:"), "{shown}");
        // Nobody is asked any more, either.
        while rustix::process::test_kill_process(pinentry).is_ok() {
            assert!(begun.elapsed() < HANGS, "the pinentry is still open");
            std::thread::yield_now();
        }

        // What was signed before is there, and there is no lock in the way of the rest.
        assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM entry"), 1);
        let written = ["a", "b", "c", "d"].map(|name| user.files().join(format!("{name}.sig")).exists());
        assert_eq!(written.iter().filter(|written| **written).count(), 1);
        user.configure(&format!("lock-timeout = \"1s\"\n{settings}"));
        user.gnupg.set_pinentry(ATTENTIVE);
        // An agent may still ask for a request that waited behind the first one, though nobody wants it any more.
        user.gnupg.kill_agent();
        let again = at_a_terminal(&user, "sign -k release a b c d").wait_with_output().unwrap();
        let shown = String::from_utf8_lossy(&again.stdout);
        assert!(again.status.success() && shown.contains("3 signed, 1 reused"), "{shown}");
    }
}

#[test]
fn an_agent_that_is_stopped_is_no_reason_to_stay_and_takes_nothing_away() {
    let (user, key) = User::with_key();
    user.write("known", "known");
    user.write("new", "new");
    let known = user.sign(&key, "known");
    let mut ask = user.command("gpg-connect-agent");
    let answer = ask.args(["GETINFO pid", "/bye"]).output().unwrap().stdout;
    let agent = String::from_utf8(answer).unwrap();
    let agent = agent.strip_prefix("D ").and_then(|rest| rest.lines().next()).unwrap().parse().unwrap();
    let agent = Stopped::stop(Pid::from_raw(agent).unwrap());

    assert_eq!(user.sign(&key, "known"), known);
    let sign = user.signcache(["sign", "-k", &key, "new"]).stderr(Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    let connected = || {
        let open = fs::read_dir(format!("/proc/{}/fd", sign.id())).unwrap().flatten();
        let targets: Vec<_> = open.filter_map(|file| fs::read_link(file.path()).ok()).collect();
        targets.iter().any(|target| target.to_string_lossy().starts_with("socket:"))
    };
    while !connected() {
        assert!(begun.elapsed() < HANGS);
        std::thread::yield_now();
    }
    kill_process(Pid::from_child(&sign), Signal::INT).unwrap();
    Ended::from(sign.wait_with_output().unwrap()).says(130, "interrupted");
    user.run(["sign", "-k", &key, "new"]).says(5, "no answer within 10 s");

    drop(agent);
    user.sign(&key, "new");
}

/// A process that does nothing until this is dropped.
struct Stopped(Pid);

impl Stopped {
    fn stop(process: Pid) -> Self {
        kill_process(process, Signal::STOP).unwrap();
        Self(process)
    }
}

impl Drop for Stopped {
    fn drop(&mut self) {
        let _ = kill_process(self.0, Signal::CONT);
    }
}
