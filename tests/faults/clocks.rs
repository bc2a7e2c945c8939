//! Clocks that were wrong, or are.

use std::fs;

use crate::support::user::{Ended, User, value};

/// Runs the program as if the time were another one.
fn at(user: &User, shift: &str, arguments: &[&str]) -> Ended {
    let mut faketime = user.command("faketime");
    faketime.args(["-f", shift, env!("CARGO_BIN_EXE_signcache")]).args(arguments);
    Ended::from(faketime.output().expect("faketime is needed by this test"))
}

#[test]
fn what_was_made_in_the_future_stays_the_first_one() {
    let (user, key) = User::with_key();
    let content = user.write("content", "content");
    let made = at(&user, "+2d", &["sign", "-k", &key, "-o", "-", "content"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let stamps =
        "SELECT count(*) FROM entry WHERE used > unixepoch() + 86400 AND signed > unixepoch() + 86400";
    assert_eq!(value::<i64>(&user.cache(), stamps), 1);
    for ledger in [true, false] {
        if !ledger {
            user.forget();
        }
        assert_eq!(user.sign(&key, "content"), made.stdout);
        user.done(["exec", "-k", &key, "--emit", "inline", "content"]);
        user.done(["list", "age:<1d", "used:<1d"]);
    }
    fs::write(user.files().join("content.sig"), &made.stdout).unwrap();
    let verified = user.done(["verify", "-k", &key, "content", "content.sig"]);
    assert!(verified.starts_with(b"good (it says that it was made at a time that is still to come"));
    // A stamp from the future is left to be right one day.
    assert_eq!(value::<i64>(&user.cache(), stamps), 1);
    let mut gpg = user.gnupg.gpg();
    gpg.args(["--ignore-time-conflict", "--verify"]).arg(user.files().join("content.sig")).arg(content);
    assert!(gpg.output().unwrap().status.success());
}

#[test]
fn a_clock_that_was_set_back_changes_no_hit_and_makes_no_signature_that_fails() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    user.write("new", "new");
    let first = user.sign(&key, "content");
    // Before the key was made: nothing can be signed that would verify.
    let refused = at(&user, "-2d", &["sign", "-k", &key, "new"]);
    refused.says(5, "hint:");
    refused.says(5, "clock");
    user.run(["get", "-k", &key, "new"]).says(3, "not in the cache");
    for ledger in [true, false] {
        if !ledger {
            user.forget();
        }
        let hit = at(&user, "-2d", &["get", "-k", &key, "-o", "-", "content"]);
        assert_eq!((hit.code, &hit.stdout), (0, &first), "{}", hit.stderr);
    }
    // Before there was a key, it has not expired either.
    fs::write(user.files().join("content.sig"), &first).unwrap();
    let verified = at(&user, "-2d", &["verify", "-k", &key, "content", "content.sig"]);
    assert_eq!(verified.code, 0, "{}", verified.stderr);
    assert!(verified.stdout.starts_with(b"good (it says that it was made at a time that is still to come"));
    assert_eq!(user.sign(&key, "content"), first);
    user.done(["sign", "-k", &key, "new"]);
}
