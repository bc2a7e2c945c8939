use std::fs;

use super::{audit, audited, break_signature, noted};
use crate::support::nix_store::NixStore;
use crate::support::user::User;

/// A user with a key whose signatures have no proof, for their hash is not SHA-256.
fn with_longer_hash() -> (User, String) {
    let user = User::new();
    let key = user.gnupg.generate("nistp384").to_string();
    (user, key)
}

#[test]
fn what_no_proof_can_tell_its_content_does() {
    let (user, key) = with_longer_hash();
    let below = user.files().join("below");
    fs::create_dir(&below).unwrap();
    for name in ["content", "changed"] {
        fs::write(below.join(name), format!("the {name}")).unwrap();
    }
    user.done(["sign", "-q", "-k", &key, "below/content", "below/changed"]);
    fs::write(below.join("changed"), "THE changed").unwrap();

    let found = audit(&user, &[]);
    assert_eq!((found.ended.code, found.count("unproven")), (0, 2), "{}", found.ended.stderr);
    assert_eq!(noted(&user, "content"), "unproven");

    let found = audit(&user, &["--content", "below"]);
    assert_eq!((found.verdict("content"), found.verdict("changed")), (("good", None), ("unproven", None)));
    assert_eq!((noted(&user, "content"), found.ended.code), ("good".into(), 0));

    // And the content tells what is bad.
    break_signature(&user, "content");
    let found = audit(&user, &["--content", "below"]);
    assert_eq!((found.verdict("content").0, found.ended.code), ("bad", 4));
}

#[test]
fn a_content_that_still_is_in_the_nix_store_is_found_there() {
    let (user, key) = with_longer_hash();
    let nix = NixStore::new();
    let file = nix.write("content", "a content in the store");
    let path = String::from_utf8(nix.run("nix-store", ["--add", file.to_str().unwrap()])).unwrap();
    let run = |words: &[&str]| {
        let mut command = user.signcache(words);
        command.envs(nix.environment()).env("HOME", user.home.path());
        command.output().unwrap().into()
    };
    let signed: crate::support::user::Ended = run(&["sign", "-q", "-k", &key, "-o", "-", path.trim()]);
    assert_eq!(signed.code, 0, "{}", signed.stderr);
    let found = audited(run(&["audit", "--json"]));
    assert_eq!((found.count("good"), found.count("unproven")), (1, 0), "{}", found.ended.stderr);
    nix.collect_garbage();
    let found = audited(run(&["audit", "--json"]));
    assert_eq!((found.count("good"), found.count("unproven")), (0, 1), "{}", found.ended.stderr);
}
