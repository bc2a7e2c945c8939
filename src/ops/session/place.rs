//! Which cache is expected: the one that somebody named, or that this account has used there before.

use std::path::{Path, PathBuf};

use super::Session;
use crate::cache::ledger::UsedPlace;
use crate::cache::{self, Cache, Ledger};
use crate::ops::{Error, Progress};

/// A cache's directory as the ledger knows it. It may not be there, so links in it are not resolved.
fn place(directory: &Path) -> PathBuf {
    std::path::absolute(directory).unwrap_or_else(|_| directory.to_owned())
}

impl Session {
    /// Remembers that this account uses the cache, unless the ledger knows.
    pub(in crate::ops) fn remember_place(&self, ledger: &Ledger, cache: &Cache) -> Result<(), cache::Error> {
        let (place, id) = (self.place(), cache.id()?);
        let known = ledger.place(&place)?;
        // A cache that was brought up to date has an id from then on; another id than the one that is known is refused
        // elsewhere, until a person accepts it.
        if known.is_none_or(|known| known.id.is_none() && id.is_some()) {
            ledger.remember_place(&place, id)?;
        }
        Ok(())
    }

    /// Expects the cache that is in a directory now, whatever was there before; returns whether another one was.
    ///
    /// # Errors
    /// When the cache can't be read, or a ledger that is there can't be used.
    pub(in crate::ops) fn expect_from_now_on(&self, directory: &Path) -> Result<bool, Error> {
        let Some(cache) = Cache::open_read_only(directory)? else { return Ok(false) };
        match Ledger::open(&self.settings.ledger) {
            Ok(ledger) => {
                let (before, id) = (ledger.place(&place(directory))?, cache.id()?);
                ledger.remember_place(&place(directory), id)?;
                Ok(before.is_some_and(|before| before.id.is_some() && before.id != id))
            }
            // An account without a home has no ledger, and makes caches for others.
            Err(cache::Error::LedgerNotMade { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    pub(in crate::ops) fn place(&self) -> PathBuf {
        place(self.directory())
    }

    /// Remembers that this account reads the cache in a directory as an upstream, unless the ledger knows.
    pub(in crate::ops) fn use_upstream(&self, directory: &Path, cache: &Cache, progress: &dyn Progress) {
        let (Some(ledger), Ok(Some(id))) = (self.ledger(progress), cache.id()) else { return };
        if matches!(ledger.place(&place(directory)), Ok(None)) {
            // A ledger that can't be written remembers nothing.
            let _ = ledger.remember_place(&place(directory), Some(id));
        }
    }

    /// Whether somebody named the cache in use, so that it must be there.
    pub(in crate::ops) fn is_named(&self) -> bool {
        self.settings.cache_is_named || self.directory() != self.settings.cache
    }

    /// What the ledger knows of the cache in a directory; nothing where it can't be read, which stops signing by itself.
    pub(in crate::ops) fn known_place(&self, directory: &Path) -> Option<UsedPlace> {
        let look = |ledger: &Ledger| ledger.place(&place(directory)).ok().flatten();
        match self.ledger.get() {
            Some(ledger) => ledger.as_ref().filter(|_| !self.ledger_failed.get()).and_then(look),
            // Reading makes no ledger.
            None => Ledger::open_if_there(&self.settings.ledger).ok().flatten().as_ref().and_then(look),
        }
    }

    /// Refuses a cache that is not the one that this account has used, and that there is none where one should be.
    pub(in crate::ops) fn check_expected(
        &self,
        known: Option<UsedPlace>,
        cache: Option<&Cache>,
    ) -> Result<(), Error> {
        let directory = || self.directory().to_owned();
        let used = known.is_some();
        match (cache, known.and_then(|known| known.id)) {
            (None, _) if used || self.is_named() => {
                let (directory, vacant) = (directory(), self.directory().is_dir());
                Err(cache::Error::Away { directory, vacant, used }.into())
            }
            (Some(cache), Some(id)) if cache.id()? != Some(id) => {
                Err(cache::Error::Exchanged(directory()).into())
            }
            _ => Ok(()),
        }
    }

    /// The cache for look-ups. None where there is none yet, and none is expected.
    ///
    /// # Errors
    /// When it can't be read, is not there although somebody named it or used it before, or is another one.
    pub(in crate::ops) fn cache(&self) -> Result<Option<&Cache>, Error> {
        if self.expected.get().is_some() {
            return self.cache_as_it_is();
        }
        // In this order: whoever makes a cache remembers it afterwards, so what is remembered now is there by now.
        let known = self.known_place(self.directory());
        let cache = self.cache_as_it_is()?;
        self.check_expected(known, cache)?;
        if cache.is_some() {
            let _ = self.expected.set(());
        }
        Ok(cache)
    }
}
