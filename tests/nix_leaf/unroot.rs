use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use rustix::fs::{AtFlags, CWD, Timespec, Timestamps, utimensat};
use signcache::nix::Unrooted;

use crate::kept::filled;
use crate::support::nix_store::NixStore;

fn age(link: &Path, seconds: u64) {
    let time = Timespec { tv_sec: ago(seconds).as_second(), tv_nsec: 0 };
    let times = Timestamps { last_access: time, last_modification: time };
    utimensat(CWD, link, &times, AtFlags::SYMLINK_NOFOLLOW).unwrap();
}

#[allow(clippy::disallowed_methods, reason = "links have the times of the machine")]
fn ago(seconds: u64) -> Timestamp {
    Timestamp::try_from(SystemTime::now() - Duration::from_secs(seconds)).unwrap()
}

#[test]
fn what_is_unrooted_is_collected_and_what_was_used_since_stays() {
    let nix = NixStore::new();
    let (store, roots) = (nix.store(), nix.work().join("roots"));
    let paths = filled(&store, &roots, 3);
    for path in &paths {
        age(&roots.join(path.base_name()), 1000);
    }
    assert!(store.hand_out(&roots, &paths[1]));
    let rooted = store.rooted(&roots).unwrap();
    assert_eq!(rooted.len(), 3);
    for found in &rooted {
        assert!(paths.contains(found.path.as_ref().unwrap()));
        assert_eq!(found.handed_out > ago(500), found.base_name == paths[1].base_name());
    }

    assert_eq!(store.unroot(&roots, &paths[0], ago(500)).unwrap(), Unrooted::Removed);
    assert_eq!(store.unroot(&roots, &paths[0], ago(500)).unwrap(), Unrooted::Absent);
    assert_eq!(store.unroot(&roots, &paths[1], ago(500)).unwrap(), Unrooted::InUse);
    nix.collect_garbage();
    assert!(!Path::new(&paths[0].to_string()).exists());
    assert!(store.is_bound(&roots, &paths[1]) && store.is_bound(&roots, &paths[2]));

    for path in &paths[1..] {
        assert_eq!(store.unroot(&roots, path, Timestamp::MAX).unwrap(), Unrooted::Removed);
    }
    assert_eq!(fs::read_dir(&roots).unwrap().count(), 0, "the empty batch goes as well");
    assert_eq!(store.unroot(Path::new("/nowhere"), &paths[0], Timestamp::MAX).unwrap(), Unrooted::Absent);
}

#[test]
fn who_is_told_that_a_path_is_bound_keeps_the_root() {
    let nix = NixStore::new();
    let (store, roots) = (nix.store(), nix.work().join("roots"));
    let paths = filled(&store, &roots, 1000);
    for path in &paths {
        age(&roots.join(path.base_name()), 1000);
    }
    // Somebody asks all the time for what is being unrooted, except for every other path.
    let (at, begun, over) = (AtomicUsize::new(0), AtomicBool::new(false), AtomicBool::new(false));
    let told = thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let mut told = BTreeSet::new();
            while !over.load(Ordering::Relaxed) {
                let path = &paths[at.load(Ordering::Relaxed) & !1];
                if store.hand_out(&roots, path) {
                    told.insert(path);
                    begun.store(true, Ordering::Relaxed);
                }
            }
            told
        });
        while !begun.load(Ordering::Relaxed) {
            thread::yield_now();
        }
        for (index, path) in paths.iter().enumerate() {
            at.store(index, Ordering::Relaxed);
            store.unroot(&roots, path, ago(500)).unwrap();
        }
        over.store(true, Ordering::Relaxed);
        asking.join().unwrap()
    });
    for path in &told {
        assert!(store.is_bound(&roots, path), "{path} was told of and lost");
    }
    let gone = paths.iter().filter(|path| !store.is_bound(&roots, path)).count();
    assert!(gone >= 500, "{gone} are gone");
}

#[test]
fn what_killed_processes_left_is_swept_and_what_they_were_about_to_remove_is_back() {
    let nix = NixStore::new();
    let (store, roots) = (nix.store(), nix.work().join("roots"));
    let paths = filled(&store, &roots, 3);
    let name = |index: usize| roots.join(paths[index].base_name());
    let root = fs::read_link(name(0)).unwrap();
    let batch: PathBuf = root.parent().unwrap().into();
    // One was killed before it published, one while it looked whether a copy was in use.
    fs::remove_file(name(0)).unwrap();
    fs::rename(name(1), batch.join(format!("aside-{}", paths[1].base_name()))).unwrap();
    fs::create_dir(roots.join("batch-empty")).unwrap();
    let young = roots.join("batch-young");
    fs::create_dir(&young).unwrap();
    for old in [&root, &roots.join("batch-empty")] {
        age(old, 1000);
    }
    assert_eq!(store.sweep_roots(&roots, ago(500)).unwrap(), 2);
    assert!(!store.is_bound(&roots, &paths[0]) && fs::read_link(&root).is_err());
    assert!(store.is_bound(&roots, &paths[1]) && store.is_bound(&roots, &paths[2]));
    assert!(young.exists(), "somebody may be at it");
    assert_eq!(store.sweep_roots(&roots, ago(500)).unwrap(), 0);
}
