use std::fs;
use std::process::Stdio;

use crate::support::user::{Ended, User, value};

#[test]
fn signing_again_gives_the_same_bytes_which_gpg_verifies() {
    let (user, key) = User::with_key();
    let content = user.write("release.tar", "content");
    user.done(["sign", "-k", &key, "release.tar"]);
    let signature = user.files().join("release.tar.sig");
    assert!(user.gnupg.verifies(&signature, &content));
    let first = fs::read(&signature).unwrap();

    // Another name, another time, no ledger, no secret key: the pair is the same.
    fs::rename(&content, user.files().join("renamed")).unwrap();
    user.forget();
    fs::remove_dir_all(user.gnupg.join("private-keys-v1.d")).unwrap();
    user.gnupg.kill_agent();
    assert_eq!(user.sign(&key, "renamed"), first);
}

#[test]
fn of_32_processes_one_signs_and_all_give_the_same_bytes() {
    let (user, key) = User::with_key();
    user.write("content", "raced for");
    let log = user.gnupg.join("agent.log");
    user.gnupg.configure_agent(&format!("debug ipc\nlog-file {}\n", log.display()));
    user.gnupg.kill_agent();

    let racers: Vec<_> = (0..32)
        .map(|_| {
            let mut command = user.signcache(["sign", "-k", &key, "-o", "-", "content"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let answers: Vec<Ended> =
        racers.into_iter().map(|racer| racer.wait_with_output().unwrap().into()).collect();
    for answer in &answers {
        assert_eq!(answer.code, 0, "{}", answer.stderr);
        assert_eq!(answer.stdout, answers[0].stdout);
    }
    let log = fs::read_to_string(log).unwrap();
    assert_eq!(log.matches("<- PKSIGN").count(), 1, "{log}");
    assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM entry"), 1);
}

#[test]
fn whoever_waits_says_for_whom_and_gives_up_in_the_end() {
    let (user, key) = User::with_key();
    user.write("a", "a");
    user.write("b", "b");
    user.configure("lock-timeout = \"2s\"");
    user.sign(&key, "a");
    let lock = user.cache().join(format!("locks/openpgp-{key}"));
    let holder = fs::File::options().write(true).open(&lock).unwrap();
    rustix::fs::flock(&holder, rustix::fs::FlockOperation::LockExclusive).unwrap();
    fs::write(&lock, "somebody \u{1b}[31m").unwrap();

    let ended = user.run(["sign", "-k", &key, "b"]);
    ended.says(75, r"waiting for somebody \u{1b}[31m");
    ended.says(75, "hint:");
    // Who only looks up waits for nobody.
    user.done(["get", "-k", &key, "a"]);
    drop(holder);
    user.sign(&key, "b");
}

#[test]
fn many_files_are_signed_at_once_and_equal_ones_once() {
    let (user, key) = User::with_key();
    let names: Vec<String> = (0..40).map(|number| format!("file-{number}")).collect();
    for (number, name) in names.iter().enumerate() {
        user.write(name, (number % 20).to_string());
    }
    let mut arguments = vec!["sign".to_owned(), "-k".into(), key.clone(), "no-such-file".into()];
    arguments.extend(names.clone());
    let ended = user.run(&arguments);
    // What can be signed is, whatever becomes of the rest.
    ended.says(1, "can't read no-such-file");
    ended.says(1, "20 signed, 20 reused");
    assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM entry"), 20);
    let signature = |name: &str| fs::read(user.files().join(format!("{name}.sig"))).unwrap();
    assert_eq!(signature("file-3"), signature("file-23"));
    assert_ne!(signature("file-3"), signature("file-4"));
    assert!(user.gnupg.verifies(&user.files().join("file-39.sig"), &user.files().join("file-39")));
}

#[test]
fn what_is_there_is_not_overwritten_unasked() {
    let (user, key) = User::with_key();
    user.write("a", "a");
    user.write("a.sig", "precious");
    user.run(["sign", "-k", &key, "a"]).says(1, "a.sig is there already");
    assert_eq!(fs::read(user.files().join("a.sig")).unwrap(), b"precious");
    user.done(["sign", "-k", &key, "--force", "a"]);
    user.done(["sign", "-k", &key, "a"]);
    user.done(["verify", "-k", &key, "a", "a.sig"]);
}
