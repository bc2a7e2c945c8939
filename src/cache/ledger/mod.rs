//! The user's own memory of what was served and verified, where nobody else can write.
//!
//! It makes hits cheap, since what was proven once under a certificate need not be proven again. It notices when a
//! cache returns other bytes than before, keeps every revocation that was ever seen, and knows which caches this
//! account has used, so that an unmounted disk is not taken for an empty cache.
//!
//! What was served and which revocations were seen is on the disk before a signature is returned
//! (`synchronous=FULL`). Digests of files can be computed again, so they wait less.

mod certificates;
mod digests;
mod place;
mod schema;
mod served;

use std::cell::Cell;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Params, Row};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::{Error, access, connection};

pub use certificates::CertificateSnapshot;
pub use place::UsedPlace;
pub use served::Served;

/// An open ledger.
#[derive(Debug)]
pub struct Ledger {
    directory: PathBuf,
    connection: Connection,
    version: Cell<i64>,
    care: Cell<Care>,
}

/// How much a write waits for the disk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Care {
    /// As a connection is opened.
    Unset,
    /// What can be computed again: SQLite's `synchronous=NORMAL`, so that a power cut can't damage the rest.
    Relaxed,
    /// What can't be: `synchronous=FULL`.
    Durable,
}

const FILE: &str = "ledger.sqlite";

impl Ledger {
    /// Opens the ledger in a directory of the user's own; makes it where there is none.
    ///
    /// An older ledger is read as it is, and brought up to date by the first write.
    ///
    /// # Errors
    /// [`Error::LedgerNotMade`] where there is none and none can be made; others where there is one that can't be
    /// used: it is damaged or newer, others may write to it, or it can't be read.
    pub fn open(directory: &Path) -> Result<Self, Error> {
        let database = directory.join(FILE);
        if let Some(ledger) = Self::open_existing(directory, &database)? {
            return Ok(ledger);
        }
        match Self::make(directory, &database) {
            Err(error @ Error::LedgerExposed(_)) => Err(error),
            Err(error) => {
                Err(Error::LedgerNotMade { directory: directory.to_owned(), source: Box::new(error) })
            }
            made => made,
        }
    }

