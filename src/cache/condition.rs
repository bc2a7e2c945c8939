use jiff::Timestamp;

use super::layout::{self, Place};
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
    /// Whether the file `layout` is missing, or says another id than the database.
    pub marker: Marker,
    /// The latest time at which one of the thousand newest entries was stored.
    pub latest: Option<Timestamp>,
}

/// How the file `layout` of a cache is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Marker {
    /// As it should be.
    Right,
    /// It is missing.
    Missing,
    /// It says another id than the database.
    OfAnother,
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
            marker: match layout::look(&self.directory)? {
                Place::Marked(id) if id == self.id()? => Marker::Right,
                Place::Marked(_) => Marker::OfAnother,
                Place::Unmarked | Place::Absent => Marker::Missing,
            },
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_written_back_is_counted_until_it_is() {
        let directory = tempfile::tempdir().unwrap();
        let cache = Cache::open_or_create(directory.path()).unwrap();
        cache.write(|connection| cache.run(connection.execute_batch("PRAGMA user_version = 3"))).unwrap();
        let wal_bytes = || cache.condition().unwrap().wal_bytes;
        assert!(wal_bytes() > 0);
        cache.write_back().unwrap();
        assert_eq!(wal_bytes(), 0);
        let reader = Cache::open_read_only(directory.path()).unwrap().unwrap();
        assert!(!reader.condition().unwrap().writable);
        assert!(matches!(reader.write_back(), Err(Error::ReadOnly(_))));
    }
}
