//! Before a signature is made, the one that lies beside the file is looked at: it may be the first one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::user::{User, value};
use crate::{entries, fingerprint, gpg_sign};

fn case() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/neighbour")
}

/// A user with the keys and the files of the case.
fn user_of_the_case() -> (User, String) {
    let user = User::new();
    for certificate in ["own-secret.pgp", "other.pgp"] {
        user.gnupg.import(&fs::read(case().join(certificate)).unwrap());
    }
    for name in ["f", "f.sig", "g", "g.sig", "h", "h.sig"] {
        user.write(name, fs::read(case().join("tree").join(name)).unwrap());
    }
    (user, fingerprint(&case().join("own.fpr")))
}

fn origin(user: &User) -> String {
    value(&user.cache(), "SELECT origin FROM entry")
}

#[test]
fn a_good_signature_beside_the_file_is_the_first_one() {
    let (user, key) = user_of_the_case();
    let before = fs::read(user.files().join("f.sig")).unwrap();
    // Nothing is signed: the key can't.
    fs::remove_dir_all(user.gnupg.join("private-keys-v1.d")).unwrap();
    user.run(["sign", "-k", &key, "f"]).says(0, "0 signed, 0 reused, 1 adopted");
    assert_eq!(fs::read(user.files().join("f.sig")).unwrap(), before);
    assert_eq!(origin(&user), "adopted");
    user.done(["get", "-k", &key, "-o", "again.sig", "f"]);
    let made = value::<i64>(&user.cache(), "SELECT signed FROM entry");
    let shown = String::from_utf8(user.done(["show", "--json", "name:f"])).unwrap();
    assert!(shown.contains(&format!("\"signedAt\":{made}")), "{shown}");
    assert!(user.gnupg.verifies(&user.files().join("again.sig"), &user.files().join("f")));
    let json = String::from_utf8(user.done(["sign", "--json", "-k", &key, "f"])).unwrap();
    assert!(json.contains(r#""result":"reused""#), "{json}");
}

#[test]
fn what_is_by_others_or_over_other_bytes_stops_at_the_output_only_and_before_anything_is_signed() {
    let (user, key) = user_of_the_case();
    for name in ["g", "h"] {
        user.run(["sign", "-k", &key, name]).says(1, &format!("{name}.sig is there already"));
        let path = format!("{name}.sig");
        let tree = case().join("tree").join(&path);
        assert_eq!(fs::read(user.files().join(&path)).unwrap(), fs::read(tree).unwrap());
    }
    assert_eq!(entries(&user), 0);
    // Elsewhere it is in nobody's way, and neither is an encrypted message.
    user.write("g.gpg", b"\x85\x01\x0c\x03 and what else an encrypted message has");
    user.done(["sign", "-k", &key, "-o", "elsewhere.sig", "g"]);
    assert_eq!(origin(&user), "signed");
}

#[test]
fn of_several_the_earliest_counts_wherever_it_lies_and_whatever_joins_it_with_others() {
    let (user, key) = User::with_key();
    let other = user.gnupg.generate("ed25519").to_string();
    user.write("content", "signed again and again");
    user.write("copy", "signed again and again");
    let at = |time: &'static str| ["--faked-system-time", time, "--ignore-time-conflict"];
    let later = gpg_sign(&user, &key, &["--armor"], "content.asc", "content");
    let stranger = gpg_sign(&user, &other, &["--armor"], "stranger.asc", "content");
    let soon = "20990101T000000";
    gpg_sign(&user, &key, &at(soon), "content.sign", "content");
    let joined = [fs::read(stranger).unwrap(), fs::read(&later).unwrap()].concat();
    fs::write(&later, joined).unwrap();
    // What lies beside a copy with the same bytes counts as well.
    user.run(["sign", "-k", &key, "copy", "content"]).says(0, "0 signed, 0 reused, 2 adopted");
    let signed: i64 = value(&user.cache(), "SELECT signed FROM entry");
    assert!(signed < 4_000_000_000, "{signed}");
    assert!(user.gnupg.verifies(&user.files().join("copy.sig"), &user.files().join("copy")));
    assert_eq!(entries(&user), 1);
}

#[test]
fn a_key_that_has_expired_since_made_a_first_signature_too() {
    let user = User::new();
    let mut gpg = user.gnupg.gpg();
    gpg.args(["--faked-system-time", "20200101T000000", "--passphrase", "", "--quick-generate-key"]);
    assert!(gpg.args(["old@example.org", "ed25519", "sign", "1y"]).status().unwrap().success());
    let listed = user.gnupg.gpg().args(["--list-keys", "--with-colons"]).output().unwrap().stdout;
    let listed = String::from_utf8(listed).unwrap();
    let key = listed.lines().find_map(|line| line.strip_prefix("fpr:")).unwrap().replace(':', "");
    user.write("content", "content");
    let options = ["--faked-system-time", "20200601T000000", "--digest-algo", "SHA512"];
    gpg_sign(&user, &key, &options, "content.gpg", "content");
    let ended = user.run(["sign", "-k", &key, "content"]);
    ended.says(0, "1 adopted");
    assert!(ended.stderr.contains("the key has expired since"), "{}", ended.stderr);
}

#[test]
fn one_that_only_a_person_can_call_the_first_stops_everything_and_import_takes_it() {
    let check = |options: &[&str], why: &str| {
        let (user, key) = User::with_key();
        user.write("content", "content\n");
        user.write("innocent", "innocent");
        gpg_sign(&user, &key, options, "content.asc", "content");
        for command in [vec!["sign"], vec!["exec", "--emit", "inline"]] {
            let arguments = [&command[..], &["-k", &key, "innocent", "content"]].concat();
            let ended = user.run(arguments);
            ended.says(1, why);
            assert!(
                ended.stderr.contains("content.asc") && ended.stderr.contains("import"),
                "{}",
                ended.stderr
            );
            assert_eq!(entries(&user), 0);
        }
        user.done(["import", "."]);
        user.run(["sign", "-k", &key, "content"]).says(0, "0 signed, 1 reused");
    };
    check(&["--default-sig-expire", "1y"], "an expiry of its own");
    check(&["--textmode"], "a text-mode signature");
    check(&["--digest-algo", "RIPEMD160"], "weak");
}

#[test]
fn a_neighbour_that_cannot_be_read_is_not_an_absent_one_and_one_that_is_no_file_is() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    let fifo = |name: &str| {
        assert!(Command::new("mkfifo").arg(user.files().join(name)).status().unwrap().success());
    };
    // Nothing waits for these, and none is followed to where it has no end.
    fifo("content.asc");
    fs::create_dir(user.files().join("content.gpg")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", user.files().join("content.sign")).unwrap();
    user.run(["sign", "-k", &key, "content"]).says(0, "1 signed");

    user.write("other", "other");
    // It is a plain file that not even root can read from its beginning.
    std::os::unix::fs::symlink("/proc/self/mem", user.files().join("other.asc")).unwrap();
    user.run(["sign", "-k", &key, "other"]).says(1, "other.asc");
    assert_eq!(entries(&user), 1);
}

#[test]
fn evaluations_adopt_what_others_only_look_up() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    gpg_sign(&user, &key, &[], "content.sig", "content");
    for command in [&["get"][..], &["exec", "--offline", "--emit", "inline"], &["sign", "--offline"]] {
        assert_eq!(user.run([command, &["-k", &key, "content"]].concat()).code, 3);
    }
    let ended = user.run(["exec", "--emit", "inline", "-k", &key, "content"]);
    assert!(ended.code == 0 && ended.stderr.contains("adopted content.sig"), "{}", ended.stderr);
    assert_eq!(origin(&user), "adopted");
    let armored = user.done(["get", "-k", &key, "content"]);
    let expression = String::from_utf8(ended.stdout).unwrap();
    let line = String::from_utf8(armored).unwrap().lines().nth(2).unwrap().to_owned();
    assert!(expression.contains(&line), "{expression}");
}

#[test]
fn what_others_want_is_adopted_as_well_and_only_where_the_content_is_named() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    user.run(["sign", "--offline", "-k", &key, "content"]).says(3, "not in the cache");
    gpg_sign(&user, &key, &["--default-sig-expire", "1y"], "content.asc", "content");
    user.run(["wanted", "sign", "--content", "."]).says(1, "an expiry of its own");
    assert_eq!(entries(&user), 0);
    gpg_sign(&user, &key, &[], "content.asc", "content");
    let ended = user.run(["wanted", "sign", "--content", "."]);
    assert!(ended.code == 0 && ended.stderr.contains("adopted"), "{}", ended.stderr);
    assert_eq!(origin(&user), "adopted");
}

#[test]
fn nothing_is_adopted_where_an_output_can_not_be_written() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    gpg_sign(&user, &key, &[], "content.asc", "content");
    user.write("content.sig", "something else");
    user.run(["sign", "-k", &key, "content"]).says(1, "content.sig is there already");
    assert!(!user.cache().exists() || entries(&user) == 0);
    fs::remove_file(user.files().join("content.sig")).unwrap();
    user.run(["sign", "-k", &key, "content"]).says(0, "1 adopted");
}
