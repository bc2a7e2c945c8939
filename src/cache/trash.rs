use jiff::Timestamp;
use rusqlite::{named_params, params};

use super::{Cache, Error};
use crate::model::{NewEntry, Pair, Untrusted};

impl Cache {
    /// Puts an entry in the place of the one that its pair has, if that still has the signature `old`.
    ///
    /// The old one goes to the trash, where look-ups never find it. Gives whether it was replaced.
    ///
    /// # Errors
    /// When the database can't be written; then the old one is where it was.
    pub fn replace(
        &self,
        old: &[u8],
        entry: &NewEntry,
        reason: &Untrusted,
        now: Timestamp,
    ) -> Result<bool, Error> {
        self.write(|_| {
            if !self.throw_away(&entry.pair, old, reason, now)? {
                return Ok(false);
            }
            let key = self.key_row(&entry.pair.key)?;
            self.insert_one(entry, key, now)
        })
    }

    /// Moves an entry to the trash, if it still has this signature.
    fn throw_away(
        &self,
        pair: &Pair,
        signature: &[u8],
        reason: &Untrusted,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let key = self.key_row(&pair.key)?;
        let copied = self.connection.execute(
            "INSERT INTO trash
                (content, key, signature, proof, size, signed, stored, used, origin, label, verdict, judged, pinned,
                 reason, deleted)
             SELECT content, key, signature, proof, size, signed, stored, used, origin, label, verdict, judged, pinned,
                 :reason, :now
             FROM entry WHERE content = :content AND key = :key AND signature = :signature",
            named_params! {
                ":content": pair.content.as_bytes(),
                ":key": key,
                ":signature": signature,
                ":reason": reason.raw(),
                ":now": now.as_second(),
            },
        );
        let copied = self.run(copied)? > 0;
        if copied {
            let entry = "SELECT id FROM entry WHERE content = ?1 AND key = ?2";
            for sql in [
                format!("DELETE FROM binding WHERE entry = ({entry})"),
                format!("DELETE FROM entry WHERE id = ({entry})"),
            ] {
                self.run(self.connection.execute(&sql, params![pair.content.as_bytes(), key]))?;
            }
        }
        Ok(copied)
    }
}
