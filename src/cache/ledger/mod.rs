//! The user's own memory of what was served and verified, where nobody else can write.
//!
//! It makes hits cheap, since what was proven once under a certificate need
//! not be proven again, and it notices when a cache hands out other bytes than
//! before. Losing it costs time, and never an entry.

mod certificates;
mod digests;
mod served;

use std::cell::Cell;
use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Params, Row};

use super::{Error, access, connection};

pub use certificates::CertificateSnapshot;
pub use served::Served;

/// An open ledger.
#[derive(Debug)]
pub struct Ledger {
    directory: PathBuf,
    connection: Connection,
    relaxed: Cell<bool>,
}

const FILE: &str = "ledger.sqlite";

/// The version of the ledger's tables. Another version is started anew instead of migrated.
const VERSION: i64 = 1;

/// Kept with a rollback journal, not a WAL: a process that finds nobody else there has to build a
/// WAL's index anew, which takes longer than all else that a hit does with the ledger.
const SCHEMA: &str = "
    BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS served (
        content BLOB NOT NULL,
        key_id TEXT NOT NULL,
        signature BLOB NOT NULL,
        signed INTEGER NOT NULL,
        state BLOB NOT NULL,
        verdict TEXT NOT NULL,
        remark TEXT,
        PRIMARY KEY (content, key_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS digest (
        path BLOB PRIMARY KEY,
        stamp BLOB NOT NULL,
        content BLOB NOT NULL,
        proof BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS certificate (
        key_id TEXT PRIMARY KEY,
        sources BLOB NOT NULL,
        state BLOB NOT NULL,
        certificate BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    PRAGMA user_version = 1;
    COMMIT;
";

impl Ledger {
    /// Opens the ledger in a directory of the user's own; makes it where it is not there.
    ///
    /// A ledger that is damaged or of another version is put aside and begun anew.
    ///
    /// # Errors
    /// When others may write to the directory, or it can't be written.
    pub fn open(directory: &Path) -> Result<Self, Error> {
        let database = directory.join(FILE);
        match Self::open_existing(directory, &database) {
            Ok(Some(ledger)) => return Ok(ledger),
            Ok(None) => {}
            Err(Error::Damaged(_)) => Self::put_aside(directory)?,
            Err(error) => return Err(error),
        }
        access::make_directory(directory)?;
        check_private(directory)?;
        let file = fs::File::options().write(true).create(true).truncate(false).mode(0o600).open(&database);
        drop(file.map_err(Error::io("make", &database))?);
        let ledger = Self::connect(directory, &database)?;
        ledger.run(ledger.relaxed()?.execute_batch(SCHEMA))?;
        Ok(ledger)
    }

    /// Puts a damaged ledger aside, so that the next one who opens it begins anew.
    ///
    /// # Errors
    /// When a file can't be renamed.
    pub fn put_aside(directory: &Path) -> Result<(), Error> {
        let database = directory.join(FILE);
        for suffix in ["", "-journal", "-wal", "-shm"] {
            let mut from = database.as_os_str().to_owned();
            from.push(suffix);
            let mut to = database.as_os_str().to_owned();
            to.push(".damaged");
            to.push(suffix);
            match fs::rename(&from, &to) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(Error::io("put aside", Path::new(&from))(error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether there is a ledger, which can be used. Makes none, and puts none aside.
    ///
    /// # Errors
    /// When others may write to the directory, it is damaged, or it can't be read.
    pub fn is_sound(directory: &Path) -> Result<bool, Error> {
        Ok(Self::open_existing(directory, &directory.join(FILE))?.is_some())
    }

    /// Opens the ledger if there is one.
    ///
    /// # Errors
    /// As [`Ledger::open`].
    pub fn open_if_there(directory: &Path) -> Result<Option<Self>, Error> {
        Self::open_existing(directory, &directory.join(FILE))
    }

    fn open_existing(directory: &Path, database: &Path) -> Result<Option<Self>, Error> {
        if !database.exists() {
            return Ok(None);
        }
        check_private(directory)?;
        let ledger = Self::connect(directory, database)?;
        match ledger
            .run(ledger.connection.query_row("PRAGMA user_version", (), |row| row.get::<_, i64>(0)))?
        {
            VERSION => Ok(Some(ledger)),
            0 => Ok(None),
            _ => Err(Error::Damaged(directory.to_owned())),
        }
    }

    fn connect(directory: &Path, database: &Path) -> Result<Self, Error> {
        let (connection, _) = connection::open(&real(database)?)?;
        Ok(Self { directory: directory.to_owned(), connection, relaxed: Cell::default() })
    }

    /// The connection for writing. What is written can be made again, so it need not wait for the disk.
    fn relaxed(&self) -> Result<&Connection, Error> {
        if !self.relaxed.get() {
            self.run(self.connection.pragma_update(None, "synchronous", "OFF"))?;
            self.relaxed.set(true);
        }
        Ok(&self.connection)
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

fn check_private(directory: &Path) -> Result<(), Error> {
    let metadata = fs::metadata(directory).map_err(Error::io("look at", directory))?;
    let mine = metadata.uid() == rustix::process::geteuid().as_raw();
    if mine && metadata.mode() & 0o022 == 0 {
        Ok(())
    } else {
        Err(Error::LedgerExposed(directory.to_owned()))
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
    fn a_damaged_ledger_is_put_aside_and_begun_anew() {
        let directory = tempfile::tempdir().unwrap();
        drop(Ledger::open(directory.path()).unwrap());
        let database = directory.path().join("ledger.sqlite");
        fs::write(&database, "no database, but long enough to be looked at as if it were one").unwrap();
        drop(Ledger::open(directory.path()).unwrap());
        assert!(directory.path().join("ledger.sqlite.damaged").exists());
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
