//! What a person who looks around sees of keys and of copies in real Nix stores.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use signcache::model::query::Query;
use signcache::model::{Fingerprint, Verdict};
use signcache::nix::Store;
use signcache::openpgp::gnupg::Prompting;
use signcache::ops::browse::{BoundRow, Browser, KeyRow, Live};
use signcache::ops::{KeySettings, Notice, Progress, Settings};

use crate::support::gnupg::Reason;
use crate::support::nix_store::NixStore;
use crate::support::user::User;

struct Silent;

impl Progress for Silent {
    fn notice(&self, _: Notice) {}
    fn cancelled(&self) -> bool {
        false
    }
}

#[allow(clippy::disallowed_methods, reason = "keys and links have the times of the machine")]
fn settings(user: &User, store: Store) -> Settings {
    Settings {
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
        store,
        stores: Vec::new(),
        prompting: Prompting::Never,
        patience: Duration::ZERO,
        me: "a test".into(),
        now: Timestamp::try_from(SystemTime::now()).unwrap(),
        signers: BTreeMap::new(),
    }
}

fn query(text: &str) -> Query {
    text.parse().unwrap()
}

fn keys(browser: &mut Browser, text: &str) -> Vec<KeyRow> {
    browser.keys(&query(text), 10, &Silent).unwrap().0
}

#[test]
fn keys_say_whose_they_are_what_they_have_and_whether_they_can_sign() {
    let user = User::new();
    let make = |name: &str| user.gnupg.generate_as(name, "ed25519", "");
    let (mine, other, idle) = (make("Mine <me@x>"), make("Other <o@x>"), make("Idle <i@x>"));
    for (file, key) in [("a", mine), ("b", mine), ("c", other)] {
        user.write(file, file);
        user.sign(&key.to_string(), file);
    }
    // The certificate stays, and the secret key goes.
    let certificate = user.gnupg.export(&other);
    user.gnupg.delete(&other);
    user.gnupg.import(&certificate);
    let expire = user.gnupg.gpg().args(["--quick-set-expire", &idle.to_string(), "1y"]).output().unwrap();
    assert!(expire.status.success(), "{}", String::from_utf8_lossy(&expire.stderr));

    let mut settings = settings(&user, Store::new(signcache::nix::Settings::default()));
    settings.keys.insert("release".into(), KeySettings { fingerprint: idle });
    let mut browser = Browser::new(settings.clone());
    let rows = keys(&mut browser, "");
    let told = |row: &KeyRow| {
        let user_id = row.user_id.as_ref().unwrap().to_string();
        (*row.key.fingerprint(), user_id, row.entries, row.signs_here, row.usable)
    };
    let expected: [(Fingerprint, String, u64, Option<bool>, bool); 3] = [
        (mine, "Mine <me@x>".into(), 2, Some(true), true),
        (other, "Other <o@x>".into(), 1, Some(false), true),
        (idle, "Idle <i@x>".into(), 0, Some(true), true),
    ];
    assert_eq!(rows.iter().map(told).collect::<Vec<_>>(), expected);
    assert_eq!(rows[0].verdicts, [(Some(Verdict::Good), 2)]);
    assert!(rows[0].last_signed.is_some() && rows[2].last_signed.is_none());
    assert_eq!(rows[0].standing, None);
    assert!(rows[2].standing.as_ref().unwrap().raw().starts_with("expires 20"));

    let found = |rows: Vec<KeyRow>| rows.iter().map(|row| *row.key.fingerprint()).collect::<Vec<_>>();
    assert_eq!(found(keys(&mut browser, &format!("key:{other}"))), [other]);
    assert_eq!(found(keys(&mut browser, &format!("-key:{other} name:me@"))), [mine]);
    assert_eq!(found(keys(&mut browser, "name:RELEASE")), [idle]);
    let (first, more) = browser.keys(&Query::default(), 1, &Silent).unwrap();
    assert_eq!((found(first), more), (vec![mine], 2));

    // What becomes of a key shows while one looks.
    user.gnupg.revoke(&mine, Reason::Compromised);
    let revoked = &keys(&mut browser, "")[0];
    assert!(revoked.standing.as_ref().unwrap().raw().contains("revoked"));
    assert_eq!((revoked.usable, revoked.signs_here, revoked.entries), (false, Some(false), 2));

    // GnuPG that can't be asked is no error.
    settings.gnupg.gpg = "/nonexistent/gpg".into();
    let rows = keys(&mut Browser::new(settings), "");
    assert_eq!((rows[2].user_id.is_some(), rows[2].signs_here), (true, None));
}

#[test]
fn copies_say_whether_they_are_in_their_stores_still() {
    let (user, key) = User::with_key();
    let nix = NixStore::new();
    for file in ["first", "second"] {
        user.write(file, file);
        user.sign(&key, file);
    }
    let mut bind = user.signcache(["bind", "--all"]);
    let bound = bind.envs(nix.environment()).env("HOME", user.home.path()).output().unwrap();
    assert!(bound.status.success(), "{}", String::from_utf8_lossy(&bound.stderr));
    user.tamper(
        "UPDATE binding SET bound = bound - 9 WHERE entry = (SELECT id FROM entry WHERE label LIKE '%first')",
    );

    let mut browser = Browser::new(settings(&user, nix.store()));
    let mut rows = |text: &str, most| browser.bindings(&query(text), most, &Silent).unwrap();
    let told = |rows: &[BoundRow]| {
        let label = |row: &BoundRow| row.label.as_ref().unwrap().raw().rsplit('/').next().unwrap().to_owned();
        rows.iter().map(|row| (label(row), row.live)).collect::<Vec<_>>()
    };
    let (both, more) = rows("", 10);
    assert_eq!(more, 0);
    assert_eq!(told(&both), [("second".into(), Live::Rooted), ("first".into(), Live::Rooted)]);
    let (latest, more) = rows("", 1);
    assert_eq!((told(&latest), more), (vec![("second".into(), Live::Rooted)], 1));
    let first = both[1].pair.content.to_string();
    assert_eq!(told(&rows(&first, 10).0), [("first".into(), Live::Rooted)]);

    fs::remove_file(both[1].root.raw()).unwrap();
    assert_eq!(rows("", 10).0[1].live, Live::Unrooted);
    fs::remove_dir_all(user.state().join("roots")).unwrap();
    nix.collect_garbage();
    assert_eq!(rows("", 10).0[1].live, Live::Collected);
    // Another user's root is not looked at, wherever its path leads.
    user.tamper("UPDATE binding SET root = '/home/another' || root, path = '/etc/passwd'");
    assert_eq!(rows("", 10).0[1].live, Live::Elsewhere);
}
