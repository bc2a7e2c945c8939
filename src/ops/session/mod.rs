mod ledger;
pub(super) mod place;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;

use ledger::not_remembered;

use super::certificates::Known;
use super::upstream::{self, Upstream};
use super::{Error, Notice, Progress, Signing, describe};
use crate::cache::activity::{self, Day};
use crate::cache::ledger::Served;
use crate::cache::{self, Cache, Glance, Ledger};
use crate::model::{Fingerprint, KeyId, Pair, Untrusted};
use crate::nix::Store;
use crate::openpgp::gnupg::{GnupgHome, Keyring, Prompting};

/// Everything that an operation needs to know of the user and the machine.
#[derive(Clone)]
pub struct Settings {
    /// The cache's directory.
    pub cache: PathBuf,
    /// Whether it was named, so that it must be there. Only the default one is made by the first signature.
    pub cache_is_named: bool,
    /// The directories of the caches of keys that have one of their own.
    pub caches: BTreeMap<Fingerprint, PathBuf>,
    /// What is read, in this order, where the cache lacks something.
    pub upstreams: Vec<UpstreamSettings>,
    /// Whether the cache keeps copies of what upstreams have.
    pub keep_upstream_copies: bool,
    /// The directory of the user's own ledger.
    pub ledger: PathBuf,
    /// The directory of the links that keep copies in the Nix store from being collected.
    pub roots: PathBuf,
    /// The user's GnuPG set-up.
    pub gnupg: GnupgHome,
    /// Files with certificates, beside the key ring.
    pub certificate_files: Vec<PathBuf>,
    /// The keys that have a name.
    pub keys: BTreeMap<String, KeySettings>,
    /// The Nix store.
    pub store: Store,
    /// Other Nix stores, each by a value that `NIX_REMOTE` takes.
    pub stores: Vec<String>,
    /// Whether Nix's substituters are asked for what others provide, before an evaluation has something signed.
    pub substitute: bool,
    /// Whether and where a person can be asked for a passphrase.
    pub prompting: Prompting,
    /// How long to wait for others who sign with the same key.
    pub patience: Duration,
    /// What others read who wait for this process.
    pub me: String,
    /// The time, which does not pass during an operation.
    pub now: Timestamp,
    /// How keys sign that don't sign with gpg-agent, or not as the others do.
    pub signers: BTreeMap<Fingerprint, Signing>,
}

/// A cache or a bundle that is read where the own cache lacks something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UpstreamSettings {
    /// Its directory.
    pub path: PathBuf,
    /// Whether signing goes on when it can't be read. Another first signature may be there.
    pub optional: bool,
}

/// A key with a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeySettings {
    /// The fingerprint of its certificate.
    pub fingerprint: Fingerprint,
}

/// A user at work: settings, and what was opened and learned on the way.
pub struct Session {
    settings: Settings,
    directory: OnceCell<PathBuf>,
    ledger: OnceCell<Option<Ledger>>,
    ledger_failed: Cell<bool>,
    cache: OnceCell<Cache>,
    expected: OnceCell<()>,
    in_place: OnceCell<Option<(u64, u64)>>,
    writable: OnceCell<Cache>,
    rehearsal: OnceCell<Cache>,
    keyring: OnceCell<Keyring>,
    known: RefCell<BTreeMap<KeyId, Option<Known>>>,
    upstreams: OnceCell<Vec<Upstream>>,
    alone: bool,
    traceless: Cell<bool>,
    looked_up: Cell<Day>,
    holding: Cell<bool>,
    held: RefCell<Vec<(Pair, Served)>>,
    // Closed after the others: see `Glance`.
    glance: OnceCell<Option<Glance>>,
}

