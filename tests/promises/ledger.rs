use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use signcache::openpgp::gnupg::Prompting;
use signcache::ops::{self, Notice, Progress, Session, Settings};

use crate::support::nix_store::NixStore;
use crate::support::user::User;

#[test]
fn without_a_ledger_everything_is_proven_anew() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    let first = user.sign(&key, "content");
    fs::set_permissions(user.state(), fs::Permissions::from_mode(0o777)).unwrap();
    let ended = user.run(["get", "-k", &key, "-o", "-", "content"]);
    ended.says(0, "others may write");
    assert_eq!(ended.stdout, first);
}

/// Counts what is read.
#[derive(Default)]
struct Reads(AtomicU64);

impl Progress for Reads {
    fn read_bytes(&self, bytes: u64) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }
    fn notice(&self, notice: Notice) {
        unreachable!("{notice:?}");
    }
    fn cancelled(&self) -> bool {
        false
    }
}

#[test]
fn a_file_in_the_store_is_read_once_and_again_when_it_changed() {
    let (user, nix) = (User::new(), NixStore::new());
    let in_store = nix.write("../store/image/disk.img", vec![7; 3 << 20]);
    let outside = nix.write("disk.img", vec![7; 3 << 20]);
    let read = |path: &Path| {
        let settings = Settings {
            cache_is_named: false,
            cache: user.cache(),
            caches: BTreeMap::new(),
            upstreams: Vec::new(),
            keep_upstream_copies: true,
            substitute: false,
            ledger: user.state(),
            roots: user.state().join("roots"),
            gnupg: user.gnupg.home(),
            certificate_files: Vec::new(),
            keys: BTreeMap::new(),
            store: nix.store(),
            stores: Vec::new(),
            prompting: Prompting::Never,
            patience: Duration::ZERO,
            me: "a test".into(),
            now: Timestamp::UNIX_EPOCH,
            signers: BTreeMap::new(),
        };
        let reads = Reads::default();
        let content = ops::hash_one(&Session::new(settings), path, &reads).unwrap();
        (content.digest, content.proof, reads.0.into_inner())
    };
    let (digest, proof, bytes) = read(&in_store);
    assert_eq!(bytes, 3 << 20);
    assert_eq!(read(&in_store), (digest, proof.clone(), 0));
    for _ in 0..2 {
        assert_eq!(read(&outside), (digest, proof.clone(), 3 << 20));
    }
    // A link to it is the same file; and a file that was replaced is another one.
    let link = user.files().join("link");
    std::os::unix::fs::symlink(&in_store, &link).unwrap();
    assert_eq!(read(&link).2, 0);
    let other = nix.write("../store/image/other", vec![8; 3 << 20]);
    fs::rename(other, &in_store).unwrap();
    let (changed, _, bytes) = read(&in_store);
    assert!(changed != digest && bytes == 3 << 20);
}

#[test]
fn a_hit_is_remembered_until_the_certificate_changes() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    let first = user.sign(&key, "content");
    let verified_under = || {
        let ledger = rusqlite::Connection::open(user.state().join("ledger.sqlite")).unwrap();
        ledger.query_row("SELECT state FROM served", (), |row| row.get::<_, Vec<u8>>(0)).unwrap()
    };
    let before = verified_under();
    user.sign(&key, "content");
    assert_eq!(verified_under(), before);
    user.gnupg.add_signing_subkey(&key.parse().unwrap(), "ed25519");
    assert_eq!(user.sign(&key, "content"), first);
    assert_ne!(verified_under(), before);
}
