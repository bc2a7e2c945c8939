use std::fs::{self, File};
use std::io::{Read, Write};
use std::process::Stdio;

use rustix::fs::{FlockOperation, flock};

use super::{age, labels, set, with_entries};
use crate::support::user::{User, tamper};

const RUN: [&str; 4] = ["gc", "--unused-for", "1y", "--allow-last-copy"];

#[test]
fn a_run_that_does_nothing_says_nothing_and_another_one_says_one_line() {
    let (user, _) = with_entries(&["a", "b"]);
    let silent = user.run(RUN);
    assert_eq!((silent.code, silent.stdout.as_slice(), silent.stderr.as_str()), (0, &b""[..], ""));
    age(&user, "a", 400);
    // Without a terminal nobody is asked.
    let told = user.run(RUN);
    assert_eq!((told.code, told.stdout.as_slice(), told.stderr.lines().count()), (0, &b""[..], 1));
    assert!(told.stderr.contains("1 entries"), "{}", told.stderr);
    assert_eq!(labels(&user, "entry"), set(&["b"]));
    let silent = user.run(RUN);
    assert_eq!((silent.code, silent.stderr.as_str()), (0, ""));
}

#[test]
fn two_runs_never_meet() {
    let (user, _) = with_entries(&["a"]);
    age(&user, "a", 400);
    let path = user.cache().join("locks/gc");
    fs::write(&path, "process 7 of user 8").unwrap();
    let lock = File::open(&path).unwrap();
    flock(&lock, FlockOperation::LockExclusive).unwrap();
    let refused = user.run(RUN);
    assert!(!refused.stderr.contains("lock-timeout"), "it waits for nobody: {}", refused.stderr);
    refused.says(75, "process 7 of user 8");
    assert_eq!(labels(&user, "entry"), set(&["a"]));
    // Looking is free.
    user.done([&RUN[..], &["--dry-run"]].concat());
    drop(lock);
    user.done(RUN);
    assert!(labels(&user, "entry").is_empty());
}

#[test]
fn a_run_without_time_leaves_the_rest_for_the_next() {
    let (user, _) = with_entries(&["a"]);
    age(&user, "a", 400);
    let late = |more: &[&str]| user.run([&RUN[..], &["--time-limit", "0s"], more].concat());
    late(&[]).says(1, "before it was known what is to go");
    late(&["--archive", "old.tar.zst"]).says(1, "nothing was deleted");
    late(&["--dry-run"]).says(1, "before it was known what is to go");
    assert!(!user.files().join("old.tar.zst").exists());
    assert_eq!(labels(&user, "entry"), set(&["a"]));
    user.done(RUN);
    assert!(labels(&user, "entry").is_empty());
}

#[test]
fn where_there_is_no_cache_none_is_made() {
    let user = crate::support::user::User::new();
    user.done(RUN);
    assert!(!user.cache().exists());
}

/// Runs the program on a terminal, where somebody types an answer.
fn on_terminal(user: &User, words: &str, answer: &str) -> String {
    let typed = format!("{} {words}", env!("CARGO_BIN_EXE_signcache"));
    let mut script = user.command("script");
    script.args(["-qec", &typed, "/dev/null"]).env("SHELL", "/bin/sh");
    let mut script = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    script.stdin.as_mut().unwrap().write_all(answer.as_bytes()).unwrap();
    String::from_utf8(script.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
fn a_person_at_a_terminal_sees_the_plan_and_is_asked() {
    let (user, _) = with_entries(&["a", "b"]);
    age(&user, "a", 400);
    for (words, label) in [(RUN.join(" "), "a"), ("delete name:b".to_owned(), "b")] {
        for refusal in ["n\n", "\n"] {
            let shown = on_terminal(&user, &words, refusal);
            assert!(shown.contains("1 of") && shown.contains("no other copy is known"), "{shown}");
            assert!(shown.contains("nothing was changed"), "{shown}");
            assert!(labels(&user, "entry").contains(label));
        }
        let shown = on_terminal(&user, &words, "y\n");
        assert!(!labels(&user, "entry").contains(label), "{shown}");
    }
}

#[test]
fn what_an_upstream_loses_while_a_person_thinks_stays() {
    let (user, _) = with_entries(&["a"]);
    age(&user, "a", 400);
    let team = user.home.path().join("team");
    user.done(["export", "-q", "-o", "all.tar.zst"]);
    user.done(["init", "-q", team.to_str().unwrap()]);
    user.done(["import", "-q", "--cache", team.to_str().unwrap(), "all.tar.zst"]);
    user.configure(&format!("upstream = [{team:?}]\nkeep-upstream-copies = false\n"));
    let typed = format!("{} gc --older-than 1y", env!("CARGO_BIN_EXE_signcache"));
    let mut script = user.command("script");
    script.args(["-qec", &typed, "/dev/null"]).env("SHELL", "/bin/sh");
    let mut script = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut shown, mut out) = (Vec::new(), script.stdout.take().unwrap());
    while !String::from_utf8_lossy(&shown).contains("Go on?") {
        let mut some = [0; 512];
        let length = out.read(&mut some).unwrap();
        assert!(length > 0, "{}", String::from_utf8_lossy(&shown));
        shown.extend(&some[..length]);
    }
    tamper(&team, "DELETE FROM entry");
    script.stdin.as_mut().unwrap().write_all(b"y\n").unwrap();
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    script.wait().unwrap();
    assert!(rest.contains("1 stayed"), "{rest}");
    assert_eq!(labels(&user, "entry"), set(&["a"]));
}
