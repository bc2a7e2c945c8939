//! What the state is made of where there is no world.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;

use crate::cache::RowId;
use crate::model::gc::Policy;
use crate::model::{Entry, Fingerprint, Origin, Pair, Preferences, Untrusted, Verdict};
use crate::nix::{self, Store};
use crate::openpgp::gnupg::{GnupgHome, Prompting};
use crate::ops::{Interactive, Keeping, KeySettings, Settings};
use crate::tui::state::State;
use crate::tui::state::rows::EntryRow;

const FINGERPRINT: &str = "F0169A31A261CDFB8D9D4123C4E63854BF6856FC";

/// When all this happens.
pub fn now() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

/// The number of a row.
pub fn row_id(number: i64) -> RowId {
    number
}

/// What the application begins with, and what a person prefers.
pub fn interactive(preferences: Preferences) -> Interactive {
    let fingerprint: Fingerprint = FINGERPRINT.parse().unwrap();
    let settings = Settings {
        cache_is_named: false,
        cache: PathBuf::from("/home/ada/.local/share/signcache"),
        caches: [].into(),
        upstreams: Vec::new(),
        keep_upstream_copies: false,
        substitute: false,
        ledger: PathBuf::from("/nowhere"),
        roots: PathBuf::from("/nowhere/roots"),
        gnupg: GnupgHome::new("/nowhere/gnupg", true),
        certificate_files: Vec::new(),
        keys: [("release".to_owned(), KeySettings { fingerprint })].into(),
        store: Store::new(nix::Settings::default()),
        stores: Vec::new(),
        prompting: Prompting::Never,
        patience: Duration::ZERO,
        me: String::new(),
        now: now(),
        signers: [].into(),
    };
    Interactive {
        settings,
        gc: Keeping {
            policy: Policy::default(),
            grace: Duration::from_secs(7 * 86_400).into(),
            keep_trash: Duration::from_secs(30 * 86_400).into(),
        },
        preferences,
        offline: false,
        query: String::new(),
        print: false,
        clock: now,
        directory: Path::new("/home/ada").to_owned(),
        password: |_, _| None,
        explain: |error| (error.to_string(), Vec::new()),
    }
}

/// The first state on a screen of this size.
pub fn state(size: (u16, u16)) -> State {
    State::new(&interactive(Preferences::default()), size).unwrap()
}

/// An entry for each label, one a day, the latest first.
pub fn entries(labels: &[&str]) -> Vec<EntryRow> {
    let entry = |(number, label): (usize, &&str)| {
        let at = now() - jiff::SignedDuration::from_hours(24 * i64::try_from(number).unwrap() + 3);
        let verdicts = [Some(Verdict::Good), Some(Verdict::Bad), Some(Verdict::Expired), None];
        let digest = format!("{number:02x}").repeat(32);
        let entry = Entry {
            pair: Pair {
                content: digest.parse().unwrap(),
                key: format!("openpgp:{FINGERPRINT}").parse().unwrap(),
            },
            signature: vec![0; 119],
            proof: None,
            size: 1 << (4 * number),
            signed: at,
            stored: at,
            used: at,
            origin: Some(Origin::Signed),
            label: Some(Untrusted::new(*label)),
            verdict: verdicts[number % 4],
            judged: Some(at),
            pinned: number == 2,
        };
        EntryRow { entry, bound: number == 1 }
    };
    labels.iter().enumerate().map(entry).collect()
}
