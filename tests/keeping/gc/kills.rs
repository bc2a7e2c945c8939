//! `gc`, `exec` and `import` at once, killed at random instants, many hundred times.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use crate::support::dice::Dice;
use crate::support::nix_store::NixStore;
use crate::support::user::{User, value};

/// How many processes are killed.
const KILLS: usize = 300;

/// How many contents they fight about.
const CONTENTS: usize = 8;

struct Storm {
    user: User,
    key: String,
    nix: NixStore,
    kills: AtomicUsize,
    runs: AtomicUsize,
}

/// What an `exec` printed: the number of the content, and the path of the signature.
type Printed = (usize, String);

impl Storm {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.user.signcache(arguments);
        command.envs(self.nix.environment()).env("HOME", self.user.home.path());
        command
    }

    fn work(&self, seed: u64) -> Vec<Printed> {
        let mut dice = Dice::new(seed);
        let mut longest = [Duration::from_secs(1); 4];
        let mut printed = Vec::new();
        while self.kills.load(Ordering::Relaxed) < KILLS {
            let number = dice.below(CONTENTS);
            let name = format!("content-{number}");
            let kind = dice.below(4);
            let run = self.runs.fetch_add(1, Ordering::Relaxed);
            let archive = format!("archive-{run}.tar.zst");
            let everything = ["gc", "-q", "--yes", "--older-than", "0s", "--min-age", "0s"];
            let mut command = match kind {
                0 => self.command(&["exec", "-q", "-k", &self.key, &name]),
                1 => self.command(&[&everything[..], &["--allow-live", "--allow-last-copy"]].concat()),
                // What is archived may go for good.
                2 => self.command(&[&everything[..], &["--allow-live", "--archive", &archive]].concat()),
                _ => self.command(&["import", "-q", "all.tar.zst"]),
            };
            let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            let begun = Instant::now();
            let instant = begun + longest[kind].mul_f64(dice.below(1000) as f64 / 1000.0);
            let (stdout, killed) = end(child, instant);
            if killed {
                self.kills.fetch_add(1, Ordering::Relaxed);
            } else {
                longest[kind] = (longest[kind] + begun.elapsed().mul_f64(2.0)) / 2;
            }
            longest[kind] = longest[kind].mul_f64(1.02);
            // What was printed in part told nobody anything.
            if let Some(path) = String::from_utf8(stdout).unwrap().split('"').nth(3).filter(|_| kind == 0) {
                printed.push((number, path.to_owned()));
            }
        }
        printed
    }
}

/// Kills a process at an instant, unless it ends before.
fn end(mut child: Child, instant: Instant) -> (Vec<u8>, bool) {
    while Instant::now() < instant && child.try_wait().unwrap().is_none() {
        // The instant is what the dice chose: there is no other condition to wait for.
        thread::sleep(Duration::from_micros(200));
    }
    let _ = child.kill();
    let output = child.wait_with_output().unwrap();
    let killed = output.status.signal() == Some(9);
    let stderr = String::from_utf8_lossy(&output.stderr);
    // Another run of `gc` has the lock; another one made the archive incomplete; a bundle conflicts with nothing.
    let expected = matches!(output.status.code(), Some(0 | 75));
    assert!(killed || expected, "{}: {stderr}", output.status);
    (output.stdout, killed)
}

#[test]
fn whoever_is_killed_while_garbage_is_collected_loses_no_signature_that_was_handed_out() {
    let (user, key) = User::with_key();
    for number in 0..CONTENTS {
        user.write(&format!("content-{number}"), number.to_string());
    }
    user.done(["sign", "-q", "-k", &key, "content-0", "content-1", "content-2"]);
    user.done(["export", "-q", "-o", "all.tar.zst"]);
    let storm =
        Storm { user, key, nix: NixStore::new(), kills: AtomicUsize::new(0), runs: AtomicUsize::new(0) };
    let printed: Vec<Printed> = thread::scope(|scope| {
        let workers: Vec<_> = (0..4)
            .map(|seed| {
                scope.spawn({
                    let storm = &storm;
                    move || storm.work(seed)
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    let Storm { user, nix, key, .. } = &storm;
    let cache = user.cache();
    assert_eq!(value::<String>(&cache, "PRAGMA integrity_check"), "ok");
    let mut paths: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for (number, path) in printed {
        paths.entry(number).or_default().insert(path);
    }
    assert!(!paths.is_empty());
    for (number, paths) in paths {
        assert_eq!(paths.len(), 1, "the first one wins: {paths:?}");
        let content = data_encoding::HEXUPPER.encode(&Sha256::digest(number.to_string()));
        let kept: i64 = value(
            &cache,
            &format!(
                "SELECT count(DISTINCT signature) FROM
                   (SELECT content, signature FROM entry UNION ALL SELECT content, signature FROM trash)
                 WHERE hex(content) = '{content}'"
            ),
        );
        assert_eq!(kept, 1, "it is in the cache or in the trash, and no other one is");
        // And it is the one that was handed out.
        let again = storm.command(&["exec", "-q", "-k", key, &format!("content-{number}")]).output().unwrap();
        let again = String::from_utf8(again.stdout).unwrap();
        assert_eq!(Some(again.split('"').nth(3).unwrap()), paths.first().map(String::as_str));
    }
    nix.collect_garbage();
}
