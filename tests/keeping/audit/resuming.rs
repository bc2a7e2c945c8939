use std::io::Read;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};

use super::{audit, audited, break_signature, noted, signed};
use crate::support::user::{Ended, User, value};

/// More entries than are noted together.
const MANY: i64 = 20_000;

/// A user with many entries, most of which can't be proven; none was ever audited.
fn many() -> User {
    let (user, _) = signed(&["content"]);
    user.tamper(&format!(
        "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {MANY})
         INSERT INTO entry (content, key, signature, size, signed, stored, used, origin)
         SELECT randomblob(32), key, signature, n, 0, 0, 0, origin FROM entry, number;
         UPDATE entry SET verdict = NULL, judged = NULL"
    ));
    user
}

fn judged(user: &User) -> i64 {
    value(&user.cache(), "SELECT count(*) FROM entry WHERE judged IS NOT NULL")
}

/// Starts an audit and sends it a signal when it has noted something.
fn stopped(user: &User, signal: Signal) -> Ended {
    let mut command = user.signcache(["audit", "--json"]);
    // A reader who is slow keeps it from being done at once.
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let stdout = child.stdout.as_mut().unwrap();
    let mut some = [0; 1 << 16];
    while judged(user) == 0 {
        let _ = stdout.read(&mut some).unwrap();
    }
    kill_process(Pid::from_child(&child), signal).unwrap();
    child.wait_with_output().unwrap().into()
}

#[test]
fn an_audit_that_is_killed_goes_on_where_it_was() {
    let user = many();
    stopped(&user, Signal::KILL);
    let done = judged(&user);
    assert!(0 < done && done <= MANY, "{done}");
    assert_eq!(value::<String>(&user.cache(), "PRAGMA integrity_check"), "ok");
    let found = audit(&user, &["--max-age", "1d"]);
    assert_eq!(i64::try_from(found.told.len()).unwrap(), MANY + 1 - done, "{}", found.ended.stderr);
    assert_eq!(judged(&user), MANY + 1);
    assert_eq!(audit(&user, &["--max-age", "1d"]).told.len(), 0);
}

#[test]
fn an_interruption_says_how_to_go_on() {
    let user = many();
    let ended = stopped(&user, Signal::INT);
    assert_eq!(ended.code, 130, "{}", ended.stderr);
    assert!(ended.stderr.contains("`signcache audit --max-age 1d` goes on"), "{}", ended.stderr);
    let done = judged(&user);
    assert!(0 < done && done <= MANY, "{done}");
    let found = audit(&user, &["--max-age", "1d"]);
    assert_eq!(i64::try_from(found.told.len()).unwrap(), MANY + 1 - done);
}

#[test]
fn verdicts_count_for_as_long_as_is_asked_and_only_from_the_past() {
    let (user, _) = signed(&["old", "young", "future", "never", "word"]);
    user.tamper(
        "UPDATE entry SET judged = unixepoch() - 7200 WHERE label = 'old';
         UPDATE entry SET judged = unixepoch() + 7200 WHERE label = 'future';
         UPDATE entry SET judged = NULL WHERE label = 'never';
         UPDATE entry SET verdict = 'splendid' WHERE label = 'word'",
    );
    let found = audit(&user, &["--max-age", "1h"]);
    let mut labels: Vec<_> = found.told.iter().map(|told| told["label"].as_str().unwrap()).collect();
    labels.sort_unstable();
    assert_eq!(labels, ["future", "never", "old", "word"]);
    assert_eq!((found.count("good"), &found.summary["passedOver"]), (4, &1.into()));
    // What was passed over was not verified, and is not said to be.
    let found = audit(&user, &["--max-age", "1h"]);
    assert_eq!((found.told.len(), found.count("good"), &found.summary["passedOver"]), (0, 0, &5.into()));
    let ended = user.run(["audit", "--max-age", "1h"]);
    assert!(ended.stdout.is_empty() && ended.stderr.contains("passed over 5 entries"), "{ended:?}");
}

#[test]
fn what_is_bad_is_bad_the_next_night_too() {
    let (user, _) = signed(&["content", "other"]);
    break_signature(&user, "content");
    // Whoever breaks it can write that it is good; what the user was given before tells.
    for words in [&[][..], &["--max-age", "7d"]] {
        user.tamper("UPDATE entry SET verdict = 'good', judged = unixepoch()");
        let found = audit(&user, words);
        assert_eq!((found.ended.code, found.verdict("content").0), (4, "bad"), "{words:?}");
        assert_eq!(noted(&user, "content"), "bad");
    }
    // Who was given nothing believes no note that it is bad without looking.
    user.forget();
    let found = audit(&user, &["--max-age", "7d"]);
    assert_eq!((found.ended.code, found.verdict("content").0), (4, "bad"));
    assert_eq!(found.summary["passedOver"], 1);
}

#[test]
fn a_sample_is_chosen_by_chance_and_has_its_size() {
    let user = many();
    let sample = |words: &[&str]| {
        let found = audit(&user, words);
        let digests = found.told.iter().map(|told| told["contentHash"].as_str().unwrap().to_owned());
        digests.collect::<std::collections::BTreeSet<_>>()
    };
    let (one, other) = (sample(&["--sample", "5000"]), sample(&["--sample", "5000"]));
    assert_eq!((one.len(), other.len()), (5000, 5000));
    // A quarter of each is expected in the other; a hundred standard deviations are none of chance.
    let both = one.intersection(&other).count();
    assert!((800..1700).contains(&both), "{both}");
    // Every digit begins as many of them as it does of all.
    let zeros = one.iter().filter(|digest| digest.starts_with('0')).count();
    assert!((200..430).contains(&zeros), "{zeros}");
    assert_eq!(sample(&["--sample", "5", "name:content"]).len(), 1);
    user.run(["audit", "--sample", "0"]).says(2, "--sample");
}

#[test]
fn verdicts_are_only_told_where_that_is_asked_for() {
    let (user, _) = signed(&["content"]);
    user.tamper("UPDATE entry SET signature = x'00'");
    let found = audit(&user, &["--dry-run"]);
    assert_eq!((found.ended.code, found.verdict("content").0), (4, "bad"));
    assert_eq!(noted(&user, "content"), "good");
}

#[test]
fn where_there_is_no_cache_there_is_none_afterwards() {
    let user = User::new();
    assert_eq!(audited(user.run(["audit", "--json"])).ended.code, 0);
    user.run(["audit"]).says(0, "no entry");
    assert!(!user.cache().exists());
}
