use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use super::Owner;
use crate::support::user::{Ended, User};

fn owner() -> Owner {
    let owner = Owner::of("ed25519", "correct horse");
    owner.key_file("correct horse");
    owner.user.write("content", "content");
    owner
}

/// Signs with a descriptor 3 that the shell opens with `redirection`.
fn with_descriptor(owner: &Owner, redirection: &str) -> Ended {
    let typed =
        format!("exec {} sign -k release -o - content {redirection}", env!("CARGO_BIN_EXE_signcache"));
    owner.user.command("bash").args(["-c", &typed]).output().unwrap().into()
}

#[test]
fn a_password_comes_from_a_file() {
    let owner = owner();
    owner.configure("signer = { key-file = \"release.key\", password-file = \"password\" }");
    owner.user.run(["sign", "-k", "release", "content"]).says(5, "can't read the password");
    owner.secret("password", "wrong\n");
    owner.user.run(["sign", "-k", "release", "content"]).says(5, "wrong password");
    owner.secret("password", "correct horse\nanother line\n");
    owner.user.done(["sign", "-k", "release", "content"]);
    kept_nowhere(&owner.user);
    assert!(
        owner.vault.verifies(&owner.user.files().join("content.sig"), &owner.user.files().join("content"))
    );
}

/// Checks that the password is in nothing that the program wrote.
fn kept_nowhere(user: &User) {
    for directory in [user.cache(), user.state(), user.files()] {
        for entry in walkdir::WalkDir::new(directory).into_iter().map(Result::unwrap) {
            if entry.file_type().is_file() {
                let bytes = fs::read(entry.path()).unwrap();
                assert!(!bytes.windows(5).any(|part| part == b"horse"), "{entry:?}");
            }
        }
    }
}

#[test]
fn no_message_says_a_password() {
    let owner = owner();
    owner.configure("signer = { key-file = \"release.key\", password-file = \"password\" }");
    for password in ["a wrong-looking horse", "correct horse of ours", &"horse".repeat(1000), "correct horse"]
    {
        owner.secret("password", password);
        let ended = owner.user.run(["sign", "-k", "release", "content"]);
        assert_eq!(ended.code == 0, password == "correct horse", "{}", ended.stderr);
        assert!(!ended.stderr.contains("horse"), "{}", ended.stderr);
    }
    // Nor does one that is in the place of the key.
    owner.secret("release.key", "correct horse\n");
    owner.user.write("other", "other");
    let ended = owner.user.run(["sign", "-k", "release", "other"]);
    ended.says(5, "hint:");
    assert!(!ended.stderr.contains("horse"), "{}", ended.stderr);
}

#[test]
fn a_password_comes_from_a_descriptor() {
    let owner = owner();
    owner.secret("password", "correct horse\n");
    owner.configure("signer = { key-file = \"release.key\", password-fd = 3 }");
    with_descriptor(&owner, "").says(5, "can't read the password from descriptor 3");
    with_descriptor(&owner, "3<<<wrong").says(5, "wrong password");
    // A pipe whose writer is slow, or has gone already, and a file.
    for redirection in
        ["3< <(sleep 1; echo correct horse)", "3<../config/signcache/password", "3<<<'correct horse'"]
    {
        let ended = with_descriptor(&owner, redirection);
        assert_eq!(ended.code, 0, "{redirection}: {}", ended.stderr);
        owner.user.forget();
        std::fs::remove_dir_all(owner.user.cache()).unwrap();
    }
}

#[test]
fn no_program_inherits_the_descriptor_or_sees_what_came_from_it() {
    let owner = owner();
    owner.secret("password", "correct horse\n");
    let nix = owner.secret(
        "nix-store",
        "#!/bin/sh\nls -l /proc/$$/fd > \"$0.saw\"\n\
         cat /proc/$$/environ /proc/$PPID/environ /proc/$PPID/cmdline >> \"$0.saw\"\nexit 1\n",
    );
    fs::set_permissions(&nix, fs::Permissions::from_mode(0o700)).unwrap();
    let settings = "signer = { key-file = \"release.key\", password-fd = 3 }";
    owner.configure(&format!("{settings}\n[nix]\nnix-store = {nix:?}"));
    let program = env!("CARGO_BIN_EXE_signcache");
    let typed = format!("exec {program} exec -k release content 3<../config/signcache/password");
    let ended = Ended::from(owner.user.command("bash").args(["-c", &typed]).output().unwrap());
    ended.says(1, "nix-store");
    let saw = fs::read_to_string(nix.with_extension("saw")).unwrap();
    assert!(saw.contains("nix-store") && !saw.contains("/password") && !saw.contains("horse"), "{saw}");
}

