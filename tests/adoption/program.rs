//! `signcache import DIR`, the program itself.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::support::user::{Ended, NOBODY, User, copy_program, value};

fn archive() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/debian")
}

/// A detached signature of a file of the user's, as `gpg` makes it.
fn gpg_signs(user: &User, file: &str, options: &[&str]) -> Vec<u8> {
    let mut gpg = user.gnupg.gpg();
    let output =
        gpg.args(options).args(["-o", "-", "--detach-sign"]).arg(user.files().join(file)).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// A value a line.
fn lines(printed: &[u8]) -> Vec<Value> {
    let text = String::from_utf8(printed.to_vec()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn listed(user: &User) -> Vec<Value> {
    lines(&user.done(["list", "--json"]))
}

fn entries(user: &User) -> u32 {
    value(&user.cache(), "SELECT count(*) FROM entry")
}

/// Whether a packet is the same but for the form of its header, which is an old one in what gpg makes.
fn same_packet(ours: &[u8], of_gpg: &[u8]) -> bool {
    let body = |packet: &[u8]| packet.windows(2).position(|at| at == [4, 0]).map(|at| packet[at..].to_vec());
    body(ours) == body(of_gpg)
}

#[test]
fn the_archive_of_debian_is_adopted_and_each_signature_is_handed_out_again() {
    let user = User::new();
    let keyring = archive().join("archive-keyring.pgp");
    let import = |user: &User| {
        let mut command = user.signcache(["import"]);
        Ended::from(command.arg(archive()).arg("--certificates").arg(&keyring).output().unwrap())
    };
    let first = import(&user);
    assert_eq!(first.code, 0, "{}", first.stderr);
    assert!(first.stderr.contains('5'), "{}", first.stderr);
    let before = listed(&user);
    assert_eq!(before.len(), 5);
    for entry in &before {
        assert_eq!((&entry["origin"], &entry["label"]), (&"adopted".into(), &"Release".into()));
        assert_eq!(entry["proof"], true);
        let key = entry["keyId"].as_str().unwrap();
        let digest = entry["contentHash"].as_str().unwrap();
        // The certificate came with the import, and is remembered.
        let signature = user.done(["get", "-q", "-k", key, "-o", "-", digest]);
        let signature = user.write("Release.sig", signature);
        let takes = |suite: &str| {
            let mut gpgv = Command::new("gpgv");
            gpgv.arg("--keyring").arg(&keyring).arg(&signature).arg(archive().join(suite).join("Release"));
            gpgv.output().unwrap().status.success()
        };
        assert!(takes("bookworm") != takes("bullseye-updates"), "{key}");
    }
    let again = import(&user);
    assert_eq!(again.code, 0, "{}", again.stderr);
    assert_eq!(listed(&user), before);
}

#[test]
fn what_was_signed_before_signcache_came_is_what_it_hands_out() {
    let user = User::new();
    let key = user.gnupg.generate("rsa2048").to_string();
    user.write("content", "content");
    let sha512 = gpg_signs(&user, "content", &["--digest-algo", "SHA512"]);
    user.write("content.sig", &sha512);
    let files = user.files();
    let files = files.to_str().unwrap();
    user.done(["import", files]);
    assert!(same_packet(&user.sign(&key, "content"), &sha512));
    assert_eq!(entries(&user), 1);
}

#[test]
fn a_dry_run_stores_nothing_and_says_what_would_be_stored() {
    let user = User::new();
    user.gnupg.generate("ed25519");
    user.write("content", "content");
    user.write("content.asc", gpg_signs(&user, "content", &["--armor"]));
    let files = user.files();
    let plan = user.done(["import", "--dry-run", "--json", files.to_str().unwrap()]);
    let plan = lines(&plan);
    assert_eq!((&plan[0]["class"], &plan[1]["summary"]["new"]), (&"new".into(), &1.into()));
    assert!(!user.cache().join("cache.sqlite").exists() || entries(&user) == 0);
}

#[test]
fn a_bad_signature_is_told_and_the_others_are_stored() {
    let user = User::new();
    user.gnupg.generate("ed25519");
    for name in ["changed", "good"] {
        user.write(name, "before");
        user.write(&format!("{name}.sig"), gpg_signs(&user, name, &[]));
    }
    user.write("changed", "after");
    let files = user.files();
    let ended = user.run(["import", files.to_str().unwrap()]);
    assert_eq!(ended.code, 4, "{}", ended.stderr);
    let told = String::from_utf8_lossy(&ended.stdout);
    assert!(told.starts_with("bad ") && told.contains("changed.sig"), "{told}");
    assert_eq!(entries(&user), 1);
    assert_eq!(listed(&user)[0]["label"], "good");
}

#[test]
fn several_signatures_by_one_key_are_one_entry_and_by_two_keys_are_two() {
    let user = User::new();
    let keys =
        ["ed25519", "nistp256"].map(|algorithm| user.gnupg.generate_as(algorithm, algorithm, "").to_string());
    user.write("content", "content");
    let signed = |key: &str| gpg_signs(&user, "content", &["-u", key]);
    user.write("content.asc", signed(&keys[0]));
    user.write("content.sig", [signed(&keys[0]), signed(&keys[1])].concat());
    let files = user.files();
    user.run(["import", files.to_str().unwrap()]);
    assert_eq!(entries(&user), 2);
    for key in &keys {
        let signature = user.done(["get", "-q", "-k", key, "-o", "-", "content"]);
        let signature = user.write("adopted", signature);
        assert!(user.gnupg.verifies(&signature, &user.files().join("content")));
    }
}

#[test]
fn a_private_cache_is_refused_without_its_contents_and_taken_with_them() {
    let user = User::new();
    let key = user.gnupg.generate("ed25519").to_string();
    user.write("content", "content");
    let signature = gpg_signs(&user, "content", &[]);
    let sum = Command::new("sha256sum").arg(user.files().join("content")).output().unwrap();
    let digest = String::from_utf8(sum.stdout).unwrap()[..64].to_owned();
    let private = user.home.path().join("private");
    fs::create_dir(&private).unwrap();
    fs::write(private.join(format!("{digest}-{key}.sig")), &signature).unwrap();
    let private = private.to_str().unwrap();
    let refused = user.run(["import", private]);
    assert!(refused.stderr.contains("unproven") && refused.stderr.contains("hint:"), "{}", refused.stderr);
    let files = user.files();
    let taken = user.run(["import", private, "--content", files.to_str().unwrap()]);
    assert_eq!(taken.code, 0, "{}", taken.stderr);
    assert!(same_packet(&user.done(["get", "-q", "-k", &key, "-o", "-", "content"]), &signature));
}

#[test]
fn what_cannot_be_read_is_counted_and_ends_nothing() {
    let user = User::new();
    user.gnupg.generate("ed25519");
    let tree = user.files();
    for directory in ["closed", "open"] {
        fs::create_dir(tree.join(directory)).unwrap();
        let name = format!("{directory}/content");
        user.write(&name, "content");
        user.write(&format!("{name}.sig"), gpg_signs(&user, &name, &[]));
    }
    let keys = user.write("keys.pgp", user.gnupg.gpg().arg("--export").output().unwrap().stdout);
    fs::set_permissions(tree.join("closed"), fs::Permissions::from_mode(0o0)).unwrap();
    fs::set_permissions(user.home.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let program = user.home.path().join("program");
    copy_program(&program);
    let own = user.home.path().join("own");
    fs::create_dir(&own).unwrap();
    chown(&own, Some(NOBODY), Some(NOBODY)).unwrap();
    let mut command = user.command(&program);
    command.arg("import").arg(&tree).arg("--certificates").arg(keys);
    command.env("HOME", &own).env("GNUPGHOME", own.join("gnupg")).env("XDG_STATE_HOME", own.join("state"));
    command.env("XDG_DATA_HOME", own.join("data"));
    let ended = Ended::from(command.uid(NOBODY).gid(NOBODY).output().unwrap());
    fs::set_permissions(tree.join("closed"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(ended.stderr.contains("can't be read"), "{}", ended.stderr);
    assert_eq!(value::<u32>(&own.join("data/signcache"), "SELECT count(*) FROM entry"), 1);
}
