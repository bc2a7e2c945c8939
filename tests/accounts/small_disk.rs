//! A disk that fills up.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::user::{Ended, User, value};

/// A file system of a certain size, until it is dropped.
struct SmallDisk {
    directory: PathBuf,
}

impl SmallDisk {
    fn mount(directory: PathBuf, size: &str) -> Self {
        fs::create_dir_all(&directory).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={size},mode=700"), "tmpfs"]).arg(&directory);
        assert!(mount.status().unwrap().success(), "root can mount a tmpfs");
        Self { directory }
    }

    fn ballast(&self) -> PathBuf {
        self.directory.join("ballast")
    }

    /// Fills what is left up, but for some bytes.
    fn fill_but(&self, left: u64) {
        let mut ballast = fs::File::create(self.ballast()).unwrap();
        while ballast.write_all(&[1; 4096]).is_ok() {}
        let length = ballast.metadata().unwrap().len();
        ballast.set_len(length.saturating_sub(left)).unwrap();
    }

    fn make_room(&self) {
        fs::remove_file(self.ballast()).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // What was mounted late is found by its path; a failure would only leave it behind.
        let _ = Command::new("umount").arg("-l").arg(&self.directory).status();
    }
}

fn sound(cache: &Path) {
    assert_eq!(value::<String>(cache, "PRAGMA integrity_check"), "ok");
}

fn full(ended: &Ended) {
    ended.says(1, "no room left");
    ended.says(1, "hint: make room");
}

#[test]
fn a_full_disk_is_an_error_that_loses_nothing_and_needs_no_repair() {
    let (user, key) = User::with_key();
    let disk = SmallDisk::mount(user.home.path().join("data"), "1m");
    let names: Vec<String> = (0..200).map(|number| format!("file-{number}")).collect();
    for name in &names {
        user.write(name, name);
    }
    let mut stored = vec![(&names[0], user.sign(&key, &names[0]))];
    for left in [0, 4096, 16384, 65536] {
        disk.fill_but(left);
        let mut refused = None;
        for name in &names[stored.len()..] {
            let ended = user.run(["sign", "-q", "-k", &key, "-o", "-", name]);
            match ended.code {
                0 => stored.push((name, ended.stdout)),
                _ => {
                    refused = Some(ended);
                    break;
                }
            }
        }
        // With some room left a few more may get in.
        if let Some(refused) = &refused {
            full(refused);
        }
        assert!(refused.is_some() || left > 0);
        // What is there is served, with what is remembered of it and without.
        for ledger in [true, false] {
            if !ledger {
                user.forget();
            }
            for (name, signature) in &stored {
                assert_eq!(user.done(["get", "-k", &key, "-o", "-", name]), *signature);
            }
        }
        disk.make_room();
        for (name, signature) in &stored {
            assert_eq!(user.sign(&key, name), *signature);
        }
        // Looking with plain SQLite also takes the WAL and the shared memory away, so that the next
        // round begins with no room even for these.
        sound(&user.cache());
    }
    // Many in one run: what was stored before the disk was full stays.
    disk.fill_but(40_000);
    let mut many = vec!["sign".to_owned(), "-q".into(), "-k".into(), key.clone()];
    many.extend(names.clone());
    full(&user.run(&many));
    disk.make_room();
    sound(&user.cache());
    user.done(&many);
    assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM entry"), 200);
    assert!(user.gnupg.verifies(&user.files().join("file-199.sig"), &user.files().join("file-199")));
}

#[test]
fn a_cache_for_which_there_is_no_room_is_made_once_there_is() {
    for left in [0, 4096, 12288, 40960, 61440] {
        let (user, key) = User::with_key();
        let disk = SmallDisk::mount(user.home.path().join("data"), "256k");
        user.write("content", "content");
        disk.fill_but(left);
        let ended = user.run(["sign", "-k", &key, "content"]);
        full(&ended);
        assert!(!user.files().join("content.sig").exists());
        user.run(["get", "-k", &key, "content"]);
        disk.make_room();
        let first = user.sign(&key, "content");
        assert_eq!(user.sign(&key, "content"), first);
        sound(&user.cache());
    }
}

#[test]
fn without_room_for_the_ledger_everything_works_and_is_proven_anew() {
    let (user, key) = User::with_key();
    let disk = SmallDisk::mount(user.home.path().join("state"), "256k");
    for left in [0, 4096, 20480] {
        disk.fill_but(left);
        for name in ["a", "b", "c"] {
            user.write(name, format!("{name}{left}"));
            let first = user.sign(&key, name);
            assert_eq!(user.sign(&key, name), first);
        }
        disk.make_room();
        for name in ["a", "b", "c"] {
            user.sign(&key, name);
        }
    }
}

#[test]
fn without_room_for_the_file_there_is_no_file_and_the_signature_is_kept() {
    let (user, key) = User::with_key();
    let content = user.write("content", "content");
    let disk = SmallDisk::mount(user.home.path().join("small"), "64k");
    disk.fill_but(0);
    let output = disk.directory.join("content.sig");
    let sign = ["sign", "-k", &key, "-o", output.to_str().unwrap(), "content"];
    let refused = user.run(sign);
    refused.says(1, "No space left");
    refused.says(1, "hint: make room");
    assert_eq!(fs::read_dir(&disk.directory).unwrap().count(), 1);
    disk.make_room();
    user.done(sign);
    assert!(user.gnupg.verifies(&output, &content));
    assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM entry"), 1);
}
