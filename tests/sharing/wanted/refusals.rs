use std::fs;
use std::path::{Path, PathBuf};

use super::{ask, entries, exported, wanted};
use crate::people::holder_and_other;
use crate::support::user::User;

/// The part of a bundle that asks for a content with this label.
fn part(bundle: &Path, label: &str) -> PathBuf {
    let files = walkdir::WalkDir::new(bundle).into_iter().map(|entry| entry.unwrap().into_path());
    let says = |path: &PathBuf| {
        fs::read_to_string(path).is_ok_and(|text| text.ends_with(&format!("label {label}\n")))
    };
    files.filter(|path| path.is_file()).find(says).unwrap()
}

fn line(part: &Path, name: &str) -> String {
    let text = fs::read_to_string(part).unwrap();
    text.lines().find(|line| line.starts_with(name)).unwrap().to_owned()
}

fn replace(part: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(part).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(part, text.replace(from, to)).unwrap();
}

#[test]
fn a_forged_proof_is_refused_by_name_and_the_others_are_signed() {
    let (alice, bob, key) = holder_and_other();
    for name in ["one", "two", "six"] {
        ask(&bob, &key, name, &name.repeat(60));
    }
    let bundle = exported(&bob);
    let (one, two) = (part(&bundle, "one"), part(&bundle, "two"));
    let digest = line(&one, "content").replace("content ", "");
    // The proof of another content of the same length.
    replace(&one, &line(&one, "proof"), &line(&two, "proof"));
    replace(&two, "size 180", "size 181");
    let sign = ["wanted", "sign", "--yes", bundle.to_str().unwrap()];
    let ended = alice.run(sign);
    ended.says(4, &format!("wanted has for <{digest}, openpgp:{key}> is not one of that content"));
    assert_eq!(ended.stderr.matches("is not one of that content").count(), 2, "{}", ended.stderr);
    assert_eq!(entries(&alice), ["six"]);
}

#[test]
fn what_is_no_bundle_signs_nothing() {
    let (alice, bob, key) = holder_and_other();
    ask(&bob, &key, "content", "content");
    let bundle = exported(&bob);
    replace(&part(&bundle, "content"), "size 7", "size 07");
    alice.run(["wanted", "sign", "--yes", bundle.to_str().unwrap()]).says(4, "is no record");
    alice.write("junk", "junk");
    let ended = alice.run(["wanted", "sign", "--yes", "-o", "signed", "junk"]);
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    assert!(!alice.files().join("signed").exists());
    assert!(entries(&alice).is_empty());
}

#[test]
fn without_anybody_to_ask_nothing_is_signed() {
    let (alice, bob, key) = holder_and_other();
    ask(&bob, &key, "content", "content");
    let bundle = exported(&bob);
    let ended = alice.run(["wanted", "sign", bundle.to_str().unwrap()]);
    ended.says(2, "nobody can be asked");
    ended.says(2, "--yes");
    alice
        .run(["wanted", "sign", "--yes", "--offline", bundle.to_str().unwrap()])
        .says(2, "nothing is signed");
    let both = ["wanted", "sign", "--yes", "--json", "-o", "-", bundle.to_str().unwrap()];
    alice.run(both).says(2, "stdout");
    assert!(!alice.cache().exists());
}

#[test]
fn what_is_wanted_of_other_keys_is_left_to_their_holders() {
    let (alice, bob, key) = holder_and_other();
    let stranger = "0123456789ABCDEF0123456789ABCDEF01234567";
    ask(&bob, stranger, "theirs", "theirs");
    let bundle = exported(&bob);
    let sign =
        |words: &[&str]| alice.run([&["wanted", "sign", "--yes", bundle.to_str().unwrap()], words].concat());
    sign(&[]).says(5, "none of the 1 signatures");
    sign(&[]).says(5, &format!("openpgp:{stranger} was passed over: there is no certificate"));
    sign(&["-k", stranger]).says(5, "there is no certificate");
    ask(&bob, &key, "ours", "ours");
    exported(&bob);
    sign(&["-k", stranger]).says(5, "there is no certificate");
    assert!(entries(&alice).is_empty());
    sign(&[]).says(0, "1 signed, 1 for other keys");
    sign(&["-k", &key]).says(0, "1 there already, 1 for other keys");
    assert_eq!(entries(&alice), ["ours"]);
}

