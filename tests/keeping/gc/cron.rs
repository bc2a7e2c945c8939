use std::fs::{self, File};

use rustix::fs::{FlockOperation, flock};

use super::{age, labels, set, with_entries};

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
    user.run(RUN).says(75, "process 7 of user 8");
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
    let late = user.run([&RUN[..], &["--time-limit", "0s"]].concat());
    assert_eq!(late.code, 0);
    assert!(late.stderr.contains("1 are left for the next run"), "{}", late.stderr);
    assert_eq!(labels(&user, "entry"), set(&["a"]));
}

#[test]
fn where_there_is_no_cache_none_is_made() {
    let user = crate::support::user::User::new();
    user.done(RUN);
    assert!(!user.cache().exists());
}
