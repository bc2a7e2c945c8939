//! Files that are cut or whose bytes were changed blindly.

use std::fs;
use std::path::{Path, PathBuf};

use super::{prepared, printed_nothing_unproven};
use crate::support::dice::Dice;
use crate::support::user::User;

/// How many times bytes are changed.
const ROUNDS: usize = 300;

const FILES: [&str; 3] = ["cache.sqlite", "cache.sqlite-wal", "cache.sqlite-shm"];

/// A small cache as it was, to begin each round with.
struct Original {
    user: User,
    key: String,
    first: Vec<u8>,
    kept: PathBuf,
}

impl Original {
    fn new() -> Self {
        let (user, key, first) = prepared();
        // Whoever writes empties the WAL in the end, unless somebody still reads what was there before.
        let reader = rusqlite::Connection::open(user.cache().join("cache.sqlite")).unwrap();
        reader.execute_batch("BEGIN; SELECT count(*) FROM entry").unwrap();
        for number in 0..8 {
            user.write("more", number.to_string());
            user.sign(&key, "more");
        }
        let kept = user.home.path().join("kept");
        copy(&user.home.path().join("data"), &kept.join("data"));
        copy(&user.home.path().join("state"), &kept.join("state"));
        drop(reader);
        Self { user, key, first, kept }
    }

    fn restore(&self) {
        for name in ["data", "state"] {
            fs::remove_dir_all(self.user.home.path().join(name)).unwrap();
            copy(&self.kept.join(name), &self.user.home.path().join(name));
        }
    }

    /// Looks up and signs, remembering or not; says how often there was an answer.
    fn check(&self, ledger: bool, round: &str) -> usize {
        if !ledger {
            self.user.forget();
        }
        let mut answers = 0;
        for command in ["get", "sign"] {
            let ended = self.user.run([command, "-k", &self.key, "-o", "-", "content"]);
            assert!(ended.code >= 0, "{round}: {ended:?}");
            printed_nothing_unproven(&self.user, &ended, &self.first, ledger);
            answers += usize::from(ended.code == 0);
        }
        answers
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().map(Result::unwrap) {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_truncated_database_serves_nothing_that_fails() {
    let original = Original::new();
    // All in one file, and all in the WAL: both are cut.
    for checkpointed in [false, true] {
        let name = if checkpointed { "cache.sqlite" } else { "cache.sqlite-wal" };
        original.restore();
        if checkpointed {
            original.user.tamper("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        let whole = fs::read(original.user.cache().join(name)).unwrap();
        let database = fs::read(original.user.cache().join("cache.sqlite")).unwrap();
        assert!(whole.len() > 8192, "{name} has {} bytes, which is no entry", whole.len());
        let last = whole.len() - 1;
        let pages = (0..whole.len()).step_by(4096);
        let odd = [1, 15, 16, 17, 99, 100, 101, 512, 4095, 4097, 5000, last];
        for length in pages.chain(odd).filter(|length| *length < whole.len()) {
            for ledger in [true, false] {
                original.restore();
                fs::write(original.user.cache().join("cache.sqlite"), &database).unwrap();
                if checkpointed {
                    for side in &FILES[1..] {
                        let _ = fs::remove_file(original.user.cache().join(side));
                    }
                }
                fs::write(original.user.cache().join(name), &whole[..length]).unwrap();
                original.check(ledger, &format!("{name} cut to {length}"));
            }
        }
    }
}

#[test]
#[allow(clippy::print_stderr, reason = "the figures, for whoever asks for them with --nocapture")]
fn changed_bytes_serve_nothing_that_fails() {
    let original = Original::new();
    let mut dice = Dice::new(1);
    let mut answers = 0;
    for round in 0..ROUNDS {
        original.restore();
        // Half of the rounds with everything in the database itself.
        if round % 2 == 0 {
            original.user.tamper("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        let name = FILES[[0, 0, 0, 1, 1, 2][dice.below(6)]];
        let file = original.user.cache().join(name);
        let mut bytes = fs::read(&file).unwrap_or_default();
        if bytes.is_empty() {
            continue;
        }
        for _ in 0..=dice.below(24) {
            let position = dice.below(bytes.len());
            bytes[position] = match dice.below(3) {
                0 => bytes[position] ^ (1 << dice.below(8)),
                1 => 0xff,
                _ => u8::try_from(dice.below(256)).unwrap(),
            };
        }
        fs::write(&file, bytes).unwrap();
        answers += original.check(round % 3 != 0, &format!("round {round} with {name}"));
    }
    // Most changes hit what nobody reads here; were there never an answer, nothing would be tried.
    assert!(answers > ROUNDS / 2, "{answers}");
    eprintln!("{answers} answers in {ROUNDS} rounds");
}

#[test]
fn a_damaged_ledger_stops_nothing() {
    let original = Original::new();
    let file = original.user.state().join("ledger.sqlite");
    let mut dice = Dice::new(2);
    for round in 0..60 {
        original.restore();
        let connection = rusqlite::Connection::open(&file).unwrap();
        connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        drop(connection);
        let mut bytes = fs::read(&file).unwrap();
        for _ in 0..200 {
            let position = dice.below(bytes.len());
            bytes[position] = u8::try_from(dice.below(256)).unwrap();
        }
        fs::write(&file, bytes).unwrap();
        for _ in 0..2 {
            let ended = original.user.run(["get", "-k", &original.key, "-o", "-", "content"]);
            assert_eq!((ended.code, &ended.stdout), (0, &original.first), "{round}: {}", ended.stderr);
        }
    }
}