#[test]
fn with_the_contents_only_what_is_found_is_signed() {
    let (alice, bob, key) = holder_and_other();
    for name in ["known", "unknown", "nested"] {
        ask(&bob, &key, name, name);
    }
    let bundle = exported(&bob);
    let sources = alice.files().join("sources");
    fs::create_dir_all(sources.join("deep")).unwrap();
    fs::write(sources.join("a"), "known").unwrap();
    fs::write(sources.join("b"), "KNOWN").unwrap();
    fs::write(sources.join("deep/c"), "nested").unwrap();
    // A link leads nowhere, even to the very content.
    let elsewhere = alice.write("elsewhere", "unknown");
    std::os::unix::fs::symlink(&elsewhere, sources.join("link")).unwrap();
    let sign = ["wanted", "sign", "--json", "--content", "sources", bundle.to_str().unwrap()];
    let ended = alice.run(sign);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let printed = String::from_utf8(ended.stdout).unwrap();
    assert_eq!(printed.matches("\"seen\":true").count(), 2, "{printed}");
    let summary = r#"{"summary":{"left":0,"notFound":1,"otherKeys":0,"provided":0,"reused":0,"signed":2}}"#;
    assert_eq!(printed.lines().last(), Some(summary));
    assert_eq!(entries(&alice), ["known", "nested"]);
    alice.run(["wanted", "sign", "--content", "nowhere", bundle.to_str().unwrap()]).says(1, "nowhere");
}

#[test]
fn a_key_that_signs_another_hash_needs_the_contents() {
    let (alice, bob) = (User::new(), User::new());
    let key = alice.gnupg.generate("nistp384").to_string();
    ask(&bob, &key, "content", "content");
    let bundle = exported(&bob);
    let unseen = alice.run(["wanted", "sign", "--yes", bundle.to_str().unwrap()]);
    unseen.says(1, "can't be signed without the content (content)");
    unseen.says(1, "--content DIR");
    alice.write("mine", "content");
    let seen = ["wanted", "sign", "--content", ".", "-o", "signed/", bundle.to_str().unwrap()];
    alice.run(seen).says(0, "1 signed");
    assert_eq!(entries(&alice), ["content"]);
}

#[test]
fn hostile_labels_do_nothing_to_a_terminal() {
    let (alice, bob, key) = holder_and_other();
    let hostile = "x\u{1b}[31m\u{202e}y";
    ask(&bob, &key, hostile, "content");
    let listed = String::from_utf8(bob.done(["wanted", "list"])).unwrap();
    assert!(listed.contains(r"x\u{1b}[31m\u{202e}y") && !listed.contains('\u{1b}'), "{listed}");
    assert_eq!(wanted(&bob, &[])[0]["label"], hostile);
    let bundle = exported(&bob);
    let ended = alice.run(["wanted", "sign", "--yes", bundle.to_str().unwrap()]);
    ended.says(0, r"x\u{1b}[31m\u{202e}y");
    assert!(!ended.stderr.contains('\u{1b}') && !ended.stderr.contains('\u{202e}'), "{}", ended.stderr);
    let sum = format!("{}  {hostile}\n", "ab".repeat(32));
    alice.write("manifest", sum);
    let checked = alice.run(["wanted", "check", "-k", &key, "manifest"]);
    let printed = String::from_utf8(checked.stdout).unwrap();
    assert!(printed.contains(r"\u{1b}[31m") && !printed.contains('\u{1b}'), "{printed}");
}

#[test]
fn a_key_with_a_cache_of_its_own_is_not_signed_for_into_another_one() {
    let (alice, bob, key) = holder_and_other();
    ask(&bob, &key, "content", "content");
    let bundle = exported(&bob);
    let own = alice.home.path().join("own");
    alice.configure(&format!("[keys.release]\nfingerprint = \"{key}\"\ncache = {own:?}\n"));
    alice.write("mine", "content");
    alice.done(["init", "-q", own.to_str().unwrap()]);
    let first = alice.sign("release", "mine");
    let sign = ["wanted", "sign", "--yes", bundle.to_str().unwrap()];
    alice.run(sign).says(5, "in a cache of their own");
    assert!(!alice.cache().exists());
    alice.run([&sign[..], &["-k", "release", "-o", "signed/"]].concat()).says(0, "1 there already");
    bob.done(["import", alice.files().join("signed").to_str().unwrap()]);
    assert_eq!(bob.done(["get", "-k", &key, "-o", "-", "content"]), first);
}

#[test]
fn a_key_that_fails_keeps_no_other_key_from_signing() {
    let (alice, first) = User::with_key();
    let second = alice.gnupg.generate("ed25519").to_string();
    // Keys take their turns in this order.
    let (fails, signs) = if first < second { (first, second) } else { (second, first) };
    let bob = User::new();
    for key in [&fails, &signs] {
        bob.gnupg.import(&alice.gnupg.export(&key.parse().unwrap()));
        ask(&bob, key, "content", "content");
    }
    let bundle = exported(&bob);
    alice.write("content", "content");
    alice.configure(&format!(
        "[keys.failing]\nfingerprint = \"{fails}\"\nsigner = {{ command = [\"false\"] }}\n"
    ));
    let ended = alice.run(["wanted", "sign", "--content", ".", bundle.to_str().unwrap()]);
    ended.says(5, "1 signed");
    ended.says(5, "`false` failed");
}
