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
fn a_disk_that_fills_while_a_cache_is_made_leaves_no_damaged_cache_whatever_its_size() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    let mut refused = 0;
    for left in (0..56).map(|pages| pages * 4096) {
        let disk = SmallDisk::mount(user.home.path().join("data"), "512k");
        disk.fill_but(left);
        let ended = user.run(["sign", "-q", "-k", &key, "-o", "-", "content"]);
        if ended.code != 0 {
            full(&ended);
            refused += 1;
        }
        disk.make_room();
        let signature = user.sign(&key, "content");
        assert!(ended.code != 0 || ended.stdout == signature, "{left}: another signature");
        sound(&user.cache());
        let beside: Vec<_> =
            fs::read_dir(user.cache()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        let left_over = |name: &std::ffi::OsString| name.to_string_lossy().contains("new");
        assert!(!beside.iter().any(left_over), "{left}: {beside:?}");
        drop(disk);
        user.forget();
    }
    assert!((10..56).contains(&refused), "{refused}");
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
fn without_room_for_the_file_there_is_no_file_and_nothing_is_signed() {
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
    assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM entry"), 0);
    disk.make_room();
    user.done(sign);
    assert!(user.gnupg.verifies(&output, &content));
    assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM entry"), 1);
}

/// Somebody whose cache has a number of entries for one key, the key, and the names of the files.
fn with_entries(count: usize) -> (User, String, Vec<String>) {
    let (user, key) = User::with_key();
    let names: Vec<String> = (0..count).map(|number| format!("file-{number}")).collect();
    for name in &names {
        user.write(name, name);
    }
    let sign = ["sign", "-q", "-k", &key].into_iter().chain(names.iter().map(String::as_str));
    user.done(sign.collect::<Vec<_>>());
    (user, key, names)
}

#[test]
fn a_bundle_for_which_there_is_no_room_is_no_file() {
    let (user, key, names) = with_entries(200);
    user.gnupg.add_encryption_subkey(&key.parse().unwrap(), "cv25519", "");
    let disk = SmallDisk::mount(user.home.path().join("small"), "1m");
    let path = |name: &str| disk.directory.join(name).to_str().unwrap().to_owned();
    let there = || fs::read_dir(&disk.directory).unwrap().count();
    let (file, private) = (path("bundle.tar.zst"), path("bundle.pgp"));
    let exports: [&[&str]; 2] = [&["export", "-o", &file], &["export", "--recipient", &key, "-o", &private]];
    // Nothing fits in, or most of it.
    for left in [0, 4096, 20480] {
        for export in exports {
            disk.fill_but(left);
            full(&user.run(export));
            assert_eq!(there(), 1, "nothing but what was there before");
            disk.make_room();
        }
    }
    for export in exports {
        user.done(export);
    }
    // One that is there stays as it is when there is no room for the one that is to replace it.
    let before = fs::read(&file).unwrap();
    user.write("another", "another");
    user.sign(&key, "another");
    disk.fill_but(4096);
    full(&user.run(["export", "--force", "-o", &file]));
    assert_eq!((fs::read(&file).unwrap(), there()), (before, 3));
    disk.make_room();

    let other = User::new();
    other.run(["import", &file]).says(0, &format!("{} new", names.len()));
    user.run(["import", &private]).says(0, &format!("{} identical", names.len()));
    // What is no file can't be taken away, but is not whole either.
    full(&user.run(["export", "-o", "/dev/full"]));
    let stdout = fs::File::options().write(true).open("/dev/full").unwrap();
    full(&Ended::from(user.signcache(["export", "-o", "-"]).stdout(stdout).output().unwrap()));
}

#[test]
fn a_bundle_that_is_a_directory_goes_on_once_there_is_room() {
    let (user, _, names) = with_entries(50);
    let disk = SmallDisk::mount(user.home.path().join("small"), "2m");
    let bundle = format!("{}/", disk.directory.join("bundle").display());
    let parts = |beside: &str| {
        let all = walkdir::WalkDir::new(&bundle).into_iter().map(Result::unwrap);
        all.filter(|entry| entry.file_name().to_str().unwrap().contains(beside)).count()
    };
    for left in [0, 4096, 131_072] {
        disk.fill_but(left);
        full(&user.run(["export", "-o", &bundle]));
        assert_eq!(parts(".signcache-"), 0, "half a part");
        disk.make_room();
    }
    let some = parts(".sig");
    assert!(some > 0 && some < names.len(), "{some}");
    user.done(["export", "-o", &bundle]);
    let other = User::new();
    other.run(["import", &bundle]).says(0, &format!("{} new", names.len()));
}

#[test]
fn an_import_for_which_there_is_no_room_takes_nothing_away_and_goes_on_once_there_is() {
    let (alice, key, names) = with_entries(600);
    let bundle = alice.files().join("bundle.tar.zst");
    alice.done(["export", "-o", bundle.to_str().unwrap()]);
    let import = ["import", bundle.to_str().unwrap()];
    let bob = User::new();
    bob.gnupg.import(&alice.gnupg.export_secret(&key, ""));
    let disk = SmallDisk::mount(bob.home.path().join("data"), "2m");
    // Not even for a cache.
    disk.fill_but(0);
    full(&bob.run(import));
    disk.make_room();
    bob.write("own", "own");
    let own = bob.sign(&key, "own");
    for left in [0, 4096, 65_536, 131_072] {
        disk.fill_but(left);
        full(&bob.run(import));
        for ledger in [true, false] {
            if !ledger {
                bob.forget();
            }
            assert_eq!(bob.done(["get", "-k", &key, "-o", "-", "own"]), own);
        }
        disk.make_room();
        sound(&bob.cache());
    }
    let before = value::<i64>(&bob.cache(), "SELECT count(*) FROM entry");
    let ended = bob.run(import);
    let total = 1 + i64::try_from(names.len()).unwrap();
    ended.says(0, &format!("{} new", total - before));
    assert_eq!(value::<i64>(&bob.cache(), "SELECT count(*) FROM entry"), total);
    sound(&bob.cache());
    for name in [&names[0], &names[599]] {
        bob.write(name, name);
        let signature = fs::read(alice.files().join(format!("{name}.sig"))).unwrap();
        assert_eq!(bob.sign(&key, name), signature);
    }
}

#[test]
fn a_cache_is_brought_up_to_date_only_where_there_is_room_for_it() {
    let user = User::new();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/upgrade/cache-v3");
    let disk = SmallDisk::mount(user.home.path().join("data"), "24m");
    let cache = user.cache();
    fs::create_dir_all(&cache).unwrap();
    for name in ["layout", "cache.sqlite"] {
        fs::copy(fixture.join(name), cache.join(name)).unwrap();
    }
    let columns =
        "content, key, signature, proof, size, signed, stored, used, origin, label, verdict, judged, pinned";
    crate::support::user::tamper(
        &cache,
        &format!(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
             INSERT INTO entry ({columns}) SELECT randomblob(32), {rest} FROM n, (SELECT * FROM entry WHERE id = 1);
             PRAGMA wal_checkpoint(TRUNCATE)",
            rest = columns.trim_start_matches("content, "),
        ),
    );
    let rows = || value::<i64>(&cache, "SELECT count(*) FROM entry WHERE length(signature) > 100");
    let before = rows();
    let pin = || user.run(["pin", "-q", "--yes", "name:one"]);
    let room = 1_u64 << 20;
    let mut done = false;
    // As a disk fills and is cleared again: with ever more room, until there is enough.
    for left in (0..20).map(|step| step * room / 2) {
        disk.fill_but(left);
        let ended = pin();
        if ended.code == 0 {
            done = true;
        } else {
            // What is to be pinned was shown by then.
            assert!(ended.code == 1 && ended.stderr.contains("hint: make room"), "{}", ended.stderr);
        }
        // Reading needs no room.
        user.run(["list", "-q", "name:one", "sort:size"]).says(0, "");
        disk.make_room();
        sound(&cache);
        assert_eq!(rows(), before, "with {left} bytes left");
    }
    assert!(done);
    pin().says(0, "");
    assert_eq!(value::<i64>(&cache, "SELECT count(*) FROM entry WHERE hash IS NULL"), 0);
    sound(&cache);
}

#[test]
fn an_output_without_room_or_permission_keeps_everything_from_being_signed() {
    let (user, key) = User::with_key();
    let disk = SmallDisk::mount(user.files().join("disk"), "256k");
    user.write("here", "here");
    for name in ["disk/there", "disk/and-there"] {
        user.write(name, name);
    }
    let refused = |words: &str| {
        user.run(["sign", "-k", &key, "here", "disk/there", "disk/and-there"]).says(1, words);
        assert!(!user.files().join("here.sig").exists());
        assert!(!user.cache().exists() || value::<i64>(&user.cache(), "SELECT count(*) FROM entry") == 0);
    };
    disk.fill_but(4096);
    refused("hint: make room");
    disk.make_room();
    let remount = |how: &str| {
        let mut mount = Command::new("mount");
        mount.args(["-o", &format!("remount,{how}")]).arg(&disk.directory);
        assert!(mount.status().unwrap().success());
    };
    remount("ro");
    refused("Read-only file system");
    remount("rw");
    user.done(["sign", "-k", &key, "here", "disk/there", "disk/and-there"]);
}
