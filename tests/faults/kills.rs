//! Processes that sign and bind are killed at random instants, many hundred times.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use crate::support::dice::Dice;
use crate::support::storm::{Run, Span, Storm};
use crate::support::user::{Ended, User, value};

/// How many processes are killed, unless the environment says how many.
const KILLS: usize = 500;

/// How many contents they fight about at one time; old ones leave, new ones come.
const CONTENTS: usize = 6;

/// What a process is to do.
struct Task {
    content: PathBuf,
    exec: bool,
}

/// A content that is new for a while, and that other processes want at the same time.
fn content(storm: &Storm, dice: &mut Dice) -> PathBuf {
    let number = storm.kills() / CONTENTS + dice.below(CONTENTS);
    let path = storm.user.files().join(format!("content-{number}"));
    // Never half there: another worker may be signing it.
    let mut file = tempfile::NamedTempFile::new_in(storm.user.home.path()).unwrap();
    std::io::Write::write_all(&mut file, number.to_string().as_bytes()).unwrap();
    let _ = file.persist_noclobber(&path);
    path
}

/// Who was not killed must have done what it should.
fn done(Run { killed, status, stdout, stderr }: Run) -> Vec<u8> {
    assert!(killed || status.success(), "{status}: {stderr}");
    assert!(!stderr.contains("warning"), "{stderr}");
    stdout
}

/// The entries of the cache, by content digest.
fn entries(cache: &Path) -> BTreeMap<Vec<u8>, Vec<u8>> {
    let connection = rusqlite::Connection::open(cache.join("cache.sqlite")).unwrap();
    let mut statement = connection.prepare("SELECT content, signature FROM entry").unwrap();
    let rows = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
#[allow(clippy::print_stderr, reason = "the figures, for whoever asks for them with --nocapture")]
fn whoever_is_killed_at_any_instant_loses_nothing() {
    #[allow(clippy::disallowed_methods, reason = "how long the test takes is up to whoever runs it")]
    let wanted = std::env::var("SIGNCACHE_TEST_KILLS").map_or(KILLS, |kills| kills.parse().unwrap());
    let storm = Storm::new(wanted);
    let begun = Instant::now();
    let start = |dice: &mut Dice| {
        let content = content(&storm, dice);
        let name = content.to_str().unwrap();
        // A copy in the store takes several processes of Nix, so fewer of these.
        let kind = [0, 0, 0, 1, 1, 1, 1, 2][dice.below(8)];
        let command = match kind {
            0 => storm.command(&["sign", "-q", "-k", &storm.key, name]),
            1 => storm.command(&["sign", "-q", "-k", &storm.key, "-o", "-", name]),
            _ => storm.command(&["exec", "-q", "-k", &storm.key, name]),
        };
        (kind, Task { content, exec: kind == 2 }, command)
    };
    // Nothing is there yet, so the first ones are killed while they create the cache.
    let printed = storm.rage(3, start, |task, run| (task, done(run)));
    let Storm { user, key, nix, .. } = &storm;
    let kills = storm.kills();
    assert!(kills >= wanted);

    // No lock is left: somebody who waits for nobody signs.
    user.configure("lock-timeout = \"1s\"");
    user.write("further", "further");
    user.sign(key, "further");

    let cache = user.cache();
    assert_eq!(value::<String>(&cache, "PRAGMA integrity_check"), "ok");
    let twice = "SELECT count(*) FROM (SELECT 1 FROM entry GROUP BY content, key HAVING count(*) > 1)";
    assert_eq!(value::<i64>(&cache, twice), 0);
    assert_eq!(value::<i64>(&cache, "SELECT count(*) FROM quarantine"), 0);
    let entries = entries(&cache);
    let stored = |content: &Path| entries.get(Sha256::digest(fs::read(content).unwrap()).as_slice());

    // What anybody was told, wholly or in part, is what the cache has.
    let mut answers = 0;
    for (Task { content, exec }, stdout) in printed.iter().filter(|(_, stdout)| !stdout.is_empty()) {
        let stored = stored(content).unwrap();
        if *exec {
            let path = String::from_utf8_lossy(stdout).split('"').nth(3).unwrap().to_owned();
            assert_eq!(fs::read(path).unwrap(), *stored);
        } else {
            assert!(stored.starts_with(stdout));
        }
        answers += 1;
    }
    // A file under its final name is whole, and every signature verifies with another program.
    let mut files = 0;
    for file in fs::read_dir(user.files()).unwrap().map(|entry| entry.unwrap().path()) {
        let name = file.file_name().unwrap().to_str().unwrap();
        if let Some(content) = name.strip_suffix(".sig") {
            assert_eq!(fs::read(&file).unwrap(), *stored(&user.files().join(content)).unwrap());
            files += 1;
        } else if let Some(signature) = stored(&file) {
            let copy = user.home.path().join("signature");
            fs::write(&copy, signature).unwrap();
            assert!(user.gnupg.verifies(&copy, &file), "{}", file.display());
        }
    }
    // The program itself needs no repair either, though it forgets all that it knew.
    user.forget();
    for file in printed.iter().map(|(task, _)| &task.content).filter(|file| stored(file).is_some()).take(20) {
        let again = user.done(["get", "-k", key, "-o", "-", file.to_str().unwrap()]);
        assert_eq!(again, *stored(file).unwrap());
    }
    nix.collect_garbage();
    eprintln!(
        "{kills} kills of {} processes in {:?}: {} entries, {answers} answers, {files} files",
        printed.len(),
        begun.elapsed(),
        entries.len()
    );
}

#[test]
fn whoever_is_killed_while_it_makes_a_cache_leaves_none_that_needs_repair() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    let mut dice = Dice::new(7);
    let mut span = Span::new(Duration::from_millis(200));
    for round in 0..KILLS / 8 {
        let data = user.home.path().join(format!("data-{round}"));
        let cache = data.join("signcache");
        let sign = || {
            let mut command = user.signcache(["sign", "-q", "-k", &key, "-o", "-", "content"]);
            command.env("XDG_DATA_HOME", &data);
            command
        };
        let first = done(span.run(sign(), &mut dice));
        let again = Ended::from(sign().output().unwrap());
        again.says(0, "");
        let again = again.stdout;
        assert!(again.starts_with(&first));
        assert_eq!(value::<String>(&cache, "PRAGMA integrity_check"), "ok");
        assert_eq!(value::<i64>(&cache, "SELECT count(*) FROM entry"), 1);
        // Every round is somebody's first one.
        user.forget();
    }
}
