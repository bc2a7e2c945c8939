use std::fs::OpenOptions;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use signcache::model::StorePath;
use signcache::nix::{Settings, Store};

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
    // Of two processes of Nix that make its directories at once, one fails.
    nix.collect_garbage();
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

/// The first process that roots is replaced by what a slow one amounts to: a collector has looked
/// for roots before the link was there, and for temporary roots after the process was gone.
const SLOW: &str = r#"
here=$(dirname "$0")
if [ "$1" = --realise ] && [ ! -e "$here/was-slow" ]; then
    touch "$here/was-slow"
    _NIX_TEST_GC_SYNC=$here/fifo nix-store --gc >/dev/null 2>&1 &
    until ls -l /proc/$!/fd | grep -q fifo; do
        kill -0 $! || exit 9
        sleep 0.01
    done
    for link; do :; done
    mkdir -p "$NIX_STATE_DIR/gcroots/auto"
    ln -s "$2" "$link"
    ln -s "$link" "$NIX_STATE_DIR/gcroots/auto/by-hand"
    exit
fi
exec nix-store "$@"
"#;

#[test]
fn a_collection_that_saw_no_root_in_time_is_told() {
    let nix = NixStore::new();
    nix.run("mkfifo", ["fifo"]);
    let collector_waits = OpenOptions::new().read(true).write(true).open(nix.work().join("fifo")).unwrap();
    let program = Some(nix.script("nix-store", SLOW));
    let store = Store::new(Settings { program, ..nix.settings() });
    let (roots, path) = (nix.work().join("roots"), store.path_of("x.sig", b"x").unwrap());
    store.bind(&roots, &[(path.clone(), b"x")]).unwrap();
    assert!(nix.work().join("was-slow").exists());
    drop(collector_waits);
    // Waits for the first collection.
    nix.collect_garbage();
    assert!(Path::new(&path.to_string()).exists());
    assert!(store.is_bound(&roots, &path));
}
