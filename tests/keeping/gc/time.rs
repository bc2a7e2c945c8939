//! Collections that end half-way: what is done is done, and the rest is as it was.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use signcache::files::Stop;
use signcache::model::Age;
use signcache::model::gc::{Guard, Policy};
use signcache::nix::{self, Store};
use signcache::openpgp::gnupg::Prompting;
use signcache::ops::gc::{self, Deadline, GcWish};
use signcache::ops::{Error, Notice, Progress, Session, Settings};

use super::with_entries;
use crate::support::user::{User, value};

/// More than go in two transactions.
const ENTRIES: i64 = 600;

/// Asks to stop when so many entries are done.
struct Patience(AtomicUsize);

impl Patience {
    fn for_entries(count: usize) -> Self {
        Self(AtomicUsize::new(count))
    }
}

impl Progress for Patience {
    fn notice(&self, notice: Notice) {
        unreachable!("{notice:?}");
    }
    fn did_entries(&self, count: u64) {
        let count = usize::try_from(count).unwrap();
        let _ = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| Some(left.saturating_sub(count)));
    }
    fn cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 0
    }
}

/// Somebody with many old entries.
fn hoarder() -> User {
    let (user, _) = with_entries(&["a"]);
    user.tamper(&format!(
        "WITH RECURSIVE number (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM number WHERE n < {ENTRIES})
         INSERT INTO entry (content, key, signature, size, signed, stored, used, origin, verdict)
         SELECT randomblob(32), key, signature, size, signed, stored, used, origin, verdict
         FROM number JOIN (SELECT * FROM entry LIMIT 1);
         UPDATE entry SET stored = 7, used = 7"
    ));
    user
}

#[allow(clippy::disallowed_methods, reason = "a test has no command line that would hand it down")]
fn session(user: &User) -> Session {
    Session::new(Settings {
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
        store: Store::new(nix::Settings::default()),
        stores: Vec::new(),
        prompting: Prompting::Never,
        patience: Duration::ZERO,
        me: "a test".into(),
        now: Timestamp::now(),
        signers: BTreeMap::new(),
    })
}

fn plan(session: &Session) -> gc::Plan {
    let old = Some(Age::from(Duration::from_secs(86_400)));
    let wish = GcWish {
        policy: Policy { older_than: old, ..Policy::default() },
        grace: Duration::ZERO.into(),
        allowed: BTreeSet::from([Guard::LastCopy, Guard::Live]),
        archived: false,
        shared: false,
        list_kept: false,
    };
    gc::plan(session, &wish, &Patience::for_entries(1)).unwrap()
}

fn count(user: &User, table: &str) -> i64 {
    value(&user.cache(), &format!("SELECT count(*) FROM {table}"))
}

/// A time that is over when somebody asks for the time again after so many times.
fn after(asked: usize) -> impl Fn() -> bool + Sync {
    let left = AtomicUsize::new(asked);
    move || left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err()
}

#[test]
fn when_the_time_is_over_the_rest_is_left_for_the_next_run() {
    let user = hoarder();
    let session = session(&user);
    let first = plan(&session);
    let is_over = after(1);
    let applied =
        gc::apply(&session, &first, Deadline::told(&is_over), &Patience::for_entries(9999)).unwrap();
    let went = i64::try_from(applied.deleted).unwrap();
    assert!(0 < went && went < ENTRIES, "{applied:?}");
    assert_eq!((applied.left, applied.changed), ((ENTRIES - went).unsigned_abs(), 0));
    assert_eq!((count(&user, "entry"), count(&user, "trash")), (ENTRIES - went, went));
    // What is gone already is nothing that the next run stumbles over.
    let never = Deadline::after(None);
    let applied = gc::apply(&session, &first, never, &Patience::for_entries(9999)).unwrap();
    assert_eq!((applied.changed, applied.left), (went.unsigned_abs(), 0));
    assert_eq!((count(&user, "entry"), count(&user, "trash")), (0, ENTRIES));
    // The trash is emptied in parts, too.
    let is_over = after(1);
    let keep = Duration::ZERO.into();
    let emptied =
        gc::empty_over(&session, keep, Deadline::told(&is_over), &Patience::for_entries(1)).unwrap();
    assert!(emptied.0 > 0 && emptied.1 > 0, "{emptied:?}");
    assert_eq!(count(&user, "trash").unsigned_abs(), emptied.1);
}

#[test]
fn who_stops_a_run_keeps_what_it_has_not_come_to() {
    let user = hoarder();
    let session = session(&user);
    let stopped = gc::apply(&session, &plan(&session), Deadline::after(None), &Patience::for_entries(1));
    assert!(matches!(stopped, Err(Error::Interrupted)), "{stopped:?}");
    let went = count(&user, "trash");
    assert!(0 < went && went < ENTRIES);
    assert_eq!(count(&user, "entry"), ENTRIES - went);
}

#[test]
fn an_archive_that_there_is_no_time_for_is_none() {
    let user = hoarder();
    let session = session(&user);
    let plan = plan(&session);
    let path = user.home.path().join("archive.tar.zst");
    let archive = |asked| {
        let is_over = after(asked);
        let deadline = Deadline::told(&is_over);
        gc::archive(&session, (&path, &Stop::default()), &plan.items, deadline, &Patience::for_entries(1))
    };
    let late = archive(300);
    assert!(matches!(late, Err(Error::OutOfTime { .. })), "{late:?}");
    assert!(!path.exists());
    archive(usize::MAX).unwrap();
    assert!(path.exists());
}
