use jiff::Timestamp;

use super::{Cache, Error, connection, row, schema};

/// How a database is, beside what is in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Condition {
    /// The version of its tables.
    pub version: u32,
    /// Whether this process may write to it.
    pub writable: bool,
    /// How many bytes were not written back into it yet.
    pub wal_bytes: u64,
    /// The latest time at which one of the thousand newest entries was stored.
    pub latest: Option<Timestamp>,
}

impl Cache {
    /// How the database is. Takes no longer for a large one.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn condition(&self) -> Result<Condition, Error> {
        let latest = "SELECT max(stored) FROM (SELECT stored FROM entry ORDER BY id DESC LIMIT 1000)";
        let latest: Option<i64> = self.run(self.connection.query_row(latest, (), |row| row.get(0)))?;
        Ok(Condition {
            version: self.run(schema::version(&self.connection))?,
            writable: self.writable,
            wal_bytes: connection::wal_length(&self.connection),
            latest: latest.map(row::time),
        })
    }

    /// Moves what was written into the database, and empties the WAL, unless others are at work with it.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn write_back(&self) -> Result<(), Error> {
        if !self.writable {
            return Err(Error::ReadOnly(self.directory.clone()));
        }
        self.settle();
        Ok(())
    }
}