impl Session {
    /// A session with these settings; opens nothing yet.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            directory: OnceCell::new(),
            ledger: OnceCell::new(),
            ledger_failed: Cell::new(false),
            cache: OnceCell::new(),
            expected: OnceCell::new(),
            in_place: OnceCell::new(),
            writable: OnceCell::new(),
            rehearsal: OnceCell::new(),
            keyring: OnceCell::new(),
            known: RefCell::default(),
            upstreams: OnceCell::new(),
            alone: false,
            traceless: Cell::new(false),
            looked_up: Cell::default(),
            holding: Cell::new(false),
            held: RefCell::default(),
            glance: OnceCell::new(),
        }
    }

    /// A session that is the only one of its process, now and later, as that of a command is.
    #[must_use]
    pub fn alone(settings: Settings) -> Self {
        Self { alone: true, ..Self::new(settings) }
    }

    /// The settings.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Makes no ledger where there is none: the home of a build must not come to be.
    pub fn leave_no_trace(&self) {
        self.traceless.set(true);
    }

    /// Sets the time: for who has one session for long. It does not pass during an operation.
    pub const fn set_now(&mut self, now: Timestamp) {
        self.settings.now = now;
    }

    /// Turns to the cache of a key, if it has one of its own.
    ///
    /// One cache is used in a session: this comes before anything is looked up, and the first key counts.
    pub fn turn_to(&self, key: &KeyId) {
        if let Some(directory) = self.settings.caches.get(key.fingerprint()) {
            self.directory.get_or_init(|| directory.clone());
        }
    }

    /// Turns to a cache, unless one is in use; returns the one that is.
    pub(super) fn turn_to_directory(&self, directory: &Path) -> &Path {
        self.directory.get_or_init(|| directory.to_owned())
    }

    /// Refuses a key whose signatures are in another cache than the one in use: there may be a first one there.
    pub(super) fn check_cache_of(&self, key: &KeyId) -> Result<(), Error> {
        match self.settings.caches.get(key.fingerprint()) {
            Some(cache) if cache != self.directory() => {
                Err(Error::OtherCache { key: *key, cache: cache.clone() })
            }
            _ => Ok(()),
        }
    }

    /// The cache's directory.
    #[must_use]
    pub fn directory(&self) -> &Path {
        self.directory.get_or_init(|| self.settings.cache.clone())
    }

    /// Whether the ledger or an upstream could not be read. They are not asked again in this session.
    pub(super) fn met_trouble(&self) -> bool {
        let upstreams = self.upstreams.get().into_iter().flatten();
        self.ledger_failed.get()
            || matches!(self.ledger.get(), Some(None))
            || upstreams.into_iter().any(Upstream::has_failed)
    }

    /// The cache for look-ups, if it can be read: for what another place may know as well.
    pub(super) fn readable_cache(&self) -> Option<&Cache> {
        self.cache_as_it_is().ok().flatten()
    }

    /// What is read where the cache lacks something. Opened when it is first needed.
    pub(super) fn upstreams(&self) -> &[Upstream] {
        self.upstreams.get_or_init(|| upstream::open_all(self))
    }

    /// How the signatures of a key are made.
    pub(super) fn signing(&self, key: &Fingerprint) -> Signing {
        self.settings.signers.get(key).cloned().unwrap_or_default()
    }

    /// The cache as it is, for hits that another place confirms: it may be another one than was used before.
    pub(super) fn cache_as_it_is(&self) -> Result<Option<&Cache>, Error> {
        if let Some(cache) = self.writable.get().or_else(|| self.cache.get()) {
            return Ok(Some(cache));
        }
        // One that is not there now may be made by another process.
        Ok(Cache::open(self.directory())?.map(|cache| self.cache.get_or_init(|| cache)))
    }

    /// The cache at a glance: what it says counts only where the ledger says the same. None once it was opened.
    pub(super) fn glance(&self) -> Option<&Glance> {
        if !self.alone || self.cache.get().is_some() || self.writable.get().is_some() {
            return None;
        }
        self.glance.get_or_init(|| Glance::open(self.directory())).as_ref()
    }

    /// The cache for writing: made or brought up to date where needed, its structure checked.
    ///
    /// # Errors
    /// As [`Session::cache`], and when it can't be written.
    pub(super) fn writable_cache(&self, progress: &dyn Progress) -> Result<&Cache, Error> {
        if let Some(cache) = self.writable.get() {
            return Ok(cache);
        }
        let cache = match self.cache()? {
            // It may have vanished since, and is not made anew then.
            Some(_) => Cache::open_writable(self.directory())?,
            None => Cache::open_or_create(self.directory())?,
        };
        self.check_id(self.known_place(self.directory()).ok().flatten(), &cache)?;
        if let Some(ledger) = self.ledger(progress) {
            // It is remembered before anything is stored.
            self.remember_place(ledger, &cache).unwrap_or_else(|error| not_remembered(&error, progress));
        }
        let mut begin = |rows| {
            let directory = self.directory().to_owned();
            progress.notice(Notice::BringingUpToDate { directory, rows });
        };
        cache.fill(&describe::signature, &mut begin, &mut |_| !progress.cancelled())?;
        Ok(self.writable.get_or_init(|| cache))
    }

    /// What a dry run would have stored until now. It is in nobody's way, and gone with the session.
    pub(super) fn rehearsal(&self) -> Result<&Cache, Error> {
        if let Some(cache) = self.rehearsal.get() {
            return Ok(cache);
        }
        let cache = Cache::temporary(self.directory())?;
        Ok(self.rehearsal.get_or_init(|| cache))
    }

    /// Writes what would be good to have in the cache; says whether it did, and why if it did not.
    pub(super) fn write(
        &self,
        progress: &dyn Progress,
        write: impl FnOnce(&Cache) -> Result<(), cache::Error>,
    ) -> bool {
        let written = self.writable_cache(progress).and_then(|cache| Ok(write(cache)?));
        written
            .inspect_err(|error| progress.notice(Notice::NotWritten(Untrusted::new(error.to_string()))))
            .is_ok()
    }

    /// The user's key ring. Only its configuration is read here.
    pub(super) fn keyring(&self) -> Result<&Keyring, Error> {
        if let Some(keyring) = self.keyring.get() {
            return Ok(keyring);
        }
        let keyring = Keyring::open(&self.settings.gnupg)?;
        Ok(self.keyring.get_or_init(|| keyring))
    }

    pub(super) const fn known(&self) -> &RefCell<BTreeMap<KeyId, Option<Known>>> {
        &self.known
    }

    /// Counts what somebody looked up: signatures that were there, and such that were not.
    pub(super) fn looked_up(&self, hits: usize, misses: usize) {
        let Day { hits: before, misses: missed } = self.looked_up.get();
        self.looked_up.set(Day { hits: before + hits as u64, misses: missed + misses as u64 });
    }

    /// Ends the session. What was looked up is noted for `stats`. What was only read is left to the system to close, which is spared the
    /// time of taking it apart; what was written is closed properly.
    pub fn end(self) {
        self.remember_place_at_end();
        // Only numbers for people: a directory that can't be written has none.
        let _ = activity::note(&self.settings.ledger, self.settings.now, self.looked_up.get());
        let written = self.cache.get().is_some_and(Cache::is_unsettled);
        if !written && self.writable.get().is_none() {
            std::mem::forget(self);
        }
    }

    /// The directory of the links that keep copies in stores; each store has its own there: see [`Session::stores`].
    #[must_use]
    pub fn roots(&self) -> &Path {
        &self.settings.roots
    }
}
