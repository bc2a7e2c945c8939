//! Bundles that are kept in git, on machines whose git turns line ends round.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::people::import;
use crate::support::user::User;

/// A bundle as git left it, the same as it was exported, the contents, and the key.
const CASE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/crlf-bundle");

fn case(name: &str) -> PathBuf {
    Path::new(CASE).join(name)
}

/// Runs a program that must succeed.
fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Commits a directory, and gives a clone of it that git has turned line ends round in wherever it may.
fn cloned(user: &User, directory: &Path) -> PathBuf {
    let clone = directory.with_extension("clone");
    let git = |words: &[&str]| {
        let mut git = user.command("git");
        git.arg("-C")
            .arg(directory)
            .args(["-c", "user.name=a", "-c", "user.email=a@example.org"])
            .args(words);
        run(&mut git);
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "all"]);
    let mut git = user.command("git");
    run(git.args(["-c", "core.autocrlf=true", "clone", "--quiet"]).arg(directory).arg(&clone));
    clone
}

/// Copies a directory, as `cp` does.
fn copy(user: &User, from: &Path, name: &str) -> PathBuf {
    let to = user.files().join(name);
    run(user.command("cp").arg("-R").arg(from).arg(&to));
    to
}

/// What `diff -r` says of two bundles.
fn difference(user: &User, one: &Path, other: &Path) -> String {
    let output = user.command("diff").args(["-r", "--exclude=.git"]).arg(one).arg(other).output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_bundle_whose_line_ends_git_turned_round_is_read_as_it_was() {
    let key = fs::read_to_string(case("certificate.fpr")).unwrap();
    for name in ["as-exported", "as-cloned"] {
        let bundle = case(name);
        let turned = fs::read(bundle.join("FORMAT")).unwrap().ends_with(b"\r\n");
        assert_eq!(turned, name == "as-cloned");
        let user = User::new();
        user.done(["import", bundle.to_str().unwrap()]);
        assert_eq!(user.done(["--json", "list"]).iter().filter(|byte| **byte == b'\n').count(), 2);

        // As an upstream, and packed as an archive.
        let user = User::new();
        user.configure(&format!("upstream = ['{}']\n", bundle.display()));
        for content in ["one", "two"] {
            let signature =
                user.done(["get", "-k", key.trim(), "-o", "-", case("tree").join(content).to_str().unwrap()]);
            let expected = fs::read(case("tree").join(format!("{content}.sig"))).unwrap();
            assert!(signature == expected, "{name} {content}");
        }
        let user = User::new();
        let archive = user.files().join("packed.tar.zst");
        let mut tar = user.command("tar");
        tar.args(["--format=ustar", "--sort=name", "--zstd", "-cf"])
            .arg(&archive)
            .arg("-C")
            .arg(&bundle)
            .arg(".");
        run(&mut tar);
        assert_eq!(import(&user, &archive, &[]).1["new"], 2, "{name}");
    }
}

#[test]
fn an_export_is_protected_from_git() {
    let (user, key) = User::with_key();
    for name in ["one", "two"] {
        user.write(name, name);
        user.sign(&key, name);
    }
    user.write("three", "three");
    user.run(["--offline", "exec", "-k", &key, "three"]);
    let bundle = user.files().join("bundle");
    let to = format!("{}/", bundle.display());
    user.done(["export", "-o", &to]);
    user.done(["wanted", "export", "-o", &to]);
    let clone = cloned(&user, &bundle);
    assert_eq!(difference(&user, &bundle, &clone), "");
    // What was exported into git before there was a protection gets it, and its line ends back.
    let old = copy(&user, &bundle, "old");
    fs::remove_dir_all(old.join(".git")).unwrap();
    fs::remove_file(old.join(".gitattributes")).unwrap();
    let clone = cloned(&user, &old);
    assert!(fs::read(clone.join("FORMAT")).unwrap().ends_with(b"\r\n"));
    let ended = user.run(["export", "-o", clone.to_str().unwrap()]);
    ended.says(0, "0 entries exported, 2 were there already");
    user.done(["wanted", "export", "-o", clone.to_str().unwrap()]);
    assert_eq!(difference(&user, &bundle, &clone), "");
    // Packed with what is for git, it is a bundle all the same.
    let archive = user.files().join("packed.tar.zst");
    let mut tar = user.command("tar");
    tar.args(["--format=ustar", "--sort=name", "--zstd", "--exclude=.git", "-cf"]).arg(&archive).arg("-C");
    run(tar.arg(&clone).arg("."));
    assert_eq!(import(&user, &archive, &[]).1["identical"], 2);
}

#[test]
fn attributes_of_the_users_own_stay() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    user.sign(&key, "content");
    let bundle = user.files().join("bundle");
    fs::create_dir(&bundle).unwrap();
    fs::write(bundle.join(".gitattributes"), "*.md text\n").unwrap();
    user.done(["export", "-o", bundle.to_str().unwrap()]);
    assert_eq!(fs::read(bundle.join(".gitattributes")).unwrap(), b"*.md text\n");
    let clone = cloned(&user, &bundle);
    assert_eq!(import(&User::new(), &clone, &[]).1["new"], 1);
}

#[test]
fn what_is_damaged_is_called_damaged_and_only_a_higher_number_is_newer() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    user.sign(&key, "content");
    let bundle = user.files().join("bundle");
    user.done(["export", "-o", &format!("{}/", bundle.display())]);
    for text in [
        "signcache bundle 1",
        "signcache bundle 1\r",
        "signcache bun",
        "signcache bundle \n",
        "signcache bundle 1\n\n",
        "signcache bundle 0\n",
        "signcache bundle 01\n",
        "signcache bundle one\n",
    ] {
        fs::write(bundle.join("FORMAT"), text).unwrap();
        user.run(["import", bundle.to_str().unwrap()]).says(4, "`FORMAT` is damaged");
        user.run(["export", "-o", bundle.to_str().unwrap()]).says(4, "`FORMAT` is damaged");
    }
    for text in [
        "signcache bundle 2\n",
        "signcache bundle 10\r\n",
        "signcache bundle 2\nmore\n",
        "signcache bundle 99999999999999999999999\n",
    ] {
        fs::write(bundle.join("FORMAT"), text).unwrap();
        user.run(["import", bundle.to_str().unwrap()]).says(1, "which this signcache does not know");
    }
    // A record in which line ends are mixed was changed by something else.
    fs::write(bundle.join("FORMAT"), "signcache bundle 1\n").unwrap();
    let mut find = user.command("find");
    let found = find.arg(&bundle).args(["-name", "*.entry"]).output().unwrap().stdout;
    let record = PathBuf::from(String::from_utf8(found).unwrap().trim());
    let text = fs::read_to_string(&record).unwrap();
    fs::write(&record, text.replacen('\n', "\r\n", 1)).unwrap();
    user.run(["import", bundle.to_str().unwrap()]).says(4, "is no record");
}
