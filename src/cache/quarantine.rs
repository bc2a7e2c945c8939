use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::{Cache, Error, row};
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
}
