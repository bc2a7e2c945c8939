//! Which cache is expected: the one that was named, or that this account has used there before.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::Session;
use crate::cache::ledger::UsedPlace;
use crate::cache::{self, Cache, Ledger};
use crate::ops::{Error, Progress};

/// The paths by which the ledger knows a directory: with all links resolved, as far as it is there, and as it was named.
///
/// A link may lead to a disk that is not mounted, and a directory has many names; so it is remembered by both, and
/// the first one counts where the ledger knows it.
pub(in crate::ops) fn spellings(directory: &Path) -> [PathBuf; 2] {
    let named = std::path::absolute(directory).unwrap_or_else(|_| directory.to_owned());
    // Without slashes that say nothing.
    let named: PathBuf = named.components().collect();
    let above = named.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    let resolved = above.and_then(|(above, real)| Some(real.join(named.strip_prefix(above).ok()?)));
    // Joining nothing leaves a slash.
    let resolved = resolved.map_or_else(|| named.clone(), |resolved| resolved.components().collect());
    [resolved, named]
}

impl Session {
    /// Remembers that this account uses the cache, unless the ledger knows.
    pub(in crate::ops) fn remember_place(&self, ledger: &Ledger, cache: &Cache) -> Result<(), cache::Error> {
        self.remember_cache_in(self.directory(), ledger, cache)
    }

    fn remember_cache_in(
        &self,
        directory: &Path,
        ledger: &Ledger,
        cache: &Cache,
    ) -> Result<(), cache::Error> {
        let id = cache.id()?;
        for spelling in spellings(directory) {
            let known = ledger.place(&spelling)?;
            // A cache that was brought up to date has an id from then on; another id than the one that is known is
            // refused elsewhere, until a person accepts it.
            if known.is_none_or(|known| known.id.is_none() && id.is_some()) {
                ledger.remember_place(&spelling, id)?;
            }
        }
        if self.is_default(directory) { ledger.forget_unknown_place() } else { Ok(()) }
    }

    /// Refuses to say which cache is expected where the ledger can't be written.
    ///
    /// # Errors
    /// When there is a ledger that can't be used or written.
    pub(in crate::ops) fn check_expectations_can_change(&self) -> Result<(), Error> {
        match Ledger::open(&self.settings.ledger) {
            Ok(ledger) => Ok(ledger.check_writable()?),
            // An account without a home has no ledger, and makes caches for others.
            Err(cache::Error::LedgerNotMade { .. } | cache::Error::Damaged(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Expects the cache that is in a directory now, whatever was there before; returns whether another one was.
    ///
    /// # Errors
    /// When the cache can't be read, or the ledger can't be written.
    pub(in crate::ops) fn expect_from_now_on(&self, directory: &Path) -> Result<bool, Error> {
        let Some(cache) = Cache::open_read_only(directory)? else { return Ok(false) };
        let Ok(ledger) = Ledger::open(&self.settings.ledger) else { return Ok(false) };
        let (id, mut another) = (cache.id()?, false);
        for spelling in spellings(directory) {
            let before = ledger.place(&spelling)?;
            another |= before.is_some_and(|before| before.id.is_some() && before.id != id);
            ledger.remember_place(&spelling, id)?;
        }
        if self.is_default(directory) {
            ledger.forget_unknown_place()?;
        }
        Ok(another)
    }

    /// Remembers that this account reads the cache in a directory as an upstream, unless the ledger knows.
    pub(in crate::ops) fn use_upstream(&self, directory: &Path, cache: &Cache, progress: &dyn Progress) {
        if let Some(ledger) = self.ledger(progress) {
            // A ledger that can't be written says so where something was served.
            let _ = self.remember_cache_in(directory, ledger, cache);
        }
    }

    /// Whether the cache in use was named, so that it must be there.
    fn is_named(&self) -> bool {
        self.settings.cache_is_named || self.directory() != self.settings.cache
    }

    /// Whether a directory is that of the default cache.
    fn is_default(&self, directory: &Path) -> bool {
        !self.settings.cache_is_named && directory == self.settings.cache
    }

    /// What the ledger knows of the cache in a directory.
    ///
    /// # Errors
    /// When there is a ledger that can't be read. One that is damaged or can't be made knows nothing.
    pub(in crate::ops) fn known_place(&self, directory: &Path) -> Result<Option<UsedPlace>, cache::Error> {
        let look = |ledger: &Ledger| -> Result<Option<UsedPlace>, cache::Error> {
            for spelling in spellings(directory) {
                if let Some(known) = ledger.place(&spelling)? {
                    return Ok(Some(known));
                }
            }
            let some_place = self.is_default(directory) && ledger.has_unknown_place()?;
            Ok(some_place.then_some(UsedPlace { id: None }))
        };
        let opened = match self.ledger.get() {
            Some(Some(ledger)) if !self.ledger_failed.get() => return look(ledger),
            // Reading makes no ledger.
            _ => Ledger::open_if_there(&self.settings.ledger),
        };
        match opened.and_then(|ledger| ledger.as_ref().map_or(Ok(None), look)) {
            Err(cache::Error::Damaged(_) | cache::Error::LedgerNotMade { .. }) => Ok(None),
            known => known,
        }
    }

    /// The cache for look-ups. None where there is none yet, and none is expected.
    ///
    /// # Errors
    /// When it can't be read, is not there although it was named or used before, or is another one; and where it
    /// is not there, when the ledger can't be read, which may know that it should be.
    pub(in crate::ops) fn cache(&self) -> Result<Option<&Cache>, Error> {
        if self.expected.get().is_some() {
            return self.cache_as_it_is();
        }
        // In this order: a process that makes a cache remembers it afterwards, so what is remembered now is there by now.
        let known = self.known_place(self.directory());
        let Some(cache) = self.cache_as_it_is()? else {
            let used = known?.is_some();
            if used || self.is_named() {
                let (directory, vacant) = (self.directory().to_owned(), self.directory().is_dir());
                return Err(cache::Error::Away { directory, vacant, used }.into());
            }
            return Ok(None);
        };
        self.check_id(known.ok().flatten(), cache)?;
        let _ = self.expected.set(());
        Ok(Some(cache))
    }

    /// Refuses another cache than the one that is known.
    pub(in crate::ops) fn check_id(&self, known: Option<UsedPlace>, cache: &Cache) -> Result<(), Error> {
        match known.and_then(|known| known.id) {
            Some(id) if cache.id()? != Some(id) => {
                Err(cache::Error::Exchanged(cache.directory().to_owned()).into())
            }
            _ => Ok(()),
        }
    }

    /// Whether the database is still the file that it was when this was asked for the first time: a session that lasts
    /// must not go on with what is no longer in its place.
    pub(in crate::ops) fn is_in_place(&self) -> bool {
        let file = fs::metadata(self.directory().join("cache.sqlite"));
        let now = file.ok().map(|file| (file.dev(), file.ino()));
        *self.in_place.get_or_init(|| now) == now
    }

    /// Remembers at the end of a session which cache was used, if it was looked at and there is a ledger.
    pub(in crate::ops) fn remember_place_at_end(&self) {
        if self.expected.get().is_some()
            && let (Some(Some(ledger)), Ok(Some(cache))) = (self.ledger.get(), self.cache_as_it_is())
        {
            // What it was asked for is done.
            let _ = self.remember_place(ledger, cache);
        }
    }
}
