//! Planning a collection against a full scan of the table, and how long applying it holds the write lock.

use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rusqlite::Connection;
use signcache::cache::Cache;
use signcache::model::{ContentDigest, NewEntry, Origin, Pair, SignatureFacts, Untrusted, Verdict};

/// How many entries are stored at once.
const CHUNK: usize = 100_000;

/// Of so many entries one is not used for long.
const UNUSED: u32 = 20;

/// Measures with so many entries.
pub fn run(entries: u32) -> Result<(), Box<dyn Error>> {
    let stage = tempfile::Builder::new().prefix("signcache-keeping").tempdir()?;
    let cache = stage.path().join("cache");
    println!("filling a cache with {entries} entries");
    fill(&cache, entries)?;
    let database = cache.join("cache.sqlite");

    let scan = fastest(|| {
        let connection = Connection::open(&database)?;
        let sql = "SELECT total(length(signature) + length(proof) + size + signed + stored + used + judged + pinned)
             + total(length(content) + length(label) + length(origin) + length(verdict)) FROM entry";
        Ok(connection.query_row(sql, (), |row| row.get::<_, f64>(0)).map(drop)?)
    })?;
    println!("{:<44} {:>8.3} s", "full scan of the table in SQLite", scan.as_secs_f64());
    let half = (entries / 2).to_string();
    for (what, policy) in [
        ("plan: one of 20 was not used", &["--unused-for=1y", "--allow-last-copy"][..]),
        ("plan: half of them are too many", &["--max-entries", &half, "--allow-last-copy"]),
        ("plan: all are the last copy", &["--older-than=0s"]),
        ("plan: key revoked, superseded", &["--key-revoked", "--superseded", "--content-gone"]),
    ] {
        let plan =
            fastest(|| signcache(stage.path(), &[&["gc", "--dry-run", "--min-age=0s"], policy].concat()))?;
        let ratio = plan.as_secs_f64() / scan.as_secs_f64();
        println!("{what:<44} {:>8.3} s, {ratio:.2} of the scan (at most 3 where few go)", plan.as_secs_f64());
    }

    let mut command =
        program(stage.path(), &["gc", "--yes", "--unused-for=1y", "--allow-last-copy", "--min-age=0s"]);
    let begun = Instant::now();
    let mut child = command.spawn()?;
    let mut longest = Duration::ZERO;
    let connection = Connection::open(&database)?;
    connection.busy_timeout(Duration::from_secs(60))?;
    // Somebody who wants to write all the time waits as long as anybody has to.
    while child.try_wait()?.is_none() {
        let asked = Instant::now();
        connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK")?;
        longest = longest.max(asked.elapsed());
    }
    println!(
        "{:<44} {:>8.3} s, others wait {:.1} ms at most",
        format!("apply: {} entries go", entries / UNUSED),
        begun.elapsed().as_secs_f64(),
        longest.as_secs_f64() * 1000.0
    );
    Ok(())
}

fn fill(directory: &Path, entries: u32) -> Result<(), Box<dyn Error>> {
    let cache = Cache::open_or_create(directory)?;
    let now = Timestamp::now();
    let numbers: Vec<u32> = (0..entries).collect();
    for numbers in numbers.chunks(CHUNK) {
        let entry = |number: &u32| {
            let mut content = [0xa5; 32];
            // Spread over the index as digests are.
            content[..4].copy_from_slice(&number.wrapping_mul(2_654_435_761).to_be_bytes());
            NewEntry {
                pair: Pair {
                    content: ContentDigest::new(content),
                    key: "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B".parse().expect("a key id"),
                },
                signature: number.to_be_bytes().repeat(30),
                proof: None,
                size: 1000,
                signed: now,
                facts: SignatureFacts::default(),
                origin: Origin::Signed,
                label: Some(Untrusted::new(format!("artifact-{number}.tar.zst"))),
                verdict: Verdict::Good,
            }
        };
        cache.insert(&numbers.iter().map(entry).collect::<Vec<_>>(), now)?;
    }
    drop(cache);
    let connection = Connection::open(directory.join("cache.sqlite"))?;
    connection.execute_batch(&format!(
        "UPDATE entry SET proof = zeroblob(70); UPDATE entry SET used = used - 99999999 WHERE id % {UNUSED} = 0"
    ))?;
    Ok(())
}

/// The fastest of three runs: the others were disturbed.
fn fastest(mut work: impl FnMut() -> Result<(), Box<dyn Error>>) -> Result<Duration, Box<dyn Error>> {
    let mut fastest = Duration::MAX;
    for _ in 0..3 {
        let begun = Instant::now();
        work()?;
        fastest = fastest.min(begun.elapsed());
    }
    Ok(fastest)
}

fn program(stage: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_signcache"));
    command.env_clear().envs(std::env::vars_os().filter(|(name, _)| name == "PATH"));
    command.env("HOME", stage).arg("--quiet").arg("--cache").arg(stage.join("cache")).args(words);
    command.stdout(Stdio::null());
    command
}

fn signcache(stage: &Path, words: &[&str]) -> Result<(), Box<dyn Error>> {
    let status = program(stage, words).status()?;
    if status.success() { Ok(()) } else { Err(format!("{words:?}: {status}").into()) }
}
