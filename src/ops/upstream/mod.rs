//! What others have: asked for what the own cache lacks, proven like everything else, and never written to.

mod bundle;
mod cache;
mod keep;
mod store;
mod take;
mod trouble;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::session::place::spellings;
use super::{Error, KnownStore, Notice, Progress, Session};
use crate::cache::Cache;
use crate::model::{KeyId, Pair, Untrusted};

pub(super) use keep::{Keep, keep};
pub(super) use take::{Taken, has, holds, take};
pub(super) use trouble::Trouble;

/// A place that is read when the own cache lacks something.
#[derive(Debug)]
pub(super) struct Upstream {
    path: PathBuf,
    /// Whether signing goes on when it can't be read.
    optional: bool,
    /// None where it can't be opened.
    source: Option<Source>,
    /// Why it can't be read, once it failed; it is not asked again then.
    failed: RefCell<Option<Trouble>>,
    /// Whether it was said that it is passed over.
    told: Cell<bool>,
    /// What it has and does not verify.
    rejected: RefCell<BTreeSet<Pair>>,
    /// The keys whose certificates were read.
    learned: RefCell<BTreeSet<KeyId>>,
}

/// What kind of place it is.
#[derive(Debug)]
enum Source {
    /// A cache, of somebody else's or shared.
    Cache(Cache),
    /// A bundle, such as one that is committed to git and checked out.
    Bundle(PathBuf),
    /// The Nix store, with what is provided there. It is never required.
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

/// Opens the upstreams of a session.
pub(super) fn open_all(session: &Session) -> Vec<Upstream> {
    let place = |metadata: Metadata| (metadata.dev(), metadata.ino());
    let own = session.directory().metadata().map(place).ok();
    let upstreams = session.settings().upstreams.iter();
    // The own cache by another name has nothing more to offer.
    let [own_path, _] = spellings(session.directory());
    let is_own = |path: &Path| match own {
        Some(own) => path.metadata().map(place).is_ok_and(|there| there == own),
        None => spellings(path)[0] == own_path,
    };
    let others = upstreams.filter(|one| !is_own(&one.path));
    // The Nix store comes last: what is there has no proof, and is there until it is collected.
    let store = session.store();
    let store = Upstream::new(PathBuf::from(store.store.dir()), true, Ok(Source::Store(Box::new(store))));
    others
        .map(|one| {
            let source = Source::open(&one.path).and_then(|source| source.expected(session, &one.path));
            Upstream::new(one.path.clone(), one.optional, source)
        })
        .chain([store])
        .collect()
}

impl Source {
    fn open(path: &Path) -> Result<Self, Trouble> {
        if path.metadata().is_ok_and(|there| !there.is_dir()) {
            let reason = Untrusted::new(
                "it is no directory; an upstream is the directory of a cache or of a bundle, and `signcache import` takes an archive",
            );
            return Err(Trouble { away: false, reason });
        }
        if bundle::is_one(path)? {
            return Ok(Self::Bundle(path.to_owned()));
        }
        cache::open(path).map(Self::Cache)
    }

    /// Refuses another cache than the one that was read there before: the first signatures may be in that one.
    fn expected(self, session: &Session, path: &Path) -> Result<Self, Trouble> {
        if let Self::Cache(cache) = &self
            && let Some(known) = session.known_place(path).ok().flatten().and_then(|known| known.id)
            && cache.id().map_err(|error| Trouble::of_cache(&error))? != Some(known)
        {
            return Err(Trouble::of_cache(&crate::cache::Error::Exchanged(path.to_owned())));
        }
        Ok(self)
    }
}

/// Whether no upstream is there that keeps what it has for good.
pub(super) fn none_lasts(session: &Session) -> bool {
    !session.upstreams().iter().any(Upstream::is_lasting)
}

/// Why an upstream can't be used, if it can't.
pub(super) fn check(session: &Session, path: &Path) -> Result<(), Trouble> {
    Source::open(path).and_then(|source| source.expected(session, path)).map(drop)
}

/// Says which required upstreams can't be read, before the first request for a signature.
pub(super) fn tell_unreadable(session: &Session, progress: &dyn Progress) {
    for upstream in session.upstreams().iter().filter(|upstream| !upstream.optional) {
        if let Some(Trouble { reason, .. }) = upstream.failed.borrow().clone() {
            progress.notice(Notice::UpstreamRequired { upstream: upstream.path.clone(), reason });
        }
    }
}

impl Upstream {
    fn new(path: PathBuf, optional: bool, source: Result<Source, Trouble>) -> Self {
        let (rejected, learned) = (RefCell::default(), RefCell::default());
        let (source, failed) =
            source.map_or_else(|trouble| (None, Some(trouble)), |source| (Some(source), None));
        Self {
            path,
            optional,
            source,
            failed: RefCell::new(failed),
            told: Cell::new(false),
            rejected,
            learned,
        }
    }

