use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rusqlite::params;

use super::{Ledger, schema};
use crate::cache::{CacheId, Error};

/// What the ledger knows of a directory with a cache.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UsedPlace {
    /// The id of the cache that was used there; none for a cache of an older version, which has no id.
    pub id: Option<CacheId>,
}

impl Ledger {
    /// What is known of the cache in a directory. None where this account has used none there.
    ///
    /// # Errors
    /// When the ledger can't be read.
    pub fn place(&self, directory: &Path) -> Result<Option<UsedPlace>, Error> {
        if self.version.get() < schema::WITH_TIMES {
            return Ok(None);
        }
        let sql = "SELECT id FROM place WHERE path = ?1";
        let id =
            self.look_up(sql, [directory.as_os_str().as_bytes()], |row| row.get::<_, Option<[u8; 16]>>(0))?;
        Ok(id.map(|id| UsedPlace { id: id.map(CacheId::new) }))
    }

    /// Remembers that this account uses the cache in a directory.
    ///
    /// # Errors
    /// When the ledger can't be written.
    pub fn remember_place(&self, directory: &Path, id: Option<CacheId>) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO place (path, id) VALUES (?1, ?2)";
        let id = id.map(|id| *id.as_bytes());
        self.run(self.durable()?.execute(sql, params![directory.as_os_str().as_bytes(), id])).map(drop)
    }

    /// Whether a cache was used before the ledger noted where.
    ///
    /// # Errors
    /// When the ledger can't be read.
    pub fn has_unknown_place(&self) -> Result<bool, Error> {
        if self.version.get() < schema::WITH_TIMES {
            return Ok(self.has_served()?.unwrap_or(false));
        }
        Ok(self.place(Path::new(""))?.is_some())
    }

    /// Forgets that a cache was used in an unknown place: it was the one that is known now.
    ///
    /// # Errors
    /// When the ledger can't be written.
    pub fn forget_unknown_place(&self) -> Result<(), Error> {
        if self.has_unknown_place()? {
            self.run(self.durable()?.execute("DELETE FROM place WHERE path = x''", ()))?;
        }
        Ok(())
    }
}
