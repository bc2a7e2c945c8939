//! Whatever can be wrong with an output is found out before the first signature is made.

use std::fs;

use crate::entries;
use crate::support::user::User;

#[test]
fn one_bad_output_keeps_a_whole_batch_from_being_signed() {
    let (user, key) = User::with_key();
    for name in ["a", "b", "c", "known"] {
        user.write(name, name);
    }
    user.sign(&key, "known");
    user.write("b.sig", "something else");
    fs::create_dir(user.files().join("c.sig")).unwrap();
    let ended = user.run(["sign", "-k", &key, "a", "b", "c", "known"]);
    ended.says(1, "b.sig is there already");
    assert!(ended.stderr.contains("c.sig is a directory"), "{}", ended.stderr);
    assert!(ended.stderr.contains("0 signed, 1 reused, 3 not signed"), "{}", ended.stderr);
    assert_eq!(entries(&user), 1);
    assert_eq!(fs::read(user.files().join("b.sig")).unwrap(), b"something else");
    assert!(user.files().join("known.sig").exists() && !user.files().join("a.sig").exists());

    fs::remove_dir(user.files().join("c.sig")).unwrap();
    user.done(["sign", "-k", &key, "--force", "a", "b", "c", "known"]);
    assert_eq!(entries(&user), 4);
}

#[test]
fn an_output_that_cannot_be_written_is_named_with_the_reason() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    let check = |output: &str, words: &str| {
        let ended = user.run(["sign", "-k", &key, "-o", output, "content"]);
        ended.says(1, words);
        assert!(!ended.stderr.contains(".signcache-"), "{}", ended.stderr);
        assert_eq!(entries(&user), 0, "{output}");
    };
    check("no/where.sig", "there is no directory no");
    check("no/", "there is no directory");
    check(".", "is a directory");
    check("content/x.sig", "content/x.sig");
    // Nobody can make a file there.
    check("/proc/x.sig", "can't write /proc/x.sig");
}

#[test]
fn nothing_that_is_to_be_signed_is_overwritten() {
    let (user, key) = User::with_key();
    user.write("a", "a");
    user.write("a.sig", "a file of its own");
    user.run(["sign", "-k", &key, "--force", "-o", "a", "a"]).says(1, "a, which is to be signed");
    user.run(["sign", "-k", &key, "--force", "a", "a.sig"]).says(1, "a.sig, which is to be signed");
    assert_eq!(fs::read(user.files().join("a")).unwrap(), b"a");
    assert_eq!(fs::read(user.files().join("a.sig")).unwrap(), b"a file of its own");
    assert_eq!(entries(&user), 0);

    // Two names of one directory are one output.
    fs::create_dir(user.files().join("real")).unwrap();
    user.write("real/x", "x");
    std::os::unix::fs::symlink("real", user.files().join("link")).unwrap();
    user.write("y", "y");
    std::os::unix::fs::symlink("../y", user.files().join("real/z")).unwrap();
    user.done(["sign", "-k", &key, "real/x", "link/x"]);
}

#[test]
fn a_signature_that_is_there_is_in_the_way_of_nothing() {
    let (user, key) = User::with_key();
    user.write("a", "a");
    user.done(["sign", "-k", &key, "a"]);
    let first = fs::read(user.files().join("a.sig")).unwrap();
    // The output of one is another file that is signed, and has the signature already.
    let both = ["sign", "-k", &key, "--signatures-too", "--force", "a", "a.sig"];
    user.run(both).says(0, "1 signed, 1 reused");
    user.run(both).says(0, "0 signed, 2 reused");
    assert_eq!(fs::read(user.files().join("a.sig")).unwrap(), first);
    assert!(user.gnupg.verifies(&user.files().join("a.sig.sig"), &user.files().join("a.sig")));
}
