//! Every command is interrupted in the middle of what it does.

use std::fs;
use std::io::{Read, Write, pipe};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Output, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::readers::{every_command, prepared};
use crate::support::user::{User, value};

fn interrupt(child: &Child) {
    let _ = kill_process(Pid::from_child(child), Signal::INT);
}

fn spawned(mut command: Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn stopped(output: &Output) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    assert!(output.stdout.is_empty());
    assert_eq!(stderr.matches("interrupted").count(), 1, "{stderr}");
    assert!(stderr.contains("hint:"), "{stderr}");
}

#[test]
fn whatever_reads_a_content_stops_there() {
    let (user, key, _) = prepared();
    // Nobody reads this to its end.
    let endless = fs::File::create(user.files().join("endless")).unwrap();
    endless.set_len(1 << 42).unwrap();
    for arguments in [
        &["sign", "-k", &key, "endless"][..],
        &["sign", "-k", &key, "content", "endless"],
        &["verify", "-k", &key, "endless", "content.sig"],
        &["get", "-k", &key, "endless"],
        &["exec", "-k", &key, "endless"],
    ] {
        let child = spawned(user.signcache(arguments));
        let progress = format!("/proc/{}/io", child.id());
        // Until it has read more than programs and libraries have.
        let read = || {
            let text = fs::read_to_string(&progress).unwrap();
            text.lines().next().unwrap().rsplit(' ').next().unwrap().parse::<u64>().unwrap()
        };
        while read() < 64 << 20 {
            std::thread::yield_now();
        }
        interrupt(&child);
        stopped(&child.wait_with_output().unwrap());
    }
}

#[test]
fn whatever_waits_for_a_content_stops_there() {
    let (user, key, _) = prepared();
    let pipe = user.files().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for arguments in [
        &["sign", "-k", &key, "-o", "-", "pipe"][..],
        &["verify", "-k", &key, "pipe", "content.sig"],
        &["get", "-k", &key, "pipe"],
        &["exec", "-k", &key, "pipe"],
        &["verify", "-k", &key, "content", "pipe"],
        &["wanted", "check", "-k", &key, "pipe"],
    ] {
        let child = spawned(user.signcache(arguments));
        // Opening waits for the reader, who then waits for more than this.
        let mut writer = fs::File::options().write(true).open(&pipe).unwrap();
        writer.write_all(b"some").unwrap();
        interrupt(&child);
        stopped(&child.wait_with_output().unwrap());
    }
    // Slowly it comes, too.
    let child = spawned(user.signcache(["sign", "-q", "-k", &key, "-o", "-", "pipe"]));
    let mut writer = fs::File::options().write(true).open(&pipe).unwrap();
    writer.write_all(b"cont").unwrap();
    while rustix::io::ioctl_fionread(&writer).unwrap() > 0 {
        std::thread::yield_now();
    }
    writer.write_all(b"ent").unwrap();
    drop(writer);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.stdout, fs::read(user.files().join("content.sig")).unwrap());
}

/// Puts a program in place of one that the configuration names, which once interrupts whoever started it.
///
/// Only once, because a second interruption ends the program wherever it is.
fn interrupting(user: &User, section: &str, name: &str, program: &str) {
    let script = user.write(
        "interrupting",
        format!("#!/bin/sh\nmkdir \"$0.done\" 2>/dev/null && kill -INT $PPID\nexec {program} \"$@\"\n"),
    );
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    user.configure(&format!("[{section}]\n{name} = \"{}\"", script.display()));
}

#[test]
fn whatever_signs_stops_before_the_next_signature_and_keeps_the_ones_before() {
    let (user, key, _) = prepared();
    interrupting(&user, "gnupg", "gpg", "gpg");
    for arguments in [&["sign", "-k", &key, "other"][..], &["exec", "-k", &key, "other"]] {
        stopped(&user.signcache(arguments).output().unwrap());
        assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM entry"), 1);
        fs::remove_dir(user.files().join("interrupting.done")).unwrap();
    }
    user.configure("");
    user.done(["sign", "-k", &key, "other"]);
}

#[test]
fn whatever_binds_is_done_or_stops() {
    let (user, key, nix) = prepared();
    interrupting(&user, "nix", "nix-store", "nix-store");
    for arguments in [&["bind", "name:content"][..], &["exec", "-k", &key, "content"]] {
        let mut command = user.signcache(arguments);
        let output = command.envs(nix.environment()).env("HOME", user.home.path()).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 130)), "{stderr}");
        assert!(!stderr.contains("panicked"), "{stderr}");
        fs::remove_dir(user.files().join("interrupting.done")).unwrap();
        fs::remove_dir_all(user.state().join("roots")).unwrap();
    }
    user.configure("");
    let mut again = user.signcache(["exec", "-k", &key, "content"]);
    let again = again.envs(nix.environment()).env("HOME", user.home.path()).output().unwrap();
    assert!(again.status.success());
}

/// Puts a program in place of one that the configuration names, which is interrupted with whoever started it.
fn interrupted_too(user: &User, section: &str, name: &str) {
    let script = user.write("interrupted", "#!/bin/sh\nkill -INT $PPID\nkill -INT $$\n");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    user.configure(&format!("[{section}]\n{name} = \"{}\"", script.display()));
}

#[test]
fn what_a_terminal_interrupts_with_the_program_is_no_failure_of_its_own() {
    let (user, key, nix) = prepared();
    let run = |arguments: &[&str]| {
        let mut command = user.signcache(arguments);
        command.envs(nix.environment()).env("HOME", user.home.path()).output().unwrap()
    };
    for name in ["gpg", "gpgconf"] {
        interrupted_too(&user, "gnupg", name);
        stopped(&run(&["sign", "-k", &key, "other"]));
        stopped(&run(&["exec", "-k", &key, "other"]));
    }
    interrupted_too(&user, "nix", "nix-store");
    stopped(&run(&["exec", "-k", &key, "content"]));
    stopped(&run(&["bind", "name:content"]));
}

#[test]
fn whatever_prints_more_than_is_read_stops() {
    let (user, _, _) = prepared();
    user.tamper(
        "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 3000)
         INSERT INTO entry (content, key, signature, size, signed, stored, used, origin, label)
         SELECT randomblob(32), key, signature, n, 0, 0, 0, origin, label FROM entry, number",
    );
    for arguments in [&["list"][..], &["list", "--json"]] {
        let (mut reader, writer) = pipe().unwrap();
        let child = user.signcache(arguments).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        // Until the pipe is full, or nearly so.
        while rustix::io::ioctl_fionread(&reader).unwrap() < 60_000 {
            std::thread::yield_now();
        }
        interrupt(&child);
        let mut printed = Vec::new();
        reader.read_to_end(&mut printed).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
        // Whole lines, and not all of them.
        assert!(printed.ends_with(b"\n") && printed.split(|byte| *byte == b'\n').count() < 3000);
    }
}

#[test]
fn every_command_can_be_interrupted_at_its_first_output() {
    let (user, key, nix) = prepared();
    for arguments in every_command(&key) {
        let mut command = user.signcache(&arguments);
        command.envs(nix.environment()).env("HOME", user.home.path());
        let mut child = spawned(command);
        let mut first = [0];
        let _ = child.stdout.as_mut().unwrap().read(&mut first).unwrap();
        interrupt(&child);
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        // Help and version are printed before anything is watched for, so the system ends them.
        let fine = matches!(output.status.code(), Some(0 | 130)) || output.status.signal() == Some(2);
        assert!(fine && !stderr.contains("panicked"), "{arguments:?}: {} {stderr}", output.status);
    }
}
