use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use signcache::model::StorePath;

use crate::support::nix_store::NixStore;

#[test]
fn collections_that_run_all_the_time_never_take_what_is_bound() {
    let nix = NixStore::new();
    let (store, roots) = (nix.store(), nix.work().join("roots"));
    let done = AtomicBool::new(false);
    let bind = |who: usize| -> Vec<StorePath> {
        let mut kept = Vec::new();
        for round in 0..6_usize {
            // Both threads bind some of the same files, at about the same time.
            let contents: Vec<String> =
                (0..=round * 4).map(|file| format!("{round} {}", file * (1 + who))).collect();
            let items: Vec<(StorePath, &[u8])> = contents
                .iter()
                .map(|text| (store.path_of("x.sig", text.as_bytes()).unwrap(), text.as_bytes()))
                .collect();
            store.bind(&roots, &items).unwrap();
            kept.extend(items.into_iter().map(|(path, _)| path));
            assert!(kept.iter().all(|path| store.is_bound(&roots, path)), "in round {round}");
        }
        kept
    };
    thread::scope(|scope| {
        let collector = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                nix.collect_garbage();
            }
        });
        let binders = [scope.spawn(|| bind(0)), scope.spawn(|| bind(1))];
        let kept: Vec<_> = binders.into_iter().map(thread::ScopedJoinHandle::join).collect();
        done.store(true, Ordering::Relaxed);
        collector.join().unwrap();
        nix.collect_garbage();
        for path in kept.into_iter().flat_map(Result::unwrap) {
            assert!(store.is_bound(&roots, &path), "{path} was lost");
        }
    });
}
