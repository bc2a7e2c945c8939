use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Stdio};

use super::{ask, entries, exported};
use crate::people::holder_and_other;
use crate::support::user::User;

/// The key holder at a terminal of her own: util-linux makes one.
struct Terminal {
    script: Child,
    shown: String,
}

impl Terminal {
    fn begin(user: &User, bundle: &Path) -> Self {
        let program = env!("CARGO_BIN_EXE_signcache");
        let bundle = bundle.display();
        let typed = format!("trap : INT; {program} wanted sign '{bundle}'; echo \"exit $?\"");
        let mut script = user.command("script");
        script.args(["-qec", &typed, "/dev/null"]).env("SHELL", "/bin/sh");
        let script = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        Self { script, shown: String::new() }
    }

    /// Waits for the next question, gives what is asked about, and answers.
    fn answer(&mut self, typed: &[u8]) -> String {
        let asked = "[q]uit: ";
        let (before, from) = (self.shown.matches(asked).count(), self.shown.len());
        let mut byte = [0];
        while self.shown.matches(asked).count() == before {
            assert_eq!(self.script.stdout.as_mut().unwrap().read(&mut byte).unwrap(), 1, "{}", self.shown);
            self.shown.push(char::from(byte[0]));
        }
        self.script.stdin.as_mut().unwrap().write_all(typed).unwrap();
        let question = &self.shown[from..];
        assert!(question.contains("Nobody here has seen the content"), "{question}");
        assert!(question.contains("SHA-256  ") && question.contains(" bytes"), "{question}");
        let label = question.lines().find_map(|line| line.split("label    ").nth(1));
        label.unwrap().trim().to_owned()
    }

    fn end(mut self) -> String {
        let mut rest = Vec::new();
        self.script.stdout.as_mut().unwrap().read_to_end(&mut rest).unwrap();
        self.script.wait().unwrap();
        self.shown + &String::from_utf8_lossy(&rest)
    }
}

#[test]
fn only_yes_is_yes() {
    let (alice, bob, key) = holder_and_other();
    for name in ["a", "b", "c", "d", "e", "f"] {
        ask(&bob, &key, name, name);
    }
    let bundle = exported(&bob);
    let mut terminal = Terminal::begin(&alice, &bundle);
    for answer in ["n\n", "\n", "yess\n", "no\n"] {
        terminal.answer(answer.as_bytes());
    }
    let yes = terminal.answer(b"y\n");
    let stop = terminal.answer(b"q\n");
    let shown = terminal.end();
    assert!(shown.contains("1 signed, 5 left") && shown.contains("exit 0"), "{shown}");
    assert_eq!(entries(&alice), [yes]);

    // What is there is not asked about again; what is not is, and `a` is for all that follow.
    let mut terminal = Terminal::begin(&alice, &bundle);
    terminal.answer(b"n\n");
    terminal.answer(b"ALL\n");
    let shown = terminal.end();
    assert!(shown.contains("4 signed, 1 there already, 1 left"), "{shown}");
    assert!(entries(&alice).contains(&stop));
    assert_eq!(entries(&alice).len(), 5);
}

#[test]
fn who_interrupts_or_hangs_up_signs_nothing_more() {
    let (alice, bob, key) = holder_and_other();
    for name in ["a", "b"] {
        ask(&bob, &key, name, name);
    }
    let bundle = exported(&bob);
    for answers in [&["\x03"][..], &["y\n", "\x03"]] {
        let mut terminal = Terminal::begin(&alice, &bundle);
        for answer in answers {
            terminal.answer(answer.as_bytes());
        }
        let shown = terminal.end();
        assert!(shown.contains("exit 130"), "{shown}");
        assert!(entries(&alice).is_empty());
    }
    let mut terminal = Terminal::begin(&alice, &bundle);
    terminal.answer(b"\x04");
    let shown = terminal.end();
    assert!(shown.contains("0 signed, 1 left") && shown.contains("exit 0"), "{shown}");
    assert!(entries(&alice).is_empty());
}
