//! An account that may start no more threads, and one whose memory others would like to read.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::support::gnupg::Gnupg;
use crate::support::user::{Ended, User, copy_program};

/// Nobody else's: how many processes it has is counted.
const ACCOUNT: u32 = 61_800;

fn give(directory: &Path, account: u32) {
    for entry in walkdir::WalkDir::new(directory).into_iter().map(Result::unwrap) {
        chown(entry.path(), Some(account), Some(account)).unwrap();
    }
}

/// A copy of the program where every account can run it.
fn program() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
    copy_program(&place.path().join("signcache"));
    place
}

fn as_account(user: &User, account: u32) -> Command {
    let mut command = user.command("setpriv");
    command.args([format!("--reuid={account}"), format!("--regid={account}"), "--clear-groups".into()]);
    command
}

#[test]
fn where_no_thread_is_to_be_had_all_is_done_without_or_refused_with_a_hint() {
    let (user, key) = User::with_key();
    let names = ["a", "b", "c"];
    names.iter().for_each(|name| drop(user.write(name, name)));
    user.done(["sign", "-q", "-k", &key, "a", "b", "c"]);
    user.done(["export", "-o", "bundle.tar.zst"]);
    fs::create_dir(user.files().join("bundle")).unwrap();
    user.done(["export", "-o", "bundle"]);
    user.gnupg.kill_agent();
    for root in [user.home.path(), user.gnupg.path()] {
        give(root, ACCOUNT);
    }
    let place = program();
    let run = |arguments: &[&str]| -> Ended {
        let mut command = as_account(&user, ACCOUNT);
        command.args(["prlimit", "--nproc=1"]).arg(place.path().join("signcache")).args(arguments);
        let ended = Ended::from(command.output().unwrap());
        assert!(!ended.stderr.contains("panicked"), "{arguments:?}: {}", ended.stderr);
        ended
    };
    let done = |arguments: &[&str]| {
        let ended = run(arguments);
        assert_eq!(ended.code, 0, "{arguments:?}: {}", ended.stderr);
        ended.stdout
    };
    assert_eq!(done(&["list", "--json"]).iter().filter(|byte| **byte == b'\n').count(), 3);
    assert!(!done(&["get", "-k", &key, "a", "b", "c"]).is_empty());
    done(&["sign", "-f", "-k", &key, "a", "b", "c"]);
    done(&["stats"]);
    for refused in [
        &["audit"][..],
        &["export", "-f", "-o", "other.tar.zst"],
        &["export", "-o", "bundle"],
        &["import", "bundle.tar.zst"],
        &["import", "bundle"],
    ] {
        let ended = run(refused);
        ended.says(75, "can't start a thread");
        ended.says(75, "hint:");
    }
    run(&["import", "."]);
    run(&["doctor"]);
    run(&["gc", "--dry-run"]);
}

#[test]
fn who_reads_a_password_has_memory_that_others_of_the_account_can_not_read() {
    let account = ACCOUNT + 1;
    let vault = Gnupg::new();
    let key = vault.generate_as("Owner <owner@example.org>", "ed25519", "correct horse").to_string();
    let user = User::new();
    user.write("content", "content");
    user.configure(&format!(
        "[keys.release]\nfingerprint = \"{key}\"\n\
         signer = {{ key-file = \"release.key\", password-file = \"password\" }}\n"
    ));
    let directory = user.home.path().join("config/signcache");
    fs::write(directory.join("release.key"), vault.export_secret(&key, "correct horse")).unwrap();
    fs::set_permissions(directory.join("release.key"), fs::Permissions::from_mode(0o600)).unwrap();
    assert!(
        Command::new("mkfifo")
            .args(["-m", "600"])
            .arg(directory.join("password"))
            .status()
            .unwrap()
            .success()
    );
    for root in [user.home.path(), user.gnupg.path()] {
        give(root, account);
    }
    let place = program();
    let mut command = as_account(&user, account);
    command.arg(place.path().join("signcache")).args(["sign", "-k", "release", "-o", "-", "content"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Opening waits for the one who reads.
    let mut password = fs::File::options().write(true).open(directory.join("password")).unwrap();
    let owner = fs::metadata(format!("/proc/{}/environ", child.id())).unwrap().uid();
    std::io::Write::write_all(&mut password, b"correct horse\n").unwrap();
    drop(password);
    let ended = Ended::from(child.wait_with_output().unwrap());
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert_eq!(owner, 0, "the process can be read by others of its account");
}
