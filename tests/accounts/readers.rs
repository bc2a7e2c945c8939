use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;

use crate::support::user::{Ended, NOBODY, User, copy_program, tamper};

fn open_to_all(path: &Path, file: u32, directory: u32) {
    for entry in walkdir::WalkDir::new(path).into_iter().map(Result::unwrap) {
        let mode = if entry.file_type().is_dir() { directory } else { file };
        fs::set_permissions(entry.path(), fs::Permissions::from_mode(mode)).unwrap();
    }
}

#[test]
fn a_cache_that_cannot_be_written_still_serves_hits() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    user.write("other", "other");
    let first = user.sign(&key, "content");
    fs::set_permissions(user.home.path(), fs::Permissions::from_mode(0o755)).unwrap();
    open_to_all(&user.home.path().join("files"), 0o644, 0o755);
    open_to_all(&user.home.path().join("data"), 0o444, 0o555);
    let program = user.home.path().join("signcache");
    copy_program(&program);

    let home = tempfile::tempdir().unwrap();
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o777)).unwrap();
    let as_nobody = |arguments: &[&str]| {
        let mut command = user.command(&program);
        command.args(arguments).args(["-k", &key, "--cache"]).arg(user.cache());
        command.uid(NOBODY).gid(NOBODY).env("HOME", home.path()).env("GNUPGHOME", home.path());
        command.env("XDG_STATE_HOME", home.path().join("state"));
        Ended::from(command.output().unwrap())
    };
    let with_side_files = as_nobody(&["get", "-o", "-", "content"]);
    assert_eq!((with_side_files.stdout, with_side_files.code), (first.clone(), 0));

    // Written back and closed, a WAL database has no side files, and nobody may make them.
    tamper(&user.cache(), "PRAGMA wal_checkpoint(TRUNCATE)");
    for suffix in ["-wal", "-shm"] {
        let _ = fs::remove_file(user.cache().join(format!("cache.sqlite{suffix}")));
    }
    let alone = as_nobody(&["get", "-o", "-", "content"]);
    assert_eq!((alone.stdout, alone.code), (first, 0), "{}", alone.stderr);
    as_nobody(&["sign", "other"]).says(1, "can't be written");
}
