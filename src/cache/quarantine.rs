use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params, params_from_iter};

use super::{Cache, Error, row, select};
use crate::model::query::Query;
use crate::model::{Pair, Untrusted};

/// A signature that did not verify, kept where look-ups never find it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quarantined {
    /// The bytes that were in the entry.
    pub signature: Vec<u8>,
    /// Why it was put away.
    pub reason: Untrusted,
    /// When.
    pub at: Timestamp,
}

impl Cache {
    /// Moves an entry into quarantine, if it still has the signature that was found bad.
    ///
    /// # Errors
    /// When the database can't be written; then the entry is where it was.
    pub fn quarantine(
        &self,
        pair: &Pair,
        signature: &[u8],
        reason: &Untrusted,
        now: Timestamp,
    ) -> Result<(), Error> {
        self.write(|connection| {
            let key = self.key_row(&pair.key)?;
            let copied = connection.execute(
                "INSERT INTO quarantine (content, key, signature, proof, reason, at)
                 SELECT content, key, signature, proof, ?4, ?5 FROM entry
                 WHERE content = ?1 AND key = ?2 AND signature = ?3",
                params![pair.content.as_bytes(), key, signature, reason.raw(), now.as_second()],
            );
            self.run(copied)?;
            let entry = "SELECT id FROM entry WHERE content = ?1 AND key = ?2 AND signature = ?3";
            for sql in [
                format!("DELETE FROM binding WHERE entry = ({entry})"),
                format!("DELETE FROM entry WHERE id = ({entry})"),
            ] {
                self.run(connection.execute(&sql, params![pair.content.as_bytes(), key, signature]))?;
            }
            Ok(())
        })
    }

    /// The latest signature of a pair that is in quarantine.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn quarantined(&self, pair: &Pair) -> Result<Option<Quarantined>, Error> {
        let row = self.connection.query_row(
            "SELECT signature, reason, at FROM quarantine
             WHERE content = ?1 AND key = (SELECT id FROM key WHERE key_id = ?2)
             ORDER BY id DESC LIMIT 1",
            params![pair.content.as_bytes(), pair.key.to_string()],
            |row| {
                Ok(Quarantined {
                    signature: row.get(0)?,
                    reason: row::text(row, 1)?,
                    at: row::time(row.get(2)?),
                })
            },
        );
        self.run(row.optional())
    }

    /// The latest signature in quarantine of each pair that a query selects, some from the row `from` on.
    ///
    /// With the number that the next ones begin with; none after the last ones. A query can only ask for what
    /// is known of them: digest, key, and since when they are there.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn all_quarantined(
        &self,
        query: &Query,
        now: Timestamp,
        from: i64,
    ) -> Result<(Vec<(Pair, Quarantined)>, Option<i64>), Error> {
        let (conditions, mut values) = select::conditions(query, now, COLUMNS);
        values.push(Value::Integer(from));
        let sql = format!(
            "SELECT quarantine.content, key.key_id, quarantine.signature, reason, at, quarantine.id
             FROM quarantine JOIN key ON key.id = quarantine.key
             WHERE {conditions} AND quarantine.id >= ?{} AND quarantine.id =
                (SELECT max(id) FROM quarantine AS other
                    WHERE other.content = quarantine.content AND other.key = quarantine.key)
             ORDER BY quarantine.id LIMIT {AT_ONCE}",
            values.len()
        );
        let mut statement = self.run(self.connection.prepare(&sql))?;
        let mut rows = self.run(statement.query(params_from_iter(values)))?;
        let (mut found, mut count, mut next) = (Vec::new(), 0, None);
        while let Some(row) = self.run(rows.next())? {
            count += 1;
            next = self.run(row.get::<_, i64>(5))?.checked_add(1);
            let read = || -> rusqlite::Result<Quarantined> {
                let (signature, reason) = (row.get(2)?, row::text(row, 3)?);
                Ok(Quarantined { signature, reason, at: row::time(row.get(4)?) })
            };
            // What is of no pair keeps none from being signed.
            if let (Ok(pair), Ok(quarantined)) = (row::pair(row), read()) {
                found.push((pair, quarantined));
            }
        }
        Ok((found, next.filter(|_| count == AT_ONCE)))
    }
}

/// How many are in memory at once.
const AT_ONCE: usize = 1000;

const COLUMNS: select::Columns = select::Columns {
    content: "quarantine.content",
    label: "NULL",
    size: "NULL",
    stored: "quarantine.at",
    entries: false,
};
