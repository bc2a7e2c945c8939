use std::fs;
use std::process::Stdio;

use sequoia_openpgp::crypto::mpi;
use sequoia_openpgp::packet::key::SecretKeyMaterial;
use sequoia_openpgp::parse::Parse;

use crate::support::user::User;

#[test]
fn every_refusal_has_its_exit_code_and_a_hint() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    user.write("no-signature", "junk");
    let check = |arguments: &[&str], code, words| {
        let ended = user.run(arguments);
        ended.says(code, words);
        assert!(code == 2 || ended.stderr.contains("hint:"), "{}", ended.stderr);
    };
    check(&["get", "-k", &key, "content"], 3, "not in the cache");
    check(&["exec", "--offline", "-k", &key, "content"], 3, &key);
    check(&["exec", "--offline", "-k", &key, "content"], 3, "ed7002b439e9ac84");
    check(&["sign", "--offline", "-k", &key, "content"], 3, "not in the cache");
    check(&["show", "abcd"], 3, "nothing in the cache");
    check(&["sign", "-k", &key, "."], 1, "is a directory");
    check(&["exec", "-k", &key, "no-such-file"], 1, "can't read no-such-file");
    check(&["verify", "-k", &key, "content", "no-signature"], 4, "not a detached OpenPGP signature");
    check(&["sign", "-k", "0123456789ABCDEF0123456789ABCDEF01234567", "content"], 5, "no certificate");
    check(&["list", "colour:red"], 2, "`colour:` is no filter");
    check(&["list", "key:nobody"], 2, "nobody");
    check(&["sign", "-k", &key, "-o", "x", "content", "no-signature"], 2, "single file");
    check(&["sign"], 2, "required");
    check(&["frobnicate"], 2, "unrecognized");
    check(&["sign", "--config", "no-such-file", "-k", &key, "content"], 1, "no-such-file");
    user.configure("certificate = []");
    check(&["list"], 1, "certificate");
}

