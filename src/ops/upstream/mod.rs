//! What others have: asked for what the own cache lacks, proven like everything else, and never written to.

mod bundle;
mod cache;
mod keep;
mod store;
mod take;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::error::Error as StdError;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::{KnownStore, Notice, Progress, Session};
use crate::cache::Cache;
use crate::model::{KeyId, Pair, Untrusted};

pub(super) use keep::{Keep, keep};
pub(super) use take::{Taken, has, holds, take};

/// A directory that is read when the own cache lacks something.
#[derive(Debug)]
pub(super) struct Upstream {
    path: PathBuf,
    source: Source,
    /// Whether it failed once; it is not asked again then.
    failed: Cell<bool>,
    /// What it has and must not be used.
    rejected: RefCell<BTreeSet<Pair>>,
    /// The keys whose certificates were read.
    learned: RefCell<BTreeSet<KeyId>>,
}

/// What kind of directory it is.
#[derive(Debug)]
enum Source {
    /// A cache, of somebody else's or shared.
    Cache(Cache),
    /// A bundle, such as one that is committed to git and checked out.
    Bundle(PathBuf),
    /// The Nix store, with what is provided there.
    Store(Box<KnownStore>),
}

/// What an upstream has for a pair. Nothing of it is believed.
#[derive(Debug)]
pub(super) struct Offer {
    /// The signature, in whatever form.
    signature: Vec<u8>,
    /// The proof that came with it, and the content's length that belongs to it.
    proof: Option<(Vec<u8>, u64)>,
    /// What people there call the content.
    label: Option<Untrusted>,
}

/// Opens the upstreams of a session; says which can't be used.
pub(super) fn open_all(session: &Session, progress: &dyn Progress) -> Vec<Upstream> {
    let place = |metadata: Metadata| (metadata.dev(), metadata.ino());
    let own = session.directory().metadata().map(place).ok();
    let paths = session.settings().upstreams.iter();
    // The own cache by another name has nothing more to offer.
    let others = paths.filter(|path| own.is_none() || path.metadata().map(place).ok() != own);
    // The Nix store comes last: what is there has no proof, and is there until it is collected.
    let store = session.store();
    let store = Upstream::new(PathBuf::from(store.store.dir()), Source::Store(Box::new(store)));
    others
        .filter_map(|path| match Source::open(path) {
            Ok(source) => Some(Upstream::new(path.clone(), source)),
            Err(reason) => {
                progress.notice(Notice::UpstreamUnusable { upstream: path.clone(), reason });
                None
            }
        })
        .chain([store])
        .collect()
}

impl Source {
    fn open(path: &Path) -> Result<Self, Untrusted> {
        if bundle::is_one(path)? {
            return Ok(Self::Bundle(path.to_owned()));
        }
        cache::open(path).map(Self::Cache)
    }
}

/// Whether no upstream is there that keeps what it has for good.
pub(super) fn none_lasts(session: &Session, progress: &dyn Progress) -> bool {
    !session.upstreams(progress).iter().any(Upstream::is_lasting)
}

/// Why an upstream can't be used, if it can't.
pub(super) fn check(path: &Path) -> Result<(), Untrusted> {
    Source::open(path).map(drop)
}

impl Upstream {
    fn new(path: PathBuf, source: Source) -> Self {
        let (rejected, learned) = (RefCell::default(), RefCell::default());
        Self { path, source, failed: Cell::new(false), rejected, learned }
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether what it has stays there until somebody wants it gone.
    const fn is_lasting(&self) -> bool {
        !matches!(self.source, Source::Store(_))
    }

    /// What it has for a pair, unless that was rejected before.
    fn offer(&self, pair: &Pair, progress: &dyn Progress) -> Option<Offer> {
        if self.rejected.borrow().contains(pair) {
            return None;
        }
        self.ask(progress, || match &self.source {
            Source::Cache(source) => cache::offer(source, pair),
            // Their other files may be as they should be.
            Source::Store(store) => Ok(self.unless_rejected(store::offer(store, pair), pair, progress)),
            Source::Bundle(path) => Ok(self.unless_rejected(bundle::offer(path, pair), pair, progress)),
        })
    }

    fn unless_rejected(
        &self,
        offer: Result<Option<Offer>, Untrusted>,
        pair: &Pair,
        progress: &dyn Progress,
    ) -> Option<Offer> {
        offer.unwrap_or_else(|reason| {
            self.reject(pair, reason, progress);
            None
        })
    }

    /// Its copy of a key's certificate, unless that was asked for before.
    pub(super) fn certificate(&self, key: &KeyId, progress: &dyn Progress) -> Option<Vec<u8>> {
        if !self.learned.borrow_mut().insert(*key) {
            return None;
        }
        self.ask(progress, || match &self.source {
            Source::Cache(source) => source.certificate(key).map_err(|error| reason(&error)),
            Source::Bundle(path) => bundle::certificate(path, key),
            Source::Store(_) => Ok(None),
        })
    }

    /// Asks something. Who fails to answer is not asked again.
    fn ask<T>(
        &self,
        progress: &dyn Progress,
        question: impl FnOnce() -> Result<Option<T>, Untrusted>,
    ) -> Option<T> {
        if self.failed.get() {
            return None;
        }
        question().unwrap_or_else(|reason| {
            self.failed.set(true);
            progress.notice(Notice::UpstreamUnusable { upstream: self.path.clone(), reason });
            None
        })
    }

    /// Passes what it has for a pair over from now on, and says why.
    fn reject(&self, pair: &Pair, reason: Untrusted, progress: &dyn Progress) {
        self.rejected.borrow_mut().insert(*pair);
        self.pass_over(reason, progress);
    }

    /// Says why something that it has is of no use now.
    fn pass_over(&self, reason: Untrusted, progress: &dyn Progress) {
        progress.notice(Notice::UpstreamRejected { upstream: self.path.clone(), reason });
    }
}

/// An error with all its causes, as one text.
fn reason(error: &dyn StdError) -> Untrusted {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        text = format!("{text}: {source}");
        cause = source.source();
    }
    Untrusted::new(text)
}
