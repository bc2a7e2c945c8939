use std::fs;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::Owner;
use crate::support::user::Ended;

#[test]
fn what_does_not_verify_is_not_stored() {
    let owner = Owner::of("ed25519", "");
    let stranger = owner.vault.generate_as("Stranger <s@example.org>", "ed25519", "").to_string();
    owner.user.write("content", "content");
    owner.user.write("other", "other");
    let check = |script: &str| {
        owner.script(script, "");
        let ended = owner.user.run(["sign", "-k", "release", "content"]);
        ended.says(4, "does not verify");
        ended.says(4, "nothing was stored");
        assert_eq!(owner.stored(), 0, "{script}");
        assert!(!owner.user.files().join("content.sig").exists());
    };
    check("echo garbage");
    check("exit 0");
    check("head -c 100000 /dev/urandom");
    check("$GPG --local-user $3 --detach-sign -o - \"$DIR/other\"");
    check(&format!("$GPG --local-user {stranger} --detach-sign -o - \"$1\""));
    check("$GPG --local-user $3 --sign -o - \"$1\"");
    check("$GPG --local-user $3 --detach-sign -o - \"$1\"; $GPG --local-user $3 --detach-sign -o - \"$1\"");
    check("echo more >> \"$1\"; $GPG --local-user $3 --detach-sign -o - \"$1\"");
}

#[test]
fn what_is_weak_already_is_not_stored() {
    let owner = Owner::of("ed25519", "");
    owner.script("$GPG --digest-algo SHA1 --detach-sign -o - \"$1\"", "");
    owner.user.write("content", "content");
    let ended = owner.user.run(["sign", "-k", "release", "content"]);
    ended.says(5, "SHA1");
    ended.says(5, "nothing was stored");
    assert_eq!(owner.stored(), 0);
}

#[test]
fn its_last_words_are_shown_when_it_fails() {
    let owner = Owner::of("ed25519", "");
    owner.script(
        "seq 1 9 >&2; printf 'no such slot \\033[31m\\n' >&2; $GPG --detach-sign -o - \"$1\"; exit 7",
        "",
    );
    owner.user.write("content", "content");
    let ended = owner.user.run(["sign", "-k", "release", "content"]);
    ended.says(5, r"failed (exit status: 7): 6; 7; 8; 9; no such slot \u{1b}[31m");
    ended.says(5, "hint:");
    assert_eq!(owner.stored(), 0);
    // Its end is shown even where there is much of it.
    owner.script("seq 1 100000 >&2; exit 1", "");
    owner.user.run(["sign", "-k", "release", "content"]).says(5, "99999; 100000");
    owner.configure("signer = { command = [\"no-such-program\"] }");
    owner.user.run(["sign", "-k", "release", "content"]).says(5, "`no-such-program` was not found");
}

#[test]
fn it_is_killed_with_its_children_when_it_takes_too_long() {
    let owner = Owner::of("ed25519", "");
    let script = "trap '' TERM INT; sh -c 'sleep 1000 & echo $! > pids; wait' & echo $! $$ > more; echo waiting for a touch >&2; sleep 1000";
    owner.script(&format!("cd \"$DIR\"; {script}"), ", timeout = \"2s\" }");
    owner.user.write("content", "content");
    let begun = Instant::now();
    let ended = owner.user.run(["sign", "-k", "release", "content"]);
    ended.says(5, "no answer within 2 s and was killed: waiting for a touch");
    ended.says(5, "`timeout`");
    assert!(begun.elapsed() < Duration::from_secs(60));
    all_gone(&owner);
}

#[test]
fn it_is_killed_with_its_children_when_somebody_interrupts() {
    let owner = Owner::of("ed25519", "");
    let script = "sh -c 'sleep 1000 & echo $! > pids; wait' & echo $! $$ > more; sleep 1000";
    owner.script(&format!("cd \"$DIR\"; {script}"), ", timeout = \"900s\" }");
    owner.user.write("content", "content");
    let sign = owner
        .user
        .signcache(["sign", "-k", "release", "content"])
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    while owner.noted("pids").is_empty() || owner.noted("more").is_empty() {
        std::thread::sleep(Duration::from_millis(10));
    }
    kill_process(Pid::from_child(&sign), Signal::INT).unwrap();
    Ended::from(sign.wait_with_output().unwrap()).says(130, "interrupted");
    all_gone(&owner);
    // No lock is in the way of whoever signs next.
    owner.script("$GPG --detach-sign -o - \"$1\"", "");
    owner.user.done(["sign", "-k", "release", "content"]);
}

/// Checks that no process whose number a script noted still runs.
fn all_gone(owner: &Owner) {
    let noted = owner.noted("pids") + &owner.noted("more");
    let numbers: Vec<&str> = noted.split_whitespace().collect();
    assert_eq!(numbers.len(), 3, "{noted}");
    for number in numbers {
        // One that nobody has waited for is dead as well.
        let lives = || {
            let stat = fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
            stat.rsplit(')').next().is_some_and(|rest| !rest.is_empty() && !rest.starts_with(" Z"))
        };
        let begun = Instant::now();
        while lives() {
            assert!(begun.elapsed() < Duration::from_secs(10), "{number} lives");
        }
    }
}

#[test]
fn it_is_killed_when_it_prints_too_much() {
    let owner = Owner::of("ed25519", "");
    owner.script("cat /dev/zero", ", timeout = \"900s\" }");
    owner.user.write("content", "content");
    let begun = Instant::now();
    owner.user.run(["sign", "-k", "release", "content"]).says(5, "printed more than 131072 bytes");
    assert!(begun.elapsed() < Duration::from_secs(60));
    // Much on stderr is no harm.
    owner.script("head -c 3000000 /dev/zero >&2; $GPG --detach-sign -o - \"$1\"", "");
    owner.user.done(["sign", "-k", "release", "content"]);
}

#[test]
fn a_key_that_may_not_sign_any_more_is_not_asked() {
    let owner = Owner::of("ed25519", "");
    owner.vault.revoke(&owner.key.parse().unwrap(), crate::support::gnupg::Reason::Superseded);
    owner.script("touch \"$DIR/asked\"", "");
    owner.user.write("content", "content");
    owner.user.run(["sign", "-k", "release", "content"]).says(5, "revoked");
    assert!(!owner.user.files().join("asked").exists());
}