    fn make(directory: &Path, database: &Path) -> Result<Self, Error> {
        access::make_directory(directory)?;
        check_private(directory)?;
        // Made beside its place, so that a file without tables is always one that lost them.
        let beside = tempfile::Builder::new().prefix(".ledger-").tempfile_in(directory);
        let beside = beside.map_err(Error::io("make", database))?;
        let new = Self::connect(directory, beside.path())?;
        new.up_to_date()?;
        new.connection.close().map_err(|(_, source)| Error::from_sqlite(source, directory))?;
        beside.as_file().sync_all().map_err(Error::io("write", database))?;
        match beside.persist_noclobber(database) {
            Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(Error::io("make", database)(error.error));
            }
            // Another process was faster.
            _ => {}
        }
        let ledger = Self::open_existing(directory, database)?;
        ledger.ok_or_else(|| Error::Vanished(directory.to_owned()))
    }

    /// Puts a damaged ledger aside under a name of its own, so that the next one who opens it begins anew; returns that
    /// name. None where it is not damaged any more, since another process has put it aside.
    ///
    /// # Errors
    /// When a file can't be renamed.
    pub fn put_aside(directory: &Path) -> Result<Option<PathBuf>, Error> {
        let database = directory.join(FILE);
        if !matches!(
            Self::open_existing(directory, &database)
                .and_then(|ledger| ledger.map_or(Ok(()), |one| one.check())),
            Err(Error::Damaged(_))
        ) {
            return Ok(None);
        }
        let failed = |error: Errno| Error::io("put aside", &database)(error.into());
        let mut number = 1_u32;
        let aside = loop {
            let aside = directory.join(format!("{FILE}.damaged-{number}"));
            match renameat_with(CWD, &database, CWD, &aside, RenameFlags::NOREPLACE) {
                Ok(()) => break aside,
                Err(Errno::EXIST) if number < 10_000 => number += 1,
                // Not every file system knows this flag.
                Err(Errno::INVAL | Errno::NOSYS) if aside.symlink_metadata().is_err() => {
                    fs::rename(&database, &aside).map_err(Error::io("put aside", &database))?;
                    break aside;
                }
                Err(Errno::NOENT) => return Ok(None),
                Err(error) => return Err(failed(error)),
            }
        };
        for suffix in ["-journal", "-wal", "-shm"] {
            let from = access::beside(&database, suffix);
            match fs::rename(&from, access::beside(&aside, suffix)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(Error::io("put aside", &from)(error));
                }
                _ => {}
            }
        }
        Ok(Some(aside))
    }

    /// Whether there is a ledger, which can be used. Makes none, and puts none aside.
    ///
    /// # Errors
    /// When others may write to the directory, it is damaged or newer, or it can't be read.
    pub fn is_sound(directory: &Path) -> Result<bool, Error> {
        let ledger = Self::open_existing(directory, &directory.join(FILE))?;
        ledger.map_or(Ok(false), |ledger| ledger.check().map(|()| true))
    }

    /// Opens the ledger if there is one.
    ///
    /// # Errors
    /// As [`Ledger::open`].
    pub fn open_if_there(directory: &Path) -> Result<Option<Self>, Error> {
        Self::open_existing(directory, &directory.join(FILE))
    }

    fn open_existing(directory: &Path, database: &Path) -> Result<Option<Self>, Error> {
        match database.metadata() {
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(error) => return Err(unreadable(directory, Error::io("look at", database)(error))),
            Ok(_) => {}
        }
        check_private(directory)?;
        let ledger = Self::connect(directory, database).map_err(|error| unreadable(directory, error))?;
        let found = ledger.run(schema::version(&ledger.connection));
        let found = found.map_err(|error| unreadable(directory, error))?;
        ledger.version.set(found);
        match found {
            0 => Err(Error::Damaged(directory.to_owned())),
            1..=schema::VERSION => Ok(Some(ledger)),
            _ => Err(Error::LedgerNewer { directory: directory.to_owned(), found, known: schema::VERSION }),
        }
    }

    fn connect(directory: &Path, database: &Path) -> Result<Self, Error> {
        let (connection, _) = connection::open(&real(database)?)?;
        let directory = directory.to_owned();
        Ok(Self { directory, connection, version: Cell::new(0), care: Cell::new(Care::Unset) })
    }

    /// Refuses a ledger that can't be written.
    ///
    /// # Errors
    /// [`Error::LedgerReadOnly`].
    pub fn check_writable(&self) -> Result<(), Error> {
        if connection::may_write(&self.directory.join(FILE)) {
            Ok(())
        } else {
            Err(Error::LedgerReadOnly(self.directory.clone()))
        }
    }

    /// Whether SQLite finds it well formed.
    fn check(&self) -> Result<(), Error> {
        let flaw: String =
            self.run(self.connection.query_row("PRAGMA quick_check(1)", (), |row| row.get(0)))?;
        if flaw == "ok" { Ok(()) } else { Err(Error::Damaged(self.directory.clone())) }
    }

    /// Brings the tables up to date where they are older.
    fn up_to_date(&self) -> Result<(), Error> {
        if self.version.get() < schema::VERSION {
            self.be(Care::Durable)?;
            self.run(schema::migrate(&self.connection))?;
            self.version.set(schema::VERSION);
        }
        Ok(())
    }

    /// The connection for writing what must survive a power cut, with tables that are up to date.
    fn durable(&self) -> Result<&Connection, Error> {
        self.check_writable()?;
        self.up_to_date()?;
        self.be(Care::Durable)?;
        Ok(&self.connection)
    }

    /// The connection for writing what can be computed again.
    fn relaxed(&self) -> Result<&Connection, Error> {
        self.up_to_date()?;
        self.be(Care::Relaxed)?;
        Ok(&self.connection)
    }

    fn be(&self, care: Care) -> Result<(), Error> {
        let level = match care {
            // SQLite can't change it within a transaction, which has its level from its beginning.
            _ if self.care.get() == care || !self.connection.is_autocommit() => return Ok(()),
            Care::Unset | Care::Durable => "FULL",
            Care::Relaxed => "NORMAL",
        };
        self.run(self.connection.pragma_update(None, "synchronous", level))?;
        self.care.set(care);
        Ok(())
    }

    /// Does all writes of `work` in one transaction: each waits for the disk.
    ///
    /// # Errors
    /// When the ledger can't be written; then nothing was.
    pub fn together<T>(&self, work: impl FnOnce(&Self) -> Result<T, Error>) -> Result<T, Error> {
        self.run(self.durable()?.execute_batch("BEGIN IMMEDIATE"))?;
        let done = work(self);
        let ended = self.run(self.connection.execute_batch(if done.is_ok() { "COMMIT" } else { "ROLLBACK" }));
        if ended.is_err() && !self.connection.is_autocommit() {
            self.run(self.connection.execute_batch("ROLLBACK"))?;
        }
        let value = done?;
        ended?;
        Ok(value)
    }

    /// One row, if it is there.
    fn look_up<T>(
        &self,
        sql: &str,
        parameters: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Error> {
        let found = self
            .connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_row(parameters, read).optional());
        self.run(found)
    }

    fn run<T>(&self, result: rusqlite::Result<T>) -> Result<T, Error> {
        result.map_err(|source| Error::from_sqlite(source, &self.directory))
    }
}

