use std::fs;
use std::path::{Path, PathBuf};

use super::{age, labels, set, with_entries};
use crate::support::nix_store::NixStore;
use crate::support::user::{Ended, User};

/// Runs the program with a store of its own.
fn run(user: &User, nix: &NixStore, arguments: &[&str]) -> Ended {
    let mut command = user.signcache(arguments);
    command.envs(nix.environment()).env("HOME", user.home.path());
    command.output().unwrap().into()
}

/// Hands a signature out to Nix, and gives the path of its copy.
fn exec(user: &User, nix: &NixStore, key: &str, name: &str) -> PathBuf {
    let ended = run(user, nix, &["exec", "-k", key, name]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    String::from_utf8(ended.stdout).unwrap().split('"').nth(3).unwrap().into()
}

/// Says that every copy was handed out long ago.
fn not_handed_out(user: &User) {
    for name in fs::read_dir(user.state().join("roots")).unwrap().map(|entry| entry.unwrap().path()) {
        if name.is_symlink() {
            assert!(
                user.command("touch").args(["-h", "-d", "2020-01-01"]).arg(name).status().unwrap().success()
            );
        }
    }
}

/// Builds something from a file of the store, with a root, as an evaluation does.
fn build_from(nix: &NixStore, copy: &Path, root: &str) {
    let expression = format!(
        r#"derivation {{
            name = "built"; system = builtins.currentSystem; builder = "/bin/sh";
            args = [ "-c" "echo done > $out" ];
            input = builtins.storePath "{}";
        }}"#,
        copy.display()
    );
    let file = nix.write(&format!("{root}.nix"), expression);
    let root = nix.work().join(root);
    nix.run("nix-build", [file.as_os_str(), "-o".as_ref(), root.as_os_str()]);
}

const ANY_POLICY: [&str; 9] = [
    "gc",
    "--yes",
    "--older-than",
    "0s",
    "--max-entries",
    "0",
    "--allow-last-copy",
    "--allow-pinned",
    "--min-age=0s",
];

#[test]
fn what_somebody_built_from_stays_and_what_nobody_needs_is_collected() {
    let (user, key) = with_entries(&["used", "unused"]);
    let nix = NixStore::new();
    let (used, unused) = (exec(&user, &nix, &key, "used"), exec(&user, &nix, &key, "unused"));
    // The output does not mention the signature; only its derivation does.
    build_from(&nix, &used, "result");
    not_handed_out(&user);
    let ended = run(&user, &nix, &ANY_POLICY);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert_eq!((labels(&user, "entry"), labels(&user, "trash")), (set(&["used"]), set(&["unused"])));
    nix.collect_garbage();
    assert!(used.exists() && !unused.exists());
    // With the flag, and once nobody needs it any more, it goes, too.
    fs::remove_file(nix.work().join("result")).unwrap();
    run(&user, &nix, &ANY_POLICY).says(0, "1 entries");
    nix.collect_garbage();
    assert!(!used.exists());
}

#[test]
fn a_person_needs_the_flag_for_what_is_in_use() {
    let (user, key) = with_entries(&["used"]);
    let nix = NixStore::new();
    let copy = exec(&user, &nix, &key, "used");
    build_from(&nix, &copy, "result");
    not_handed_out(&user);
    let ended = run(&user, &nix, &["delete", "--yes", "name:used"]);
    assert_eq!((ended.code, ended.stderr.contains("1 live")), (1, true), "{}", ended.stderr);
    run(&user, &nix, &["delete", "--yes", "--allow-live", "name:used"]).says(0, "moved to the trash");
    assert!(labels(&user, "entry").is_empty());
    fs::remove_file(nix.work().join("result")).unwrap();
    nix.collect_garbage();
    assert!(!copy.exists(), "its root went with it");
}

#[test]
fn a_store_that_cannot_be_asked_keeps_what_is_bound_there() {
    let (user, key) = with_entries(&["bound", "free"]);
    let nix = NixStore::new();
    exec(&user, &nix, &key, "bound");
    user.configure("[nix]\nnix-store = \"/nowhere/nix-store\"\n");
    not_handed_out(&user);
    let ended = run(&user, &nix, &ANY_POLICY);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert_eq!(labels(&user, "entry"), set(&["bound"]));
}

