//! `gc`, `exec` and `import` at once, killed at random instants, many hundred times.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use sha2::{Digest, Sha256};

use crate::support::dice::Dice;
use crate::support::storm::{Run, Storm};
use crate::support::user::value;

/// How many processes are killed.
const KILLS: usize = 300;

/// How many contents they fight about.
const CONTENTS: usize = 8;

/// The store path that `exec` printed; what was printed in part told nobody anything.
fn told(stdout: &[u8]) -> Option<String> {
    std::str::from_utf8(stdout).unwrap().split('"').nth(3).map(str::to_owned)
}

#[test]
fn whoever_is_killed_while_garbage_is_collected_loses_no_signature_that_was_handed_out() {
    let storm = Storm::new(KILLS);
    let Storm { user, key, nix, .. } = &storm;
    for number in 0..CONTENTS {
        user.write(&format!("content-{number}"), number.to_string());
    }
    user.done(["sign", "-q", "-k", key, "content-0", "content-1", "content-2"]);
    user.done(["export", "-q", "-o", "all.tar.zst"]);
    let runs = AtomicUsize::new(0);
    let start = |dice: &mut Dice| {
        let number = dice.below(CONTENTS);
        let kind = dice.below(5);
        let run = runs.fetch_add(1, Ordering::Relaxed);
        let everything = ["gc", "-q", "--yes", "--older-than", "0s", "--min-age", "0s"];
        let mut command = match kind {
            0 | 4 => storm.command(&["exec", "-q", "-k", key, &format!("content-{number}")]),
            1 => storm.command(&[&everything[..], &["--allow-live", "--allow-last-copy"]].concat()),
            // What is archived may go for good.
            2 => {
                let archive = format!("archive-{run}.tar.zst");
                storm.command(&[&everything[..], &["--allow-live", "--archive", &archive]].concat())
            }
            _ => storm.command(&["import", "-q", "all.tar.zst"]),
        };
        // A ledger puts back what the cache has lost, and so would hide it: whoever comes anew has none.
        if kind == 4 {
            command.env("XDG_STATE_HOME", user.home.path().join(format!("state-{run}")));
        }
        (kind, matches!(kind, 0 | 4).then_some(number), command)
    };
    let end = |number: Option<usize>, Run { killed, status, stdout, stderr }: Run| {
        // Another run of `gc` has the lock; a bundle conflicts with nothing.
        assert!(killed || matches!(status.code(), Some(0 | 75)), "{status}: {stderr}");
        // As of another signature than before.
        assert!(!stderr.contains("warning"), "{stderr}");
        Some((number?, told(&stdout)?))
    };
    let printed = storm.rage(5, start, end).into_iter().flatten();
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
        assert_eq!(told(&again.stdout).as_ref(), paths.first());
    }
    nix.collect_garbage();
}
