use std::fs;
use std::path::{Path, PathBuf};

use signcache::model::StorePath;
use signcache::nix::{Error, Settings, Store};

use crate::support::nix_store::NixStore;

const NAME: &str = "e3b0c44298fc1c14-a4b5c6d7e8f90a1b.sig";

fn bound(store: &Store, roots: &Path, bytes: &[u8]) -> StorePath {
    let path = store.path_of(NAME, bytes).expect("a store path");
    assert!(!store.is_bound(roots, &path));
    store.bind(roots, &[(path.clone(), bytes)]).expect("bound");
    assert!(store.is_bound(roots, &path));
    path
}

#[test]
fn a_bound_path_outlives_collections_and_comes_back_when_unrooted() {
    let nix = NixStore::new();
    let (store, roots) = (nix.store(), nix.work().join("roots"));
    let path = bound(&store, &roots, b"one");
    nix.collect_garbage();
    assert!(store.is_bound(&roots, &path));
    assert_eq!(fs::read(roots.join(path.base_name())).unwrap(), b"one");

    let root = fs::read_link(roots.join(path.base_name())).unwrap();
    fs::remove_file(root).unwrap();
    assert!(!store.is_bound(&roots, &path));
    nix.collect_garbage();
    assert!(!Path::new(&path.to_string()).exists());
    bound(&store, &roots, b"one");
    nix.collect_garbage();
    assert!(store.is_bound(&roots, &path));
}

#[test]
fn many_files_go_in_one_call_even_twice_and_with_one_name() {
    let nix = NixStore::new();
    let (store, roots) = (nix.store(), nix.work().join("roots"));
    let contents: Vec<Vec<u8>> = (0..600_u32).map(|number| number.to_le_bytes().to_vec()).collect();
    let mut items: Vec<(StorePath, &[u8])> =
        contents.iter().map(|bytes| (store.path_of(NAME, bytes).unwrap(), bytes.as_slice())).collect();
    items.extend(items.clone());
    store.bind(&roots, &items).unwrap();
    nix.collect_garbage();
    assert!(items.iter().all(|(path, _)| store.is_bound(&roots, path)));
    store.bind(&roots, &[]).unwrap();
}

#[test]
fn a_root_that_protects_nothing_is_no_root() {
    let nix = NixStore::new();
    let (store, roots) = (nix.store(), nix.work().join("roots"));
    let path = bound(&store, &roots, b"one");

    let moved = nix.work().join("moved");
    fs::rename(&roots, &moved).unwrap();
    assert!(!store.is_bound(&moved, &path), "the collector knows the old place only");
    fs::rename(&moved, &roots).unwrap();
    assert!(store.is_bound(&roots, &path));

    let (auto, away) = (nix.state().join("gcroots/auto"), nix.state().join("away"));
    fs::rename(&auto, &away).unwrap();
    assert!(!store.is_bound(&roots, &path), "the collector has forgotten it");
    fs::rename(&away, &auto).unwrap();

    nix.run("nix-store", ["--delete", "--ignore-liveness", &path.to_string()]);
    assert!(!store.is_bound(&roots, &path), "the object is gone");
    store.bind(&roots, &[(path.clone(), b"one")]).unwrap();
    assert!(store.is_bound(&roots, &path));

    let other = store.path_of(NAME, b"two").unwrap();
    fs::rename(roots.join(path.base_name()), roots.join(other.base_name())).unwrap();
    assert!(!store.is_bound(&roots, &other), "it keeps something else");
}

#[test]
fn an_object_that_only_nix_believes_in_is_written_again() {
    let nix = NixStore::new();
    let (store, roots) = (nix.store(), nix.work().join("roots"));
    let path = bound(&store, &roots, b"one");
    fs::remove_file(path.to_string()).unwrap();
    assert_eq!(bound(&store, &roots, b"one"), path);
    nix.run("nix-store", ["--verify", "--check-contents"]);
    assert!(store.is_bound(&roots, &path));
}

#[test]
fn an_answer_that_was_not_expected_is_an_error() {
    let nix = NixStore::new();
    let (store, roots) = (nix.store(), nix.work().join("roots"));
    let path = store.path_of(NAME, b"one").unwrap();
    let error = store.bind(&roots, &[(path.clone(), b"two")]).unwrap_err();
    assert!(matches!(&error, Error::Unexpected { expected, .. } if *expected == path), "{error}");
    assert_eq!(fs::read_dir(&roots).unwrap().count(), 0, "nothing is left over");
}

#[test]
fn a_store_on_another_machine_is_never_looked_at() {
    let nix = NixStore::new();
    let roots = nix.work().join("roots");
    let store = Store::new(Settings { remote: Some("ssh-ng://elsewhere".into()), ..nix.settings() });
    let path = store.path_of(NAME, b"one").unwrap();
    store.bind(&roots, &[(path.clone(), b"one")]).unwrap();
    assert!(!store.is_bound(&roots, &path));
    assert_eq!(fs::read(path.to_string()).unwrap(), b"one");
}

#[test]
fn errors_say_what_happened() {
    let nix = NixStore::new();
    let roots = nix.work().join("roots");
    let check = |program: PathBuf, expected: &str| {
        let store = Store::new(Settings { program: Some(program), ..nix.settings() });
        let path = store.path_of(NAME, b"one").unwrap();
        let message = store.bind(&roots, &[(path, b"one")]).unwrap_err().to_string();
        assert!(message.contains(expected) && message.len() < 10_000, "{message}");
    };
    check("no-such-program".into(), "the program `no-such-program` was not found");
    let script = nix.script("failing", "echo 'error: no \x1b[31mspace' >&2; exit 3\n");
    check(script, r"failing --add` failed (exit status: 3): error: no \u{1b}[31mspace");
    check(nix.work(), "could not be started");
    // What it says and prints may be without an end.
    let script =
        nix.script("wordy", "head -c 50000000 /dev/zero >&2; echo >&2; echo 'error: last' >&2; exit 3\n");
    check(script, "error: last");
    check(nix.script("endless", "exec cat /dev/zero\n"), "endless` printed more than 256 MiB");
}

#[test]
fn states_that_share_a_directory_of_roots_leave_each_other_theirs() {
    let (here, there) = (NixStore::new(), NixStore::new());
    let roots = here.work().join("roots");
    // As with homes on two machines: both call their stores alike, and neither knows the other's collector.
    let path = bound(&here.store(), &roots, b"one");
    let first = fs::read_link(roots.join(path.base_name())).unwrap();
    let environment = vec![("NIX_STATE_DIR".into(), there.state().into())];
    let settings = here.settings();
    let environment = settings.environment.iter().cloned().chain(environment).collect();
    let other = Store::new(Settings { state_dir: Some(there.state()), environment, ..settings });
    bound(&other, &roots, b"one");
    assert!(first.is_symlink());
    for store in [&other, &here.store()] {
        store.sweep_roots(&roots, jiff::Timestamp::MAX).unwrap();
        assert!(first.is_symlink());
    }
    here.collect_garbage();
    assert!(Path::new(&path.to_string()).exists());

    // Bound anew, the name leads to this state's root, and the older one of this state may go.
    bound(&here.store(), &roots, b"one");
    let second = fs::read_link(roots.join(path.base_name())).unwrap();
    here.store().sweep_roots(&roots, jiff::Timestamp::MAX).unwrap();
    assert!(second.is_symlink() && !first.is_symlink());
}
