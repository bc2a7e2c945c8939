//! What breaks off in the middle.

use std::fs;
use std::io::{Read, Write, pipe};
use std::process::Stdio;
use std::time::{Duration, UNIX_EPOCH};

use sequoia_openpgp::cert::CertBuilder;
use sequoia_openpgp::serialize::MarshalInto;

use crate::people::{exported, holder_and_other, import};
use crate::support::dice::Dice;
use crate::support::user::{Ended, User, value};

/// How many processes are killed of each kind.
const KILLS: u32 = 40;

fn many(alice: &User, key: &str, count: usize) {
    let names: Vec<String> = (0..count).map(|number| format!("content-{number}")).collect();
    for name in &names {
        alice.write(name, name);
    }
    let mut words = vec!["sign", "-q", "-k", key];
    words.extend(names.iter().map(String::as_str));
    alice.done(words);
}

#[test]
fn an_import_that_is_killed_leaves_whole_entries_and_another_one_finishes_it() {
    let (alice, bob, key) = holder_and_other();
    many(&alice, &key, 300);
    let bundle = exported(&alice, &[]);
    let mut dice = Dice::new(1);
    let mut stored = 0;
    for _ in 0..KILLS {
        let mut child = bob.signcache(["import", "-q", bundle.to_str().unwrap()]).spawn().unwrap();
        // Wherever it is by then.
        std::thread::sleep(Duration::from_micros(dice.below(60_000) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        if bob.cache().join("layout").exists() {
            assert_eq!(value::<String>(&bob.cache(), "PRAGMA integrity_check"), "ok");
            let now: i64 = value(&bob.cache(), "SELECT count(*) FROM entry");
            assert!(now >= stored, "{now} of {stored}");
            stored = now;
        }
        if stored == 300 {
            fs::remove_dir_all(bob.cache()).unwrap();
            stored = 0;
        }
    }
    let (ended, _) = import(&bob, &bundle, &[]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let (_, summary) = import(&alice, &exported(&bob, &[]), &[]);
    assert_eq!(summary["identical"], 300);
}

#[test]
fn an_export_that_is_killed_leaves_no_file_or_a_whole_one_and_a_directory_that_can_be_read() {
    let (alice, bob, key) = holder_and_other();
    many(&alice, &key, 300);
    let mut dice = Dice::new(2);
    let (file, directory) = (alice.files().join("bundle"), alice.files().join("directory/"));
    for round in 0..KILLS {
        let target = if round % 2 == 0 { &file } else { &directory };
        let words = ["export", "-q", "-f", "-o", target.to_str().unwrap()];
        let mut child = alice.signcache(words).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(dice.below(60_000) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        if file.exists() {
            assert_eq!(import(&bob, &file, &["--dry-run"]).0.code, 0);
        }
        if directory.join("FORMAT").exists() {
            let (ended, _) = import(&bob, &directory, &["--dry-run"]);
            assert_eq!(ended.code, 0, "{}", ended.stderr);
        }
    }
    for target in [&file, &directory] {
        alice.done(["export", "-f", "-o", target.to_str().unwrap()]);
        let (_, summary) = import(&bob, target, &["--dry-run"]);
        assert_eq!(summary["new"], 300);
    }
}

#[test]
fn what_killed_exports_left_in_a_directory_is_completed_or_removed() {
    let (alice, bob, key) = holder_and_other();
    many(&alice, &key, 2);
    let directory = alice.files().join("directory");
    let target = format!("{}/", directory.display());
    alice.done(["export", "-o", &target]);
    let parts = walkdir::WalkDir::new(&directory).into_iter().map(|part| part.unwrap().into_path());
    let mut records = parts.filter(|path| path.extension().is_some_and(|ending| ending == "entry"));
    // A signature that no record came to, be it another one, and a record whose signature has gone.
    let (one, other) = (records.next().unwrap(), records.next().unwrap());
    fs::remove_file(&one).unwrap();
    fs::write(one.with_extension("sig"), "another").unwrap();
    fs::remove_file(other.with_extension("sig")).unwrap();
    let scratch = |name: &str, file: &str, old: bool| {
        let path = directory.join(name);
        fs::create_dir(&path).unwrap();
        fs::write(path.join(file), "half of").unwrap();
        if old {
            fs::File::open(&path).unwrap().set_modified(UNIX_EPOCH).unwrap();
        }
        path
    };
    let old = scratch(".signcache-old", "17", true);
    let somebodys = scratch(".signcache-new", "17", false);
    let notes = scratch(".signcache-notes", "notes", true);

    alice.run(["export", "-o", &target]).says(0, "2 entries exported");
    assert_eq!(
        (old.exists(), somebodys.join("17").exists(), notes.join("notes").exists()),
        (false, true, true)
    );
    let (ended, summary) = import(&bob, &directory, &[]);
    assert_eq!((ended.code, &summary["new"]), (0, &2.into()), "{}", ended.stderr);
    alice.run(["export", "-o", &target]).says(0, "2 were there already");
}

#[test]
fn damaged_rows_are_left_out_and_what_is_exported_can_be_imported() {
    let (alice, bob, key) = holder_and_other();
    many(&alice, &key, 6);
    alice.tamper(
        "UPDATE entry SET signature = zeroblob(80) WHERE label = 'content-0';
         UPDATE entry SET signature = zeroblob(70000) WHERE label = 'content-1';
         UPDATE entry SET signed = signed + 1 WHERE label = 'content-2';
         INSERT INTO key (key_id) SELECT 'openpgp:' || lower(substr(key_id, 9)) FROM key;
         UPDATE entry SET key = (SELECT max(id) FROM key) WHERE label = 'content-3';
         UPDATE entry SET size = 7 WHERE label = 'content-4';",
    );
    for target in ["file", "directory/"] {
        let ended = alice.run(["export", "-o", target]);
        ended.says(4, "passed over 4 rows of the cache");
        ended.says(4, "2 entries exported");
        ended.says(4, "hint:");
        let (ended, summary) = import(&bob, &alice.files().join(target), &["--dry-run"]);
        assert_eq!((ended.code, &summary["new"]), (0, &2.into()), "{}", ended.stderr);
    }
}

#[test]
fn a_certificate_that_no_bundle_takes_stays_at_home() {
    let (alice, bob, key) = holder_and_other();
    many(&alice, &key, 1);
    // An export verifies nothing, so that another key's name will do.
    let names = (0..600).map(|number| format!("{number}{}", "x".repeat(1900)));
    let large = names.fold(CertBuilder::new(), CertBuilder::add_userid).generate().unwrap().0;
    let large_key = large.fingerprint().to_hex();
    let path = alice.write("large.pgp", large.to_vec().unwrap());
    alice.configure(&format!("certificates = [{path:?}]"));
    alice.tamper(&format!("UPDATE key SET key_id = 'openpgp:{large_key}'"));
    let ended = alice.run(["export", "-f", "-o", "bundle.tar.zst"]);
    ended.says(0, &format!("the certificate of openpgp:{large_key} has more than 1 MiB"));
    let (ended, summary) = import(&bob, &alice.files().join("bundle.tar.zst"), &[]);
    assert_eq!((ended.code, &summary["unknown-key"]), (5, &1.into()), "{}", ended.stderr);
}

#[test]
fn a_bundle_that_breaks_off_is_an_error_and_what_came_whole_is_kept() {
    let (alice, bob, key) = holder_and_other();
    many(&alice, &key, 100);
    let bundle = fs::read(exported(&alice, &[])).unwrap();
    let mut child =
        bob.signcache(["import", "-"]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&bundle[..bundle.len() - 100]).unwrap();
    Ended::from(child.wait_with_output().unwrap()).says(1, "cut short");
    // Fewer than are verified at once.
    let kept: i64 = value(&bob.cache(), "SELECT count(*) FROM entry");
    assert!(kept > 0);
    let path = bob.write("whole", bundle);
    let (ended, summary) = import(&bob, &path, &[]);
    let (new, identical) = (&summary["new"], &summary["identical"]);
    assert_eq!((ended.code, new.as_u64().unwrap() + identical.as_u64().unwrap()), (0, 100));
}

#[test]
fn one_export_at_a_time_writes_to_a_directory() {
    let (alice, _, key) = holder_and_other();
    many(&alice, &key, 1);
    let bundle = alice.files().join("bundle");
    let export = ["export", "-o", "bundle/"];
    alice.done(export);
    let other = fs::File::open(&bundle).unwrap();
    rustix::fs::flock(&other, rustix::fs::FlockOperation::NonBlockingLockExclusive).unwrap();
    alice.run(export).says(75, "another process is writing to it");
    drop(other);
    alice.run(export).says(0, "1 were there already");
}

#[test]
fn a_reader_that_goes_away_is_told_of() {
    let (alice, _, key) = holder_and_other();
    many(&alice, &key, 1);
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    let ended = Ended::from(alice.signcache(["export", "-o", "-"]).stdout(writer).output().unwrap());
    ended.says(1, "the bundle -");
    ended.says(1, "hint:");
}

#[test]
fn waiting_for_a_reader_can_be_interrupted() {
    let (alice, _, key) = holder_and_other();
    many(&alice, &key, 1000);
    let fifo = alice.files().join("fifo");
    let mode = rustix::fs::Mode::RWXU;
    rustix::fs::mknodat(rustix::fs::CWD, &fifo, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    let interrupted = |child: std::process::Child| {
        let child_id = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(child_id, rustix::process::Signal::INT).unwrap();
        Ended::from(child.wait_with_output().unwrap()).says(130, "interrupted");
    };
    // Somebody reads the first byte, and no more.
    let (mut reader, writer) = pipe().unwrap();
    let mut export = alice.signcache(["export", "-o", "-"]);
    let child = export.stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
    reader.read_exact(&mut [0]).unwrap();
    interrupted(child);
    // Somebody opens a named one, and reads nothing.
    let child = alice.signcache(["export", "-o", "fifo"]).stderr(Stdio::piped()).spawn().unwrap();
    let reader = fs::File::open(&fifo).unwrap();
    interrupted(child);
    drop(reader);
}

/// The first quarter of a bundle with a large certificate.
fn beginning_of_a_bundle() -> Vec<u8> {
    let mut dice = Dice::new(3);
    let noise: Vec<u8> = (0..1 << 20).map(|_| u8::try_from(dice.below(256)).unwrap()).collect();
    let mut builder = tar::Builder::new(Vec::new());
    let name = format!("certificates/{}.pgp", "AB".repeat(20));
    for (name, bytes) in [("FORMAT", &b"signcache bundle 1\n"[..]), (&name, &noise)] {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        builder.append_data(&mut header, name, bytes).unwrap();
    }
    let whole = zstd::encode_all(builder.into_inner().unwrap().as_slice(), 1).unwrap();
    whole[..whole.len() / 4].to_vec()
}

#[test]
fn waiting_for_a_bundle_can_be_interrupted() {
    let user = User::new();
    let fifo = user.files().join("fifo");
    let mode = rustix::fs::Mode::RWXU;
    rustix::fs::mknodat(rustix::fs::CWD, &fifo, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    for words in [&["import", "fifo"][..], &["wanted", "sign", "--yes", "fifo"]] {
        for sent in [Vec::new(), beginning_of_a_bundle()] {
            let child = user.signcache(words).stderr(Stdio::piped()).spawn().unwrap();
            // Waits until it is opened for reading.
            let mut writer = fs::File::options().write(true).open(&fifo).unwrap();
            // More than a pipe holds: it reads, and wants more.
            writer.write_all(&sent).unwrap();
            let child_id = rustix::process::Pid::from_child(&child);
            rustix::process::kill_process(child_id, rustix::process::Signal::INT).unwrap();
            Ended::from(child.wait_with_output().unwrap()).says(130, "interrupted");
            drop(writer);
        }
    }
}

#[test]
fn nothing_is_left_behind_by_an_export_that_fails() {
    let (alice, _, key) = holder_and_other();
    many(&alice, &key, 1);
    let target = alice.files().join("bundle");
    alice.tamper("DROP TABLE binding");
    assert_ne!(alice.run(["export", "-o", target.to_str().unwrap()]).code, 0);
    let left = fs::read_dir(alice.files()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(
        left.into_iter().all(
            |name| !name.to_string_lossy().contains("bundle") && !name.to_string_lossy().starts_with('.')
        )
    );
}
