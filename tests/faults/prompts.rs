//! People who interrupt while somebody else waits for them.

use std::fs;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::support::user::{User, value};

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
    for signal in [Signal::INT, Signal::TERM] {
        let user = User::new();
        let key = user.gnupg.generate_as("With Passphrase <p@example.org>", "ed25519", "secret").to_string();
        user.gnupg.set_pinentry(DISTRACTED);
        user.gnupg.forget_passphrases_at_once();
        user.write("first", "first");
        user.write("second", "second");

        let sign = at_a_terminal(&user, &format!("sign -k {key} first second"));
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
        assert!(user.files().join("first.sig").exists() && !user.files().join("second.sig").exists());
        user.configure("lock-timeout = \"1s\"");
        user.gnupg.set_pinentry(ATTENTIVE);
        let again = at_a_terminal(&user, &format!("sign -k {key} first second")).wait_with_output().unwrap();
        let shown = String::from_utf8_lossy(&again.stdout);
        assert!(again.status.success() && shown.contains("1 signed, 1 reused"), "{shown}");
    }
}