#[test]
fn who_waits_for_a_password_can_be_interrupted() {
    let owner = owner();
    owner.configure("signer = { key-file = \"release.key\", password-file = \"password\" }");
    let place = owner.secret("password", "");
    fs::remove_file(&place).unwrap();
    assert!(Command::new("mkfifo").arg("-m600").arg(&place).status().unwrap().success());
    let sign =
        owner.user.signcache(["sign", "-k", "release", "content"]).stderr(Stdio::piped()).spawn().unwrap();
    // That it can be opened says that somebody reads; what is written is no line yet.
    let mut writer = fs::File::options().write(true).open(&place).unwrap();
    writer.write_all(b"correct").unwrap();
    kill_process(Pid::from_child(&sign), Signal::INT).unwrap();
    Ended::from(sign.wait_with_output().unwrap()).says(130, "interrupted");
    drop(writer);
    assert!(!owner.user.files().join("content.sig").exists());
}

#[test]
fn without_a_terminal_nobody_is_asked() {
    let owner = owner();
    owner.configure("signer = { key-file = \"release.key\" }");
    let ended = owner.user.run(["sign", "-k", "release", "content"]);
    ended.says(5, "nobody can be asked");
    ended.says(5, "password-file");
    assert!(!ended.stderr.contains("Password for"), "{}", ended.stderr);
}

/// A session at a terminal of its own: util-linux makes one.
struct Terminal {
    script: std::process::Child,
    shown: String,
}

impl Terminal {
    fn begin(owner: &Owner) -> Self {
        let program = env!("CARGO_BIN_EXE_signcache");
        let typed = format!("trap : INT; {program} sign -f -k release content; echo \"exit $?\"; stty -a");
        let mut script = owner.user.command("script");
        script.args(["-qec", &typed, "/dev/null"]).env("SHELL", "/bin/sh");
        let script = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        Self { script, shown: String::new() }
    }

    /// Waits for the next question, and answers it.
    fn answer(&mut self, typed: &[u8]) {
        self.wait("release.key: ");
        self.script.stdin.as_mut().unwrap().write_all(typed).unwrap();
    }

    fn wait(&mut self, words: &str) {
        let before = self.shown.matches(words).count();
        let mut byte = [0];
        while self.shown.matches(words).count() == before {
            assert_eq!(self.script.stdout.as_mut().unwrap().read(&mut byte).unwrap(), 1, "{}", self.shown);
            self.shown.push(char::from(byte[0]));
        }
    }

    /// What was shown until the end, when the terminal shows again what is typed.
    fn end(mut self) -> String {
        let mut rest = Vec::new();
        self.script.stdout.as_mut().unwrap().read_to_end(&mut rest).unwrap();
        self.script.wait().unwrap();
        self.shown.push_str(&String::from_utf8_lossy(&rest));
        assert!(self.shown.contains(" echo ") && self.shown.contains("susp = ^Z"), "{}", self.shown);
        self.shown
    }
}

#[test]
fn at_a_terminal_a_person_is_asked_and_may_mistype() {
    let owner = owner();
    owner.configure("signer = { key-file = \"release.key\" }");
    let mut terminal = Terminal::begin(&owner);
    terminal.answer(b"mistyped\n");
    terminal.answer(b"correct horse\n");
    let shown = terminal.end();
    assert!(shown.contains("1 signed") && shown.contains("exit 0"), "{shown}");
    assert!(!shown.contains("horse") && !shown.contains("mistyped"), "{shown}");

    owner.user.write("content", "other");
    let mut terminal = Terminal::begin(&owner);
    for _ in 0..3 {
        terminal.answer(b"mistyped\n");
    }
    let shown = terminal.end();
    assert!(shown.contains("wrong password") && shown.contains("exit 5"), "{shown}");
}

#[test]
fn who_interrupts_the_question_gets_the_terminal_back_as_it_was() {
    let owner = owner();
    owner.configure("signer = { key-file = \"release.key\" }");
    let mut terminal = Terminal::begin(&owner);
    terminal.answer(b"half a pass\x03");
    let shown = terminal.end();
    assert!(shown.contains("exit 130") && !shown.contains("half a"), "{shown}");
}
