//! The user's ledger in a session: opened when it is first needed, and written together.

use super::Session;
use crate::cache::ledger::Served;
use crate::cache::{self, Ledger};
use crate::model::{Pair, Untrusted};
use crate::ops::{Error, Notice, Progress};

impl Session {
    /// The ledger, if it can be used; says once why it can't.
    pub(in crate::ops) fn ledger(&self, progress: &dyn Progress) -> Option<&Ledger> {
        self.ledger
            .get_or_init(|| {
                let tell = |error: &cache::Error| {
                    progress.notice(Notice::NoLedger(Untrusted::new(error.to_string())));
                };
                self.open_ledger(progress).inspect_err(tell).ok().flatten()
            })
            .as_ref()
            .filter(|_| !self.ledger_failed.get())
    }

    /// Opens the ledger; puts one that is damaged aside, says so, and begins a new one.
    fn open_ledger(&self, progress: &dyn Progress) -> Result<Option<Ledger>, cache::Error> {
        let directory = &self.settings.ledger;
        let open = || match self.traceless.get() {
            true => Ledger::open_if_there(directory),
            false => Ledger::open(directory).map(Some),
        };
        match open() {
            Err(cache::Error::Damaged(_)) if !self.traceless.get() => {
                self.put_ledger_aside(progress)?;
                open()
            }
            opened => opened,
        }
    }

    fn put_ledger_aside(&self, progress: &dyn Progress) -> Result<(), cache::Error> {
        if let Some(aside) = Ledger::put_aside(&self.settings.ledger)? {
            progress.notice(Notice::LedgerPutAside(aside));
        }
        Ok(())
    }

    /// What the ledger remembers. A hit goes on without it where it can't be read; nothing is signed then:
    /// see [`Session::require_ledger`].
    pub(in crate::ops) fn remembered<T>(
        &self,
        progress: &dyn Progress,
        read: impl FnOnce(&Ledger) -> Result<Option<T>, cache::Error>,
    ) -> Option<T> {
        read(self.ledger(progress)?).unwrap_or_else(|error| {
            self.ledger_failed.set(true);
            match error {
                // The next process begins a new one; where it can't be put aside, that one says so again.
                cache::Error::Damaged(_) => drop(self.put_ledger_aside(progress)),
                error => progress.notice(Notice::NoLedger(Untrusted::new(error.to_string()))),
            }
            None
        })
    }

    /// Refuses to go on where there is a ledger that can't be read: it may know the first signature. A ledger that can't
    /// be made, or that was damaged and put aside, is no reason.
    ///
    /// # Errors
    /// With what is wrong with the ledger.
    pub(in crate::ops) fn require_ledger(&self, pair: &Pair) -> Result<(), Error> {
        let failed = self.ledger_failed.get() || matches!(self.ledger.get(), Some(None));
        if !failed {
            return Ok(());
        }
        let looked = match Ledger::open_if_there(&self.settings.ledger) {
            // It could not be read before, and can now: what was asked of it is asked again.
            Ok(Some(ledger)) => match ledger.served(pair) {
                Ok(Some(_)) => {
                    let (directory, what) = (self.settings.ledger.clone(), "your ledger".to_owned());
                    Err(cache::Error::Busy { directory, what })
                }
                served => served.map(drop),
            },
            Ok(None) => Ok(()),
            Err(error) => Err(error),
        };
        match looked {
            Err(cache::Error::Damaged(_) | cache::Error::LedgerNotMade { .. }) | Ok(()) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// From now on what was served is remembered together, by [`Session::remember_held`]: each time waits for the disk.
    pub(in crate::ops) fn hold_served(&self) {
        self.holding.set(true);
    }

    /// Remembers what is served for a pair, at once or together with what else was held back.
    pub(in crate::ops) fn remember_served(&self, pair: Pair, served: Served, progress: &dyn Progress) {
        self.held.borrow_mut().push((pair, served));
        if !self.holding.get() {
            self.remember_held(progress);
        }
    }

    /// Remembers what was held back. It is on the disk when this returns, if the ledger can be written.
    pub(in crate::ops) fn remember_held(&self, progress: &dyn Progress) {
        self.holding.set(false);
        let held = self.held.take();
        if let (Some(ledger), false) = (self.ledger(progress), held.is_empty()) {
            let remembered = ledger.together(|ledger| {
                if let Ok(Some(cache)) = self.cache_as_it_is() {
                    self.remember_place(ledger, cache)?;
                }
                held.iter().try_for_each(|(pair, served)| ledger.remember_served(pair, served))
            });
            remembered.unwrap_or_else(|error| not_remembered(&error, progress));
        }
    }
}

/// Says that the ledger can't be written: it will not notice another signature, nor that a cache is away.
pub(super) fn not_remembered(error: &cache::Error, progress: &dyn Progress) {
    progress.notice(Notice::NotRemembered(Untrusted::new(error.to_string())));
}
