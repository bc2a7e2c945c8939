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
///
/// Only for a process that has no other connection to the cache, or closes this one last: the
/// system takes all locks that a process has on a file from it when it closes that file once
/// (SQLite's "How To Corrupt An SQLite Database File", section 2.2).
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
        let database = layout::database(directory).ok()?;
        let readable = schema::header_is_readable(&database);
        readable.then(|| connection::glance(&database)).flatten().map(|connection| Self { connection })
    }

    /// What the file shows of a pair's entry.
    #[must_use]
    pub fn entry(&self, pair: &Pair) -> Option<Glimpse> {
        let sql = concat!(
            "SELECT ",
            row::bounded!("entry.signature", 65536),
            ", entry.used, ",
            row::bounded!("key.state", 64),
            " FROM entry JOIN key ON key.id = entry.key WHERE entry.content = ?1 AND key.key_id = ?2"
        );
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Cache;
    use crate::model::{ContentDigest, NewEntry, Origin, SignatureFacts, Verdict};

    fn entry(content: u8) -> NewEntry {
        let key = "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B".parse().unwrap();
        NewEntry {
            pair: Pair { content: ContentDigest::new([content; 32]), key },
            signature: vec![content],
            proof: None,
            size: 0,
            signed: Timestamp::UNIX_EPOCH,
            facts: SignatureFacts::default(),
            origin: Origin::Signed,
            label: None,
            verdict: Verdict::Good,
        }
    }

    #[test]
    fn a_glance_shows_all_of_a_cache_that_was_closed_and_nothing_of_one_that_is_being_written() {
        let directory = tempfile::tempdir().unwrap();
        assert!(Glance::open(directory.path()).is_none());
        let now = Timestamp::UNIX_EPOCH;
        let cache = Cache::open_or_create(directory.path()).unwrap();
        cache.insert(&[entry(1)], now).unwrap();
        assert!(Glance::open(directory.path()).is_none());
        drop(cache);

        let glance = Glance::open(directory.path()).unwrap();
        let expected = Glimpse { signature: vec![1], used: now, certificate_state: None };
        assert_eq!(glance.entry(&entry(1).pair), Some(expected));
        assert_eq!(glance.entry(&entry(2).pair), None);
        assert!(!glance.wants_stamp(now, now) && glance.wants_stamp(now, Timestamp::MAX));
    }

    #[test]
    fn a_newer_cache_or_another_database_is_not_looked_at() {
        for pragma in ["user_version", "application_id"] {
            let directory = tempfile::tempdir().unwrap();
            drop(Cache::open_or_create(directory.path()).unwrap());
            assert!(Glance::open(directory.path()).is_some());
            let connection = Connection::open(directory.path().join("cache.sqlite")).unwrap();
            connection.pragma_update(None, pragma, schema::VERSION + 1).unwrap();
            drop(connection);
            assert!(Glance::open(directory.path()).is_none(), "{pragma}");
        }
    }
}
