use std::fmt;
use std::str::FromStr;

use rusqlite::OptionalExtension;

use super::{Cache, Error, schema};

/// The random number that a cache gets when it is made, or brought up to version 4. A copy has the same one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CacheId([u8; 16]);

/// A text that is not the id of a cache.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the id of a cache")]
pub struct InvalidCacheId;

impl CacheId {
    /// Its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The id with these bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for CacheId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

impl FromStr for CacheId {
    type Err = InvalidCacheId;

    fn from_str(text: &str) -> Result<Self, InvalidCacheId> {
        let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).map_err(|_| InvalidCacheId)?;
        bytes.try_into().map(Self).map_err(|_| InvalidCacheId)
    }
}

impl Cache {
    /// The id of the cache. None before version 4.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn id(&self) -> Result<Option<CacheId>, Error> {
        if self.run(schema::version(&self.connection))? < schema::WITH_IDENTITY {
            return Ok(None);
        }
        let id = self.connection.query_row("SELECT id FROM identity", (), |row| row.get(0)).optional();
        Ok(self.run(id)?.map(CacheId))
    }
}
