use std::process::Stdio;

use super::Owner;
use crate::support::user::{Ended, value};

/// Notes when it begins and ends, and takes its time.
const SLOW: &str =
    "echo + >> \"$DIR/log\"; $GPG --detach-sign -o - \"$1\"; sleep 0.5; echo - >> \"$DIR/log\"";

/// How many calls there were, and how many at most at once.
fn calls(owner: &Owner) -> (usize, usize) {
    let (mut running, mut most) = (0_usize, 0);
    let log = owner.noted("log");
    for line in log.lines() {
        running = if line == "+" { running + 1 } else { running - 1 };
        most = most.max(running);
    }
    (log.matches('+').count(), most)
}

fn race(owner: &Owner, contents: impl IntoIterator<Item = String>) -> Vec<Ended> {
    let racers: Vec<_> = contents
        .into_iter()
        .map(|content| {
            let mut sign = owner.user.signcache(["sign", "-k", "release", "-o", "-", &content]);
            sign.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let ended = racers.into_iter().map(|racer| racer.wait_with_output().unwrap().into());
    ended.inspect(|ended: &Ended| assert_eq!(ended.code, 0, "{}", ended.stderr)).collect()
}

#[test]
fn of_16_processes_one_signs_however_many_may() {
    let owner = Owner::of("ed25519", "");
    owner.script(SLOW, " }\nmax-requests = 4");
    owner.user.write("content", "raced for");
    let answers = race(&owner, (0..16).map(|_| "content".to_owned()));
    assert!(answers.iter().all(|answer| answer.stdout == answers[0].stdout));
    assert_eq!(calls(&owner), (1, 1));
    assert_eq!(value::<i64>(&owner.user.cache(), "SELECT count(*) FROM entry"), 1);
}

#[test]
fn processes_together_make_no_more_requests_than_allowed() {
    for allowed in [1, 3] {
        let owner = Owner::of("ed25519", "");
        owner.script(SLOW, &format!(" }}\nmax-requests = {allowed}"));
        let names: Vec<String> = (0..8).map(|number| format!("file-{number}")).collect();
        names.iter().for_each(|name| drop(owner.user.write(name, name)));
        race(&owner, names);
        let (calls, most) = calls(&owner);
        assert_eq!(calls, 8);
        assert!(most <= allowed && (most > 1) == (allowed > 1), "{most} of {allowed}");
    }
}

#[test]
fn one_process_makes_as_many_requests_as_allowed() {
    let owner = Owner::of("ed25519", "");
    owner.script(SLOW, " }\nmax-requests = 3");
    let names: Vec<String> = (0..7).map(|number| format!("file-{number}")).collect();
    names.iter().for_each(|name| drop(owner.user.write(name, name)));
    let mut arguments = vec!["sign", "-k", "release"];
    arguments.extend(names.iter().map(String::as_str));
    owner.user.done(arguments);
    let (calls, most) = calls(&owner);
    assert_eq!(calls, 7);
    assert!((2..=3).contains(&most), "{most}");
    assert_eq!(value::<i64>(&owner.user.cache(), "SELECT count(*) FROM entry"), 7);
}

#[test]
fn gpg_agent_takes_several_requests_at_once_too() {
    let (user, key) = crate::support::user::User::with_key();
    user.configure(&format!("[keys.release]\nfingerprint = \"{key}\"\nmax-requests = 4\n"));
    let names: Vec<String> = (0..20).map(|number| format!("file-{number}")).collect();
    names.iter().for_each(|name| drop(user.write(name, name)));
    let mut arguments = vec!["sign", "-k", "release"];
    arguments.extend(names.iter().map(String::as_str));
    user.done(arguments);
    for name in &names {
        assert!(user.gnupg.verifies(&user.files().join(format!("{name}.sig")), &user.files().join(name)));
    }
}

#[test]
fn what_was_signed_before_a_failure_is_kept() {
    let owner = Owner::of("ed25519", "");
    owner.script(
        "case $1 in *bad) sleep 1; exit 1;; esac; $GPG --detach-sign -o - \"$1\"",
        " }\nmax-requests = 2",
    );
    for name in ["a", "bad", "b", "c"] {
        owner.user.write(name, name);
    }
    owner.user.run(["sign", "-k", "release", "a", "bad", "b", "c"]).says(5, "failed (exit status: 1)");
    assert!(value::<i64>(&owner.user.cache(), "SELECT count(*) FROM entry") >= 2);
}
