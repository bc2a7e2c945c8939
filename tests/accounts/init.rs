//! Making a cache for a group, by root, who has more to lose than others.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::support::user::Ended;

/// A group that has a name on every machine.
const GROUP: &str = "users";

fn mode(path: &Path) -> u32 {
    path.symlink_metadata().unwrap().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn init(arguments: &[&str], cache: &Path) -> Ended {
    let mut command = Command::new(env!("CARGO_BIN_EXE_signcache"));
    command.arg("init").args(arguments).arg(cache).env("HOME", "/nonexistent");
    Ended::from(command.output().unwrap())
}

/// A place and a cache in it that is not there yet.
fn place(mode: u32) -> (TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    set_mode(place.path(), mode);
    let cache = place.path().join("a/b");
    (place, cache)
}

#[test]
fn a_shared_cache_is_right_from_the_beginning_and_can_be_put_right_again() {
    let (_place, cache) = place(0o755);
    let made = init(&["--group", GROUP], &cache);
    assert_eq!((made.code, made.stderr.contains("warning")), (0, false), "{}", made.stderr);
    made.says(0, "made a cache for the group users");
    let group = cache.metadata().unwrap().gid();
    let files = ["layout", "cache.sqlite", "cache.sqlite-wal", "cache.sqlite-shm", "locks/create"];
    let check = |others: u32| {
        assert_eq!((mode(&cache), mode(&cache.join("locks"))), (0o2770 | others, 0o2770));
        for file in files {
            let expected = if file.starts_with("locks") { 0o660 } else { 0o660 | others & 0o4 };
            assert_eq!(mode(&cache.join(file)), expected, "{file}");
            assert_eq!(cache.join(file).metadata().unwrap().gid(), group, "{file}");
        }
    };
    check(0);
    for file in files {
        set_mode(&cache.join(file), 0o400);
        std::os::unix::fs::chown(cache.join(file), Some(1), Some(1)).unwrap();
    }
    set_mode(&cache.join("locks"), 0o700);
    init(&[], &cache).says(0, "there is a cache for the group users");
    check(0);
    // Another choice, and the group by its number.
    let number = group.to_string();
    assert_eq!(init(&["--group", &number, "--world-readable"], &cache).code, 0);
    check(0o005);
    assert_eq!(init(&["--json"], &cache).stdout.last(), Some(&b'\n'));
    check(0o005);
}

#[test]
fn what_can_not_be_done_is_said() {
    let (closed, cache) = place(0o700);
    let made = init(&["--group", GROUP], &cache);
    made.says(0, "warning: the group can't get to");
    made.says(0, closed.path().to_str().unwrap());
    let (open, cache) = place(0o755);
    let refused = init(&["--group", "no-such-group"], &cache);
    refused.says(1, "there is no group `no-such-group`");
    refused.says(1, "hint:");
    assert!(!cache.exists());
    fs::write(open.path().join("precious"), "").unwrap();
    let refused = init(&["--group", GROUP], open.path());
    refused.says(1, "is no cache and not empty");
    refused.says(1, "hint:");
    assert_eq!(mode(open.path()), 0o755);
}

#[test]
fn links_that_members_left_lead_nowhere() {
    let (place, cache) = place(0o755);
    assert_eq!(init(&["--group", GROUP], &cache).code, 0);
    let victim = place.path().join("victim");
    fs::write(&victim, "").unwrap();
    set_mode(&victim, 0o600);
    for name in ["cache.sqlite-wal", "locks/planted"] {
        let planted = cache.join(name);
        let _ = fs::remove_file(&planted);
        symlink(&victim, &planted).unwrap();
        init(&[], &cache).says(1, "can't put the permissions of");
        fs::remove_file(&planted).unwrap();
        fs::hard_link(&victim, &planted).unwrap();
        init(&[], &cache).says(1, "can't put the permissions of");
        fs::remove_file(&planted).unwrap();
        assert_eq!((mode(&victim), victim.metadata().unwrap().gid()), (0o600, 0), "{name}");
    }
    // The directory of the locks itself.
    fs::rename(cache.join("locks"), place.path().join("locks")).unwrap();
    set_mode(&place.path().join("locks"), 0o700);
    symlink(place.path().join("locks"), cache.join("locks")).unwrap();
    init(&[], &cache).says(1, "can't put the permissions of");
    assert_eq!(mode(&place.path().join("locks")), 0o700);
}