#[test]
fn without_its_programs_it_says_which_to_install() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    let without_path = |arguments: &[&str]| {
        let mut command = user.signcache(arguments);
        crate::support::user::Ended::from(command.env("PATH", "/nowhere").output().unwrap())
    };
    without_path(&["sign", "-k", &key, "content"]).says(5, "GnuPG");
    user.sign(&key, "content");
    without_path(&["exec", "-k", &key, "content"]).says(1, "nix-store");
    // A hit that needs no store needs no program either.
    let inline = without_path(&["exec", "-k", &key, "--emit", "inline", "content"]);
    assert_eq!(inline.code, 0, "{}", inline.stderr);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let (user, key) = User::with_key();
    for number in 0..3 {
        user.write("content", number.to_string());
        user.sign(&key, "content");
    }
    let mut list = user.signcache(["list"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(list.stdout.take());
    let ended = list.wait_with_output().unwrap();
    assert!(ended.status.success() && ended.stderr.is_empty(), "{ended:?}");
}

#[test]
fn no_secret_is_stored() {
    let user = User::new();
    let key = user.gnupg.generate("ed25519").to_string();
    user.write("content", "content");
    user.sign(&key, "content");
    let mut secret = user.gnupg.gpg();
    let exported = secret.args(["--export-secret-keys", &key]).output().unwrap().stdout;
    // A key file is a source of certificates, too, and those are kept; here it is the only one.
    let other = User::new();
    let file = other.write("release.key", &exported);
    let signer = format!("signer = {{ key-file = {file:?} }}");
    other.configure(&format!("[keys.release]\nfingerprint = \"{key}\"\n{signer}\n"));
    other.write("content", "content");
    other.sign("release", "content");
    let certificate = sequoia_openpgp::Cert::from_bytes(&exported).unwrap();
    let key = certificate.primary_key().key().clone().parts_into_secret().unwrap();
    let SecretKeyMaterial::Unencrypted(secret) = key.secret() else { unreachable!("it has no passphrase") };
    let needle = secret.map(|secret| match secret {
        mpi::SecretKeyMaterial::EdDSA { scalar } => scalar.value().to_vec(),
        other => unreachable!("{other:?} is no EdDSA key"),
    });
    assert!(needle.len() > 28);
    for directory in [user.cache(), user.state(), other.cache(), other.state()] {
        for entry in walkdir::WalkDir::new(directory).into_iter().map(Result::unwrap) {
            if entry.file_type().is_file() {
                let bytes = fs::read(entry.path()).unwrap();
                assert!(!bytes.windows(needle.len()).any(|part| part == needle), "{entry:?}");
            }
        }
    }
}

#[test]
fn whatever_a_message_quotes_is_escaped() {
    let (user, key) = User::with_key();
    let hostile = "x\u{1b}[31m\u{202e}y";
    for arguments in [
        &["sign", "-k", &key, hostile][..],
        &["sign", "-k", hostile, "x"],
        &["list", hostile],
        &["get", "--config", hostile, "-k", &key, "x"],
        &["list", "--cache", hostile],
    ] {
        let ended = user.run(arguments);
        assert!(!ended.stderr.contains('\u{1b}') && !ended.stderr.contains('\u{202e}'), "{}", ended.stderr);
    }
    user.configure(&format!("cache = 1 # {hostile}"));
    let ended = user.run(["list"]);
    assert!(ended.stderr.contains(r"\u{1b}") && !ended.stderr.contains('\u{1b}'), "{}", ended.stderr);
}

#[test]
fn one_item_of_a_batch_does_not_spoil_the_others() {
    let (user, key) = User::with_key();
    for name in ["a", "b", "hit", "miss"] {
        user.write(name, name);
    }
    user.run(["sign", "-k", &key, "b", "no-such-file"]).says(1, "no-such-file");
    assert!(user.files().join("b.sig").exists());
    // What is in the way of an output is another matter: it is there before anything is signed.
    user.write("a.sig", "somebody's");
    let ended = user.run(["sign", "-k", &key, "a", "b", "no-such-file"]);
    ended.says(1, "a.sig is there already");
    ended.says(1, "no-such-file");

    user.sign(&key, "hit");
    fs::remove_dir_all(user.gnupg.join("private-keys-v1.d")).unwrap();
    user.gnupg.kill_agent();
    user.run(["sign", "-k", &key, "hit", "miss"]).says(5, "no secret key");
    assert!(user.files().join("hit.sig").exists());
}

#[test]
fn output_goes_where_it_is_sent() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    let signature = user.sign(&key, "content");
    user.done(["sign", "-k", &key, "-o", "/dev/null", "--force", "content"]);
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
    let streamed = user.done(["sign", "-q", "-k", &key, "-o", "/dev/stdout", "content"]);
    assert_eq!(streamed, signature);
    let described = user.done(["get", "-k", &key, "--json", "-o", "file", "content"]);
    assert_eq!(fs::read(user.files().join("file")).unwrap(), signature);
    assert!(described.starts_with(b"{"));
    user.run(["sign", "-k", &key, "--json", "-o", "-", "content"]).says(2, "stdout");
    // A link is followed, and stays one.
    std::os::unix::fs::symlink("file", user.files().join("link")).unwrap();
    fs::write(user.files().join("file"), "old").unwrap();
    user.done(["get", "-k", &key, "--force", "-o", "link", "content"]);
    assert_eq!(fs::read(user.files().join("file")).unwrap(), signature);
}

#[test]
fn looking_up_makes_no_cache() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    let signature = user.sign(&key, "content");
    let typo = user.files().join("typo");
    let cache = typo.to_str().unwrap();
    assert_eq!(user.done(["get", "--cache", cache, "-k", &key, "-o", "-", "content"]), signature);
    user.run(["list", "--cache", cache]).says(75, "typo is not there");
    assert!(!typo.exists());
}
