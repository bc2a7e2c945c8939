//! Signatures that did not verify, where look-ups never find them.

mod page;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params, params_from_iter};

use super::select::{Columns, conditions};
use super::{Cache, Error, First, TakenOut, row};
use crate::model::query::Query;
use crate::model::{NewEntry, Pair, Untrusted};

pub use page::QuarantinePage;

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

/// A signature in quarantine, with what came with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quarantine {
    /// The content and the key.
    pub pair: Pair,
    /// The bytes that were in the entry.
    pub signature: Vec<u8>,
    /// The proof's bytes.
    pub proof: Option<Vec<u8>>,
}

/// What a query can speak of. An age is the time since it was put there.
const FACTS: Columns = Columns {
    content: "quarantine.content",
    label: "NULL",
    size: "NULL",
    stored: "quarantine.at",
    entries: false,
};

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
            concat!(
                "SELECT ",
                row::bounded!("signature", 65536),
                ", ",
                row::bounded!("reason", 65536),
                ", at FROM quarantine
                 WHERE content = ?1 AND key = (SELECT id FROM key WHERE key_id = ?2)
                 ORDER BY id DESC LIMIT 1"
            ),
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

    /// What a query selects in quarantine, the latest first. What makes no sense is passed over.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn in_quarantine(&self, query: &Query, now: Timestamp) -> Result<Vec<Quarantine>, Error> {
        let (conditions, values) = conditions(query, now, FACTS);
        let sql = format!(
            "SELECT {}, {}, {}, {}
             FROM quarantine JOIN key ON key.id = quarantine.key WHERE {conditions} ORDER BY quarantine.id DESC",
            row::bounded!("quarantine.content", 32),
            row::bounded!("key.key_id", 512),
            row::bounded!("quarantine.signature", 65536),
            row::bounded!("quarantine.proof", 1024),
        );
        let read = || -> rusqlite::Result<Vec<Quarantine>> {
            let mut statement = self.connection.prepare(&sql)?;
            let mut rows = statement.query(params_from_iter(values))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                if let (Ok(pair), Ok(signature), Ok(proof)) = (row::pair(row), row.get(2), row.get(3)) {
                    found.push(Quarantine { pair, signature, proof });
                }
            }
            Ok(found)
        };
        self.run(read())
    }

    /// Makes a signature in quarantine an entry again that was found to verify, unless its pair has one, or
    /// another one in the trash that is not among those that were passed over.
    ///
    /// # Errors
    /// When the database can't be written; then it is where it was.
    pub fn heal(&self, entry: &NewEntry, passed_over: &[Vec<u8>], now: Timestamp) -> Result<TakenOut, Error> {
        self.write(|connection| {
            let key = self.key_row(&entry.pair.key)?;
            if self.insert_one_first(entry, key, passed_over, now)? != First::Stored {
                return Ok(TakenOut::Occupied);
            }
            let sql = "DELETE FROM quarantine WHERE content = ?1 AND key = ?2 AND signature = ?3";
            let parameters = params![entry.pair.content.as_bytes(), key, entry.signature];
            self.run(connection.execute(sql, parameters))?;
            Ok(TakenOut::Restored)
        })
    }
}
