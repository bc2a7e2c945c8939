//! Processes that sign and bind are killed at random instants, many hundred times.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use crate::support::dice::Dice;
use crate::support::nix_store::NixStore;
use crate::support::user::{User, value};

/// How many processes are killed, unless the environment says how many.
const KILLS: usize = 500;

/// How many run at once.
const WORKERS: usize = 4;

/// How many contents they fight about at one time; old ones leave, new ones come.
const CONTENTS: usize = 6;

struct Storm {
    user: User,
    key: String,
    nix: NixStore,
    kills: AtomicUsize,
    wanted: usize,
}

/// What a process printed before it ended or was killed.
struct Printed {
    content: PathBuf,
    exec: bool,
    stdout: Vec<u8>,
}

impl Storm {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.user.signcache(arguments);
        command.envs(self.nix.environment()).env("HOME", self.user.home.path());
        command
    }

    /// A content that is new for a while, and that other processes want at the same time.
    fn content(&self, dice: &mut Dice) -> PathBuf {
        let number = self.kills.load(Ordering::Relaxed) / CONTENTS + dice.below(CONTENTS);
        let path = self.user.files().join(format!("content-{number}"));
        // Never half there: another worker may be signing it.
        let mut file = tempfile::NamedTempFile::new_in(self.user.home.path()).unwrap();
        std::io::Write::write_all(&mut file, number.to_string().as_bytes()).unwrap();
        let _ = file.persist_noclobber(&path);
        path
    }

    /// Starts processes and kills them until enough were.
    fn work(&self, seed: u64) -> Vec<Printed> {
        let mut dice = Dice::new(seed);
        let mut longest = [Duration::from_secs(1); 3];
        let mut printed = Vec::new();
        while self.kills.load(Ordering::Relaxed) < self.wanted {
            let content = self.content(&mut dice);
            let name = content.to_str().unwrap();
            // A copy in the store takes several processes of Nix, so fewer of these.
            let kind = [0, 0, 0, 1, 1, 1, 1, 2][dice.below(8)];
            let mut command = match kind {
                0 => self.command(&["sign", "-q", "-k", &self.key, name]),
                1 => self.command(&["sign", "-q", "-k", &self.key, "-o", "-", name]),
                _ => self.command(&["exec", "-q", "-k", &self.key, name]),
            };
            let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            let instant = longest[kind].mul_f64(dice.below(1000) as f64 / 1000.0);
            let begun = Instant::now();
            let (stdout, killed) = end(child, begun + instant);
            if killed {
                self.kills.fetch_add(1, Ordering::Relaxed);
            } else {
                // The instants spread over the whole of a run, as long as runs take here and now.
                longest[kind] = (longest[kind] + begun.elapsed().mul_f64(2.0)) / 2;
            }
            longest[kind] = longest[kind].mul_f64(1.02);
            printed.push(Printed { content, exec: kind == 2, stdout });
        }
        printed
    }
}

/// Kills a process at an instant, unless it ends before; then it must have done what it should.
fn end(mut child: Child, instant: Instant) -> (Vec<u8>, bool) {
    while Instant::now() < instant && child.try_wait().unwrap().is_none() {
        // The instant is what the dice chose: there is no other condition to wait for.
        thread::sleep(Duration::from_micros(200));
    }
    let _ = child.kill();
    let output = child.wait_with_output().unwrap();
    let killed = output.status.signal() == Some(9);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(killed || output.status.success(), "{}: {stderr}", output.status);
    assert!(!stderr.contains("warning"), "{stderr}");
    (output.stdout, killed)
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
    let (user, key) = User::with_key();
    #[allow(clippy::disallowed_methods, reason = "how long the test takes is up to whoever runs it")]
    let wanted = std::env::var("SIGNCACHE_TEST_KILLS").map_or(KILLS, |kills| kills.parse().unwrap());
    let storm = Storm { user, key, nix: NixStore::new(), kills: AtomicUsize::new(0), wanted };
    let begun = Instant::now();
    // Nothing is there yet, so the first ones are killed while they create the cache.
    let printed: Vec<Printed> = thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS as u64)
            .map(|seed| {
                scope.spawn({
                    let storm = &storm;
                    move || storm.work(seed)
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    let Storm { user, key, nix, kills, .. } = &storm;
    let kills = kills.load(Ordering::Relaxed);
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
    for Printed { content, exec, stdout } in printed.iter().filter(|printed| !printed.stdout.is_empty()) {
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
    for file in printed.iter().map(|printed| &printed.content).filter(|file| stored(file).is_some()).take(20)
    {
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
    let mut longest = Duration::from_millis(200);
    for round in 0..KILLS / 8 {
        let cache = user.home.path().join(format!("cache-{round}"));
        let arguments = ["sign", "-q", "--cache", cache.to_str().unwrap(), "-k", &key, "-o", "-", "content"];
        let begun = Instant::now();
        let child = user.signcache(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (first, killed) = end(child, begun + longest.mul_f64(dice.below(1000) as f64 / 1000.0));
        longest = if killed { longest.mul_f64(1.02) } else { (longest + begun.elapsed()) / 2 };
        let again = user.done(arguments);
        assert!(again.starts_with(&first));
        assert_eq!(value::<String>(&cache, "PRAGMA integrity_check"), "ok");
        assert_eq!(value::<i64>(&cache, "SELECT count(*) FROM entry"), 1);
        // Every round is somebody's first one.
        user.forget();
    }
}