/// The error that a ledger is there and can't be read, where nothing else is said of it.
fn unreadable(directory: &Path, error: Error) -> Error {
    match error {
        Error::Io { .. } | Error::Sqlite { .. } | Error::NotACache(_) | Error::MembersOnly { .. } => {
            Error::LedgerUnreadable { directory: directory.to_owned(), source: Box::new(error) }
        }
        error => error,
    }
}

fn check_private(directory: &Path) -> Result<(), Error> {
    let metadata = fs::metadata(directory).map_err(Error::io("look at", directory))?;
    let (account, exposed) = (rustix::process::geteuid(), Error::LedgerExposed(directory.to_owned()));
    match metadata.uid() == account.as_raw() {
        true if metadata.mode() & 0o022 == 0 => Ok(()),
        // In the home of another user root has no ledger of its own: that one's says nothing to root.
        false if account.is_root() => {
            Err(Error::LedgerNotMade { directory: directory.to_owned(), source: Box::new(exposed) })
        }
        _ => Err(exposed),
    }
}

fn real(database: &Path) -> Result<PathBuf, Error> {
    let directory = database.parent().unwrap_or(database);
    let real = directory.canonicalize().map_err(Error::io("find", directory))?;
    Ok(real.join(database.file_name().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn each_damaged_ledger_is_put_aside_under_a_name_of_its_own() {
        let directory = tempfile::tempdir().unwrap();
        let database = directory.path().join("ledger.sqlite");
        for number in 1..=2 {
            drop(Ledger::open(directory.path()).unwrap());
            fs::write(&database, "no database, but long enough to be looked at as if it were one").unwrap();
            assert!(matches!(Ledger::open(directory.path()), Err(Error::Damaged(_))));
            let aside = directory.path().join(format!("ledger.sqlite.damaged-{number}"));
            assert_eq!(Ledger::put_aside(directory.path()).unwrap(), Some(aside.clone()));
            assert!(aside.exists());
            assert_eq!(Ledger::put_aside(directory.path()).unwrap(), None);
        }
    }

    #[test]
    fn a_certificate_that_another_process_added_to_meanwhile_stays() {
        let directory = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(directory.path()).unwrap();
        let key = "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B".parse().unwrap();
        let snapshot = CertificateSnapshot { sources: vec![1], state: [2; 32] };
        ledger.remember_certificate(&key, &snapshot, &[3], None).unwrap();
        ledger.remember_certificate(&key, &snapshot, &[4], None).unwrap();
        assert_eq!(ledger.certificate(&key).unwrap(), Some(vec![3]));
        ledger.remember_certificate(&key, &snapshot, &[4], Some(&[3])).unwrap();
        assert_eq!(ledger.certificate(&key).unwrap(), Some(vec![4]));
    }

    #[test]
    fn a_ledger_that_others_could_write_to_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o770)).unwrap();
        assert!(matches!(Ledger::open(directory.path()), Err(Error::LedgerExposed(_))));
    }
}
