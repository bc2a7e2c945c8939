//! Where entries are kept: a SQLite database that many may share, and the user's own ledger beside it.
//!
//! Nothing that is read from the cache is to be believed: whoever may write to
//! it can put anything there. What must hold is that *writing* never loses or
//! replaces an entry, and that a crash at any instant leaves whole entries.
//! The ledger is the opposite: small, private, trusted, and cheap to lose.

mod bindings;
mod certificates;
mod connection;
mod create;
mod entries;
mod error;
pub mod layout;
pub mod ledger;
mod lock;
mod quarantine;
mod row;
mod schema;
mod select;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

pub use bindings::Binding;
pub use error::Error;
pub use ledger::Ledger;
pub use lock::{Lock, LockHolder, Waiter};
pub use quarantine::Quarantined;
pub use schema::VERSION;

/// An open cache.
#[derive(Debug)]
pub struct Cache {
    directory: PathBuf,
    connection: Connection,
    writable: bool,
}

impl Cache {
    /// Opens a cache for look-ups: creates, migrates and checks nothing. None where there is no cache.
    ///
    /// # Errors
    /// When the cache is of a newer version, damaged, or can't be read.
    pub fn open(directory: &Path) -> Result<Option<Self>, Error> {
        if !layout::is_there(directory)? {
            return Ok(None);
        }
        let (connection, writable) = connection::open(&layout::database(directory)?)?;
        schema::check_readable(&connection, directory)?;
        Ok(Some(Self { directory: directory.to_owned(), connection, writable }))
    }

    /// Opens a cache for writing; creates it or brings it up to date where needed.
    ///
    /// # Errors
    /// As [`Cache::open`], and when it can't be written.
    pub fn open_or_create(directory: &Path) -> Result<Self, Error> {
        create::if_absent(directory)?;
        let cache = Self::open(directory)?.ok_or_else(|| Error::Vanished(directory.to_owned()))?;
        if !cache.writable {
            return Err(Error::ReadOnly(directory.to_owned()));
        }
        schema::migrate(&cache.connection, directory)?;
        schema::check_untouched(&cache.connection, directory)?;
        Ok(cache)
    }

    /// The directory that the cache is in.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Runs `work` in one transaction that has the write lock from its beginning.
    fn write<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        if !self.writable {
            return Err(Error::ReadOnly(self.directory.clone()));
        }
        // A transaction that begins by reading and then wants to write fails at once when another
        // one writes, whatever the busy timeout; so this one asks for the lock first.
        self.run(self.connection.execute_batch("BEGIN IMMEDIATE"))?;
        let result = work(&self.connection);
        let end = if result.is_ok() { "COMMIT" } else { "ROLLBACK" };
        let ended = self.run(self.connection.execute_batch(end));
        if ended.is_err() && !self.connection.is_autocommit() {
            self.run(self.connection.execute_batch("ROLLBACK"))?;
        }
        let value = result?;
        ended?;
        Ok(value)
    }

    fn run<T>(&self, result: rusqlite::Result<T>) -> Result<T, Error> {
        result.map_err(|source| Error::from_sqlite(source, &self.directory))
    }
}