#[test]
fn roots_of_what_is_not_handed_out_go_and_entries_stay() {
    let (user, key) = with_entries(&["old", "new"]);
    let nix = NixStore::new();
    let old = exec(&user, &nix, &key, "old");
    not_handed_out(&user);
    let new = exec(&user, &nix, &key, "new");
    run(&user, &nix, &["gc", "--yes", "--unroot-unused", "30d"]).says(0, "1 roots were dropped");
    nix.collect_garbage();
    assert!(!old.exists() && new.exists());
    assert_eq!(labels(&user, "entry"), set(&["old", "new"]));
    age(&user, "old", 1);
    assert_eq!(exec(&user, &nix, &key, "old"), old);
}

#[test]
fn roots_go_by_the_configuration_too_but_not_where_only_the_trash_is_meant() {
    let (user, key) = with_entries(&["old"]);
    let nix = NixStore::new();
    let old = exec(&user, &nix, &key, "old");
    not_handed_out(&user);
    user.configure("[gc]\nunroot-unused = \"30d\"\n");
    assert!(!run(&user, &nix, &["gc", "--yes", "--empty-trash"]).stderr.contains("roots"));
    assert!(!run(&user, &nix, &["gc", "--yes", "--unroot-unused", "99999d"]).stderr.contains("dropped"));
    nix.collect_garbage();
    assert!(old.exists());
    run(&user, &nix, &["gc"]).says(0, "1 roots were dropped");
    nix.collect_garbage();
    assert!(!old.exists());
    assert_eq!(labels(&user, "entry"), set(&["old"]));
}

#[test]
fn a_store_that_cannot_be_asked_keeps_what_only_somebody_else_has_rooted() {
    let (user, key) = with_entries(&["used", "free"]);
    let nix = NixStore::new();
    let copy = exec(&user, &nix, &key, "used");
    build_from(&nix, &copy, "result");
    // Nothing of ours says any more that it is there.
    fs::remove_dir_all(user.state().join("roots")).unwrap();
    user.tamper("DELETE FROM binding");
    user.configure("[nix]\nnix-store = \"/nowhere/nix-store\"\n");
    let ended = run(&user, &nix, &ANY_POLICY);
    assert_eq!((ended.code, ended.stderr.contains("can't be asked")), (0, true), "{}", ended.stderr);
    assert_eq!(labels(&user, "entry"), set(&["used"]));
}

#[test]
fn what_is_bound_in_a_store_that_is_not_known_now_stays() {
    let (user, key) = with_entries(&["bound", "free"]);
    exec(&user, &NixStore::new(), &key, "free");
    let there = user.home.path().join("there");
    let bound = user.signcache(["bind", "--store", there.to_str().unwrap(), "name:bound"]);
    let nix = NixStore::new();
    let mut bound = bound;
    let ended = Ended::from(bound.envs(nix.environment()).env("HOME", user.home.path()).output().unwrap());
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    user.tamper("DELETE FROM binding WHERE entry = (SELECT id FROM entry WHERE label = 'free')");
    not_handed_out(&user);
    let ended = run(&user, &nix, &ANY_POLICY);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert_eq!(labels(&user, "entry"), set(&["bound"]));
}

#[test]
fn the_roots_of_another_cache_are_no_business_of_this_one() {
    let (user, key) = with_entries(&["shared"]);
    let nix = NixStore::new();
    user.done(["export", "-q", "-o", "all.tar.zst"]);
    let other = user.home.path().join("other");
    let other = other.to_str().unwrap();
    user.done(["init", "-q", other]);
    user.done(["import", "-q", "--cache", other, "all.tar.zst"]);
    let ended = run(&user, &nix, &["exec", "--cache", other, "-k", &key, "shared"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let copy = PathBuf::from(String::from_utf8(ended.stdout).unwrap().split('"').nth(3).unwrap());
    not_handed_out(&user);
    run(&user, &nix, &ANY_POLICY).says(0, "1 entries");
    nix.collect_garbage();
    assert!(copy.exists(), "the other cache handed it out");
}

#[test]
fn roots_that_a_link_leads_to_are_not_swept() {
    let (user, key) = with_entries(&["used"]);
    let nix = NixStore::new();
    let elsewhere = user.home.path().join("disk");
    fs::rename(user.state(), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, user.state()).unwrap();
    let copy = exec(&user, &nix, &key, "used");
    // The roots themselves are older than what is swept, though the copy was handed out just now.
    let old = r#"find "$1" -path '*batch-*' -exec touch -h -d 2020-01-01 {} +"#;
    let touched = user.command("sh").args(["-c", old, "sh"]).arg(elsewhere.join("roots")).status().unwrap();
    assert!(touched.success());
    let ended = run(&user, &nix, &["gc", "--yes", "--older-than", "5y"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    nix.collect_garbage();
    assert!(copy.exists());
}
