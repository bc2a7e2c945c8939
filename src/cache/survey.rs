use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::{Cache, Error, row, schema};
use crate::model::{ContentDigest, Entry, KeyId, Pair};

/// What a survey looks at beside times and sizes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Survey {
    /// The contents.
    pub contents: bool,
    /// Whether a key that took the place of another one, at once or after others, has signed the same content.
    pub superseded: bool,
}

/// What a survey tells of an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Surveyed {
    /// The entry's number.
    pub row: i64,
    /// The number of its key.
    pub key: i64,
    /// The bytes of its signature and its proof.
    pub bytes: u64,
    /// When it came into the cache.
    pub stored: Timestamp,
    /// When it was last handed out.
    pub used: Timestamp,
    /// Whether a person asked to keep it.
    pub pinned: bool,
    /// Whether somebody noted that its signature does not verify.
    pub noted_bad: bool,
    /// The content, if that was asked for.
    pub content: Option<ContentDigest>,
    /// Whether a key that took the place of its key has an entry for the content, if that was asked for.
    pub superseded: bool,
}

impl Cache {
    /// Calls `each` for every entry, in one pass over the table that reads no signature.
    ///
    /// `each` returns false to stop.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn survey(&self, survey: Survey, each: &mut dyn FnMut(Surveyed) -> bool) -> Result<(), Error> {
        let known = self.run(schema::version(&self.connection))? >= schema::WITH_SUCCESSION;
        // The key in between may have no entry, or one that goes as well: whoever came after it counts, too.
        let (later, superseded) = if survey.superseded && known {
            (
                "WITH RECURSIVE later (old, new) AS (
                    SELECT old, new FROM succession
                    UNION SELECT later.old, succession.new FROM later JOIN succession ON succession.old = later.new)",
                "EXISTS (SELECT 1 FROM later
                    JOIN entry AS newer ON newer.content = entry.content AND newer.key = later.new
                    WHERE later.old = entry.key AND later.new <> later.old)",
            )
        } else {
            ("", "FALSE")
        };
        let content = if survey.contents { row::bounded!("content", 32) } else { "NULL" };
        let sql = format!(
            "{later}
             SELECT id, key, length(signature) + coalesce(length(proof), 0), stored, used, pinned,
                 verdict IS 'bad', {content}, {superseded}
             FROM entry"
        );
        let mut statement = self.run(self.connection.prepare(&sql))?;
        let mut rows = self.run(statement.query(()))?;
        while let Some(row) = self.run(rows.next())? {
            let surveyed = || -> rusqlite::Result<Surveyed> {
                let content = row.get_ref(7)?.as_bytes_or_null()?;
                Ok(Surveyed {
                    row: row.get(0)?,
                    key: row.get(1)?,
                    bytes: row.get::<_, i64>(2)?.try_into().unwrap_or(0),
                    stored: row::time(row.get(3)?),
                    used: row::time(row.get(4)?),
                    pinned: row.get(5)?,
                    noted_bad: row.get(6)?,
                    content: content.and_then(|bytes| ContentDigest::try_from(bytes).ok()),
                    superseded: row.get(8)?,
                })
            };
            if !each(self.run(surveyed())?) {
                break;
            }
        }
        Ok(())
    }

    /// The keys by their numbers; what is no key is passed over.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn numbered_keys(&self) -> Result<BTreeMap<i64, KeyId>, Error> {
        let read = || -> rusqlite::Result<BTreeMap<i64, KeyId>> {
            let mut statement =
                self.connection.prepare(concat!("SELECT id, ", row::bounded!("key_id", 512), " FROM key"))?;
            let rows = statement.query_map((), |row| Ok((row.get(0)?, row::optional_text(row, 1)?)))?;
            let keys = rows.collect::<rusqlite::Result<Vec<(i64, Option<crate::model::Untrusted>)>>>()?;
            Ok(keys.into_iter().filter_map(|(id, key)| Some((id, key?.raw().parse().ok()?))).collect())
        };
        self.run(read())
    }

    /// The number of the entry of a pair.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn number(&self, pair: &Pair) -> Result<Option<i64>, Error> {
        let sql = "SELECT entry.id FROM entry JOIN key ON key.id = entry.key
             WHERE entry.content = ?1 AND key.key_id = ?2";
        let mut statement = self.run(self.connection.prepare_cached(sql))?;
        let parameters = params![pair.content.as_bytes(), pair.key.to_string()];
        self.run(statement.query_row(parameters, |row| row.get(0)).optional())
    }

    /// The entries with these numbers, as they are at one moment; none where there is none that makes sense.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn entries_at(&self, numbers: impl Iterator<Item = i64>) -> Result<Vec<Option<Entry>>, Error> {
        // It only reads, so there is nothing to lose when it is rolled back. Each transaction costs more than a look-up.
        let _snapshot = self.run(self.connection.unchecked_transaction())?;
        numbers.map(|number| self.entry_at(number)).collect()
    }

    /// The entry with a number; none where there is none that makes sense.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn entry_at(&self, number: i64) -> Result<Option<Entry>, Error> {
        let sql =
            format!("SELECT {} FROM entry JOIN key ON key.id = entry.key WHERE entry.id = ?1", row::ENTRY);
        let mut statement = self.run(self.connection.prepare_cached(&sql))?;
        let found = statement.query_row([number], |row| Ok(row::entry(row).ok())).optional();
        Ok(self.run(found)?.flatten())
    }
}
