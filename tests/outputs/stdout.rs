//! What goes to stdout arrives, or is known not to.

use std::os::fd::OwnedFd;
use std::os::unix::net::UnixDatagram;
use std::process::Stdio;

use crate::entries;
use crate::support::user::{Ended, User};
use crate::terminal::Terminal;

/// Runs a command line of a shell in which `$SC` is the program and `$K` the key.
fn shell(user: &User, key: &str, line: &str) -> Ended {
    let mut command = user.command("sh");
    command.args(["-c", line]).env("SC", env!("CARGO_BIN_EXE_signcache")).env("K", key);
    command.output().unwrap().into()
}

#[test]
fn a_stdout_that_is_closed_is_an_error_before_anything_is_signed() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    for line in [
        "sign -k $K -o - content",
        "sign -k $K --json content",
        "exec -k $K --emit inline content",
        "get -k $K content",
        "list",
        "stats",
        "export -o -",
    ] {
        shell(&user, &key, &format!("$SC {line} >&-")).says(1, "stdout: it is closed");
        assert_eq!(entries(&user), 0);
    }
    // Where nothing is printed, nothing is lost; and what somebody throws away on purpose is, too.
    let thrown_away =
        "from subprocess import *; import sys; sys.exit(run(sys.argv[1:], stdout=DEVNULL).returncode)";
    for line in [
        "$SC sign -k $K content >&-".to_owned(),
        "$SC list >/dev/null".to_owned(),
        format!("python3 -c '{thrown_away}' $SC list"),
    ] {
        let ended = shell(&user, &key, &line);
        assert_eq!(ended.code, 0, "{line}: {}", ended.stderr);
    }
}

#[test]
fn a_reader_that_has_gone_away_ends_listings_and_fails_what_is_waited_for() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    user.sign(&key, "content");
    let check = |line: &str, code: i32| {
        let arguments: Vec<String> = line.split(' ').map(|word| word.replace("$K", &key)).collect();
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ended = Ended::from(user.signcache(&arguments).stdout(writer).output().unwrap());
        assert_eq!(ended.code, code, "{line}: {}", ended.stderr);
        assert_eq!(ended.stderr.contains("has stopped"), code != 0, "{line}: {}", ended.stderr);
    };
    for line in ["list", "list --json", "stats", "show name:content", "trash list", "man"] {
        check(line, 0);
    }
    for line in [
        "sign -k $K -o - content",
        "sign -k $K --json content",
        "get -k $K content",
        "get -k $K --json content",
        "exec -k $K --emit inline content",
    ] {
        check(line, 1);
    }
}

#[test]
fn a_disk_that_is_full_is_an_error_whatever_is_printed() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    user.done(["sign", "-k", &key, "content"]);
    user.write("absent", "absent");
    assert_eq!(shell(&user, &key, "sha256sum content absent >MANIFEST").code, 0);
    for line in [
        "sign -q -k $K -o - content",
        "sign -k $K --json content",
        "get -k $K content",
        "exec -k $K --emit inline content",
        "verify -k $K content content.sig",
        "list",
        "list --json",
        "show name:content",
        "stats",
        "doctor",
        "audit",
        "wanted check -k $K MANIFEST",
        "completions bash",
        "--help",
        "--version",
    ] {
        let ended = shell(&user, &key, &format!("$SC {line} >/dev/full"));
        assert_eq!(ended.code, 1, "{line}: {}", ended.stderr);
        assert!(line.starts_with("--") || ended.stderr.contains("No space left"), "{}", ended.stderr);
    }
}

#[test]
fn binary_data_is_not_written_to_a_terminal() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    let run = |arguments: &[&str]| {
        let mut terminal = Terminal::start(&user.signcache(arguments), (120, 24));
        (terminal.exit_code(), terminal.screen())
    };
    for output in ["-", "/dev/tty"] {
        let (code, screen) = run(&["sign", "-k", &key, "-o", output, "content"]);
        assert!(code == 2 && screen.contains("refusing to write binary data"), "{code}: {screen}");
        assert_eq!(entries(&user), 0);
    }
    let (code, screen) = run(&["sign", "-q", "-k", &key, "--armor", "-o", "-", "content"]);
    assert!(code == 0 && screen.contains("BEGIN PGP SIGNATURE"), "{code}: {screen}");
    let (code, _) = run(&["get", "-k", &key, "-o", "-", "content"]);
    assert_eq!(code, 2);
}

#[test]
fn a_signature_is_handed_out_in_one_write() {
    let (user, key) = User::with_key();
    // Of so many, some have a line end in them, where a buffer for lines would end a write.
    for number in 0..12 {
        let name = number.to_string();
        user.write(&name, &name);
        let (ours, theirs) = UnixDatagram::pair().unwrap();
        let mut command = user.signcache(["sign", "-q", "-k", &key, "-o", "-", &name]);
        assert!(command.stdout(Stdio::from(OwnedFd::from(theirs))).status().unwrap().success());
        drop(command);
        let mut packet = [0; 4096];
        let written = ours.recv(&mut packet).unwrap();
        assert_eq!(packet[..written], user.done(["get", "-k", &key, "-o", "-", &name]));
    }
}
