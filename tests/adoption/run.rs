//! Adopting by way of the library.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use signcache::model::ContentDigest;
use signcache::nix::{self, Store};
use signcache::openpgp::Refusal;
use signcache::openpgp::gnupg::Prompting;
use signcache::ops::{
    self, Adopted, Adoption, Candidate, Content, Error, Notice, Outcome, Progress, Session, Settings,
};

use crate::support::user::User;

/// Notes what is read, and asks to stop after so many questions.
pub struct Watcher {
    pub expected: AtomicU64,
    pub read: AtomicU64,
    questions: AtomicUsize,
    patience: usize,
}

impl Watcher {
    pub fn new(patience: usize) -> Self {
        let (expected, read) = (AtomicU64::new(0), AtomicU64::new(0));
        Self { expected, read, questions: AtomicUsize::new(0), patience }
    }
}

impl Progress for Watcher {
    fn expect_bytes(&self, bytes: u64) {
        self.expected.fetch_add(bytes, Ordering::Relaxed);
    }
    fn read_bytes(&self, bytes: u64) {
        self.read.fetch_add(bytes, Ordering::Relaxed);
    }
    fn notice(&self, notice: Notice) {
        unreachable!("{notice:?}");
    }
    fn cancelled(&self) -> bool {
        self.questions.fetch_add(1, Ordering::Relaxed) >= self.patience
    }
}

/// The time, as the command line reads it.
#[allow(clippy::disallowed_methods, reason = "a test has no command line that would hand it down")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// A session of a user's at a time.
pub fn session(user: &User, now: Timestamp) -> Session {
    session_with(user, now, &[])
}

/// The same with files of certificates.
pub fn session_with(user: &User, now: Timestamp, certificates: &[PathBuf]) -> Session {
    Session::new(Settings {
        cache_is_named: false,
        cache: user.cache(),
        ledger: user.state(),
        roots: user.state().join("roots"),
        gnupg: user.gnupg.home(),
        certificate_files: certificates.to_vec(),
        keys: BTreeMap::new(),
        store: Store::new(nix::Settings::default()),
        stores: Vec::new(),
        prompting: Prompting::Never,
        patience: Duration::ZERO,
        me: "a test".into(),
        now,
        signers: BTreeMap::new(),
        caches: BTreeMap::new(),
        upstreams: Vec::new(),
        keep_upstream_copies: true,
        substitute: false,
    })
}

/// What adopting a tree gives, and how many times something was emitted.
pub struct Run {
    pub found: Vec<Adopted>,
    pub batches: usize,
    pub read: u64,
}

/// Adopts what is in a tree.
pub fn adopt(user: &User, tree: &Path, certificates: &[PathBuf]) -> Run {
    adopt_with(&session_with(user, now(), certificates), tree, &|_| None)
}

pub fn adopt_with(
    session: &Session,
    tree: &Path,
    contents: &dyn Fn(&ContentDigest) -> Option<Content>,
) -> Run {
    let watcher = Watcher::new(usize::MAX);
    let (mut found, mut batches) = (Vec::new(), 0);
    let mut emit = |batch: Vec<Adopted>| -> Result<(), Error> {
        batches += 1;
        found.extend(batch);
        Ok(())
    };
    ops::adopt(session, &Adoption { tree, contents }, &mut emit, &watcher).unwrap();
    let read = watcher.read.into_inner();
    assert!(watcher.expected.into_inner() >= read);
    Run { found, batches, read }
}

impl Run {
    /// What became of each, in a line, with places relative to the tree.
    pub fn lines(&self, tree: &Path) -> Vec<String> {
        self.found.iter().map(|adopted| line(adopted, tree)).collect()
    }

    pub fn candidates(&self) -> Vec<Candidate> {
        let candidate = |adopted: &Adopted| match adopted {
            Adopted::Candidate(candidate) => Some((**candidate).clone()),
            _ => None,
        };
        self.found.iter().filter_map(candidate).collect()
    }
}

fn line(adopted: &Adopted, tree: &Path) -> String {
    let relative = |place: &signcache::model::Untrusted| {
        Path::new(place.raw()).strip_prefix(tree).unwrap().display().to_string()
    };
    match adopted {
        Adopted::Candidate(candidate) => {
            format!("{}: {}", relative(&candidate.place), word(&candidate.outcome))
        }
        Adopted::UnknownKey { place, issuers } => {
            format!("{}: unknown-key {}", relative(place), issuers.join(" "))
        }
        Adopted::NotASignature { place, reason } => format!("{}: {reason}", relative(place)),
        Adopted::Skipped { place, reason } => format!("{}: skipped, {reason}", relative(place)),
    }
}

/// Whether a signature is one to store.
pub fn is_proven(candidate: &Candidate) -> bool {
    matches!(candidate.outcome, Outcome::Proven(_))
}

/// The word for an outcome, as the corpus has them.
pub fn word(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Proven(proven) => proven.verdict.to_string(),
        Outcome::Refused(_, Refusal::Compromised) => "compromised".into(),
        Outcome::Refused(_, Refusal::NotValidWhenMade) => "untimely".into(),
        Outcome::Bad(_) => "bad".into(),
        Outcome::Unproven(_) => "unproven".into(),
        Outcome::UnknownSigner(_) => "unknown-key".into(),
        Outcome::Unsupported(_) => "unsupported".into(),
    }
}
