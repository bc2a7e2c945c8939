//! Where entries are kept: a SQLite database that many may share, and the user's own ledger beside it.
//!
//! Nothing that is read from the cache is to be believed: whoever may write to
//! it can put anything there. What must hold is that *writing* never loses or
//! replaces an entry, and that a crash at any instant leaves whole entries.
//! The ledger is the opposite: small, private, trusted, and cheap to lose.

mod access;
pub mod activity;
mod bindings;
mod bound;
mod browse;
mod certificates;
mod check;
mod condition;
mod connection;
mod create;
mod edit;
mod entries;
mod error;
mod file_system;
mod fill;
mod glance;
mod identity;
mod init;
mod judge;
pub mod layout;
pub mod ledger;
mod lock;
mod overview;
mod permissions;
mod quarantine;
mod room;
mod row;
mod schema;
mod select;
mod succession;
mod survey;
mod sweep;
mod trash;
mod wanted;

use std::cell::{Cell, OnceCell};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use access::Access;
use layout::Place;
use rusqlite::Connection;

pub use bindings::{Binding, BoundEntry};
pub use browse::{Interrupter, RowId};
pub use check::Flaw;
pub use condition::{Condition, Marker};
pub use edit::{Edit, Selection};
pub use error::Error;
pub use fill::Described;
pub use glance::{Glance, Glimpse};
pub use identity::{CacheId, InvalidCacheId};
pub use init::{Initialised, Sharing};
pub use judge::{Found, Page, ToJudge};
pub use ledger::Ledger;
pub use lock::{Lock, LockHolder, Waiter};
pub use overview::{Beside, Facts};
pub use permissions::{Misfit, Permissions};
pub use quarantine::{Quarantine, QuarantinePage, Quarantined};
pub use schema::VERSION;
pub use survey::{Survey, Surveyed};
pub use trash::{Doomed, First, PassedOver, TakenOut, Trashed};

/// An open cache.
#[derive(Debug)]
pub struct Cache {
    directory: PathBuf,
    connection: Connection,
    writable: bool,
    unsettled: Cell<bool>,
    untouched: OnceCell<bool>,
}

impl Cache {
    /// Opens a cache for look-ups: creates, migrates and checks nothing. None where there is no cache.
    ///
    /// # Errors
    /// When the cache is of a newer version, damaged, or can't be read.
    pub fn open(directory: &Path) -> Result<Option<Self>, Error> {
        match Self::open_existing(directory) {
            // A disk that is full to the last byte still gives what is on it.
            Err(full @ Error::Full(_)) => {
                let connection = connection::open_without_room(&layout::database(directory)?)?.ok_or(full)?;
                schema::check_readable(&connection, directory)?;
                Ok(Some(Self::new(directory, connection, false)))
            }
            opened => opened,
        }
    }

    /// Opens a cache that is only to be read, whoever may write to it. None where there is no cache.
    ///
    /// # Errors
    /// As [`Cache::open`].
    pub fn open_read_only(directory: &Path) -> Result<Option<Self>, Error> {
        let mut cache = Self::open(directory)?;
        if let Some(cache) = &mut cache {
            cache.writable = false;
        }
        Ok(cache)
    }

    fn open_existing(directory: &Path) -> Result<Option<Self>, Error> {
        if !layout::is_there(directory)? {
            return Ok(None);
        }
        file_system::check_local(directory)?;
        let database = layout::database(directory)?;
        Access::of(directory).make_side_files(&database);
        let (connection, writable) = connection::open(&database).map_err(|error| {
            let gone =
                database.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
            if gone { Error::DatabaseMissing(directory.to_owned()) } else { error }
        })?;
        schema::check_readable(&connection, directory)?;
        Ok(Some(Self::new(directory, connection, writable)))
    }

    /// Opens a cache for writing; creates it or brings it up to date where needed.
    ///
    /// # Errors
    /// As [`Cache::open`], and when it can't be written.
    pub fn open_or_create(directory: &Path) -> Result<Self, Error> {
        create::if_absent(directory)?;
        Self::open_writable(directory)
    }

    /// Opens a cache that is there for writing; brings it up to date where needed.
    ///
    /// # Errors
    /// As [`Cache::open`], when it is not there, and when it can't be written.
    pub fn open_writable(directory: &Path) -> Result<Self, Error> {
        let cache = Self::open_existing(directory)?.ok_or_else(|| Error::Vanished(directory.to_owned()))?;
        if !cache.writable {
            return Err(Error::ReadOnly(directory.to_owned()));
        }
        if cache.run(schema::version(&cache.connection))? < schema::WITH_IDENTITY {
            room::check(&cache)?;
        }
        schema::migrate(&cache.connection, directory)?;
        let id = cache.id()?;
        if !matches!(layout::look(directory)?, Place::Marked(marked) if marked == id) {
            create::write_marker(directory, id)?;
        }
        Ok(cache)
    }