    /// Its cache, if it is one.
    pub(super) const fn cache(&self) -> Option<&Cache> {
        match &self.source {
            Some(Source::Cache(cache)) => Some(cache),
            _ => None,
        }
    }

    /// Whether it could not be read.
    pub(super) fn has_failed(&self) -> bool {
        self.failed.borrow().is_some()
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether what it has stays there until somebody wants it gone.
    const fn is_lasting(&self) -> bool {
        matches!(self.source, Some(Source::Cache(_) | Source::Bundle(_)))
    }

    /// Whether it is the Nix store, which is asked and not required.
    const fn is_store(&self) -> bool {
        matches!(self.source, Some(Source::Store(_)))
    }

    /// What it has for a pair, unless that was rejected before.
    ///
    /// # Errors
    /// When it is required and can't be read: it may have the first signature. One that is optional is passed over.
    fn offer(&self, pair: &Pair, progress: &dyn Progress) -> Result<Option<Offer>, Error> {
        if self.rejected.borrow().contains(pair) {
            return Ok(None);
        }
        if let Some(trouble) = self.failed.borrow().clone() {
            return self.unread(trouble, progress).map(|()| None);
        }
        let (offered, only_this) = match &self.source {
            None => return Ok(None),
            Some(Source::Cache(source)) => {
                let offered = cache::offer(source, pair);
                // A damaged row says nothing of the others.
                let only_this = matches!(&offered, Err(trouble) if !trouble.away);
                (offered, only_this)
            }
            Some(Source::Bundle(path)) => (bundle::offer(path, pair), path.is_dir()),
            Some(Source::Store(store)) => {
                return Ok(store::offer(store, pair).unwrap_or_else(|reason| {
                    self.reject(pair, reason, progress);
                    None
                }));
            }
        };
        offered.or_else(|trouble| {
            if only_this && self.optional {
                self.reject(pair, trouble.reason, progress);
                return Ok(None);
            }
            if !only_this {
                self.failed.replace(Some(trouble.clone()));
            }
            self.unread(trouble, progress).map(|()| None)
        })
    }

    /// What it means that it can't be read: an error, or a warning for one that is optional.
    fn unread(&self, trouble: Trouble, progress: &dyn Progress) -> Result<(), Error> {
        if !self.optional {
            let Trouble { away, reason } = trouble;
            return Err(Error::UpstreamUnreadable { upstream: self.path.clone(), reason, away });
        }
        self.tell_unusable(trouble.reason, progress);
        Ok(())
    }

    /// Says once that it is passed over.
    fn tell_unusable(&self, reason: Untrusted, progress: &dyn Progress) {
        if !self.told.replace(true) {
            progress.notice(Notice::UpstreamUnusable { upstream: self.path.clone(), reason });
        }
    }

    /// Its copy of a key's certificate, unless that was asked for before.
    pub(super) fn certificate(&self, key: &KeyId, progress: &dyn Progress) -> Option<Vec<u8>> {
        if self.failed.borrow().is_some() || !self.learned.borrow_mut().insert(*key) {
            return None;
        }
        let found = match self.source.as_ref()? {
            Source::Cache(source) => source.certificate(key).map_err(|error| Trouble::of_cache(&error)),
            Source::Bundle(path) => bundle::certificate(path, key),
            Source::Store(_) => Ok(None),
        };
        // What can't be read is no certificate; the signatures of its key may still be.
        found.unwrap_or_else(|trouble| {
            self.pass_over(trouble.reason, progress);
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
