//! What breaks off in the middle.

use std::fs;
use std::io::{Write, pipe};
use std::process::Stdio;
use std::time::Duration;

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
fn a_bundle_that_breaks_off_is_an_error_and_what_came_whole_is_kept() {
    let (alice, bob, key) = holder_and_other();
    many(&alice, &key, 100);
    let bundle = fs::read(exported(&alice, &[])).unwrap();
    let mut child =
        bob.signcache(["import", "-"]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&bundle[..bundle.len() - 100]).unwrap();
    Ended::from(child.wait_with_output().unwrap()).says(1, "cut short");
    let path = bob.write("whole", bundle);
    let (ended, summary) = import(&bob, &path, &[]);
    let (new, identical) = (&summary["new"], &summary["identical"]);
    assert_eq!((ended.code, new.as_u64().unwrap() + identical.as_u64().unwrap()), (0, 100));
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