    /// A cache that nobody else sees, and that is gone when it is closed. Large ones are on the disk.
    ///
    /// What goes wrong with it is told of `directory`.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn temporary(directory: &Path) -> Result<Self, Error> {
        let opened = connection::open_temporary();
        let connection = opened.map_err(|source| Error::from_sqlite(source, directory))?;
        schema::migrate(&connection, directory)?;
        Ok(Self::new(directory, connection, true))
    }

    /// The directory that the cache is in.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Whether closing it has something to write back.
    #[must_use]
    pub const fn is_unsettled(&self) -> bool {
        self.unsettled.get()
    }

    fn new(directory: &Path, connection: Connection, writable: bool) -> Self {
        let directory = directory.to_owned();
        Self { directory, connection, writable, unsettled: Cell::default(), untouched: OnceCell::new() }
    }

    /// Runs `work` in one transaction that has the write lock from its beginning, on a database whose
    /// structure is ours. When it returns, what was written survives a crash and a power cut.
    fn write<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        if !self.writable {
            return Err(Error::ReadOnly(self.directory.clone()));
        }
        // A transaction that begins by reading and then wants to write fails at once when another
        // one writes, whatever the busy timeout; so this one asks for the lock first.
        self.run(self.connection.pragma_update(None, "synchronous", "FULL"))?;
        self.run(self.connection.execute_batch("BEGIN IMMEDIATE"))?;
        let untouched = schema::check_untouched(&self.connection, &self.directory);
        let result = untouched.and_then(|()| work(&self.connection));
        let end = if result.is_ok() { "COMMIT" } else { "ROLLBACK" };
        let ended = self.run(self.connection.execute_batch(end));
        if ended.is_err() && !self.connection.is_autocommit() {
            self.run(self.connection.execute_batch("ROLLBACK"))?;
        }
        let value = result?;
        ended?;
        self.unsettled.set(true);
        Ok(value)
    }

    /// Moves what was written from the WAL into the database, and empties the WAL.
    ///
    /// A process that is alone with the cache reads the whole WAL before it can look anything up,
    /// so whoever writes cleans up. It waits for nobody: others who are at work keep it from
    /// happening now, and the next writer does it.
    fn settle(&self) {
        let emptied = || -> rusqlite::Result<()> {
            self.connection.busy_timeout(Duration::ZERO)?;
            self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()))
        };
        // What is in the WAL is stored as well as what is in the database.
        let _ = emptied();
        let _ = self.connection.busy_timeout(connection::BUSY);
        self.unsettled.set(false);
    }

    fn run<T>(&self, result: rusqlite::Result<T>) -> Result<T, Error> {
        result.map_err(|source| match Error::from_sqlite(source, &self.directory) {
            // What SQLite makes of a planted view or another table says little of what happened.
            error @ (Error::Sqlite { .. } | Error::Damaged(_)) => {
                match schema::check_untouched(&self.connection, &self.directory) {
                    Err(tampered @ Error::Tampered { .. }) => tampered,
                    _ => error,
                }
            }
            error => error,
        })
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        if self.unsettled.get() {
            self.settle();
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::model::{ContentDigest, Pair};

    /// `PRAGMA synchronous` (SQLite manual): the disk has everything before a commit returns.
    const FULL: i64 = 2;

    #[test]
    fn what_is_written_is_on_the_disk_when_it_is_said_to_be() {
        let directory = tempfile::tempdir().unwrap();
        let cache = Cache::open_or_create(directory.path()).unwrap();
        let synchronous = |connection: &Connection| -> i64 {
            connection.query_row("PRAGMA synchronous", (), |row| row.get(0)).unwrap()
        };
        assert_eq!(cache.write(|connection| Ok(synchronous(connection))).unwrap(), FULL);
        // Stamps are relaxed; what is written after one is not.
        let pair = Pair {
            content: ContentDigest::new([7; 32]),
            key: "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B".parse().unwrap(),
        };
        cache.stamp(&pair, Timestamp::UNIX_EPOCH, Timestamp::from_second(1 << 30).unwrap());
        assert_eq!(cache.write(|connection| Ok(synchronous(connection))).unwrap(), FULL);
    }
}
