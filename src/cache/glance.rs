use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::{connection, entries, layout, row, schema};
use crate::model::Pair;

/// A cache whose file is read as it lies: without locks, and without what a process that is alone
/// with a database must do before it may use them.
///
/// Others may write meanwhile, so it may show anything, or nothing, or damage. What it shows counts
/// only if something trustworthy says the same; for everything else there is
/// [`Cache::open`](super::Cache::open).
#[derive(Debug)]
pub struct Glance {
    connection: Connection,
}

/// What a glance shows of an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Glimpse {
    /// The signature.
    pub signature: Vec<u8>,
    /// When it was last handed out, to within some hours.
    pub used: Timestamp,
    /// What the cache says is the state of its copy of the key's certificate.
    pub certificate_state: Option<Vec<u8>>,
}

impl Glance {
    /// Opens a cache; none where there is none, or where its file is not all there is to it.
    #[must_use]
    pub fn open(directory: &Path) -> Option<Self> {
        if !layout::is_there(directory).ok()? {
            return None;
        }
        let connection = connection::glance(&layout::database(directory).ok()?)?;
        schema::check_readable(&connection, directory).ok()?;
        Some(Self { connection })
    }

    /// What the file shows of a pair's entry.
    #[must_use]
    pub fn entry(&self, pair: &Pair) -> Option<Glimpse> {
        let sql = "SELECT entry.signature, entry.used, key.state FROM entry JOIN key ON key.id = entry.key
             WHERE entry.content = ?1 AND key.key_id = ?2";
        let mut statement = self.connection.prepare_cached(sql).ok()?;
        let found = statement.query_row(params![pair.content.as_bytes(), pair.key.to_string()], |row| {
            Ok(Glimpse {
                signature: row.get(0)?,
                used: row::time(row.get(1)?),
                certificate_state: row.get(2)?,
            })
        });
        found.optional().ok()?
    }

    /// Whether a hit on an entry that was last used at `used` should be noted, as [`Cache::stamp`](super::Cache::stamp) would.
    #[must_use]
    pub fn wants_stamp(&self, used: Timestamp, now: Timestamp) -> bool {
        let may_write = || self.connection.path().is_some_and(|path| connection::may_write(path.as_ref()));
        entries::stamp_is_due(used, now) && may_write()
    }
}
