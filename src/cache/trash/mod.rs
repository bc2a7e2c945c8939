//! Where entries rest that were deleted, until a grace time has passed: look-ups never read it.

mod first;
mod restore;
mod select;
mod stray;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, named_params, params};

use super::{Cache, Error};
use crate::model::{Entry, NewEntry, Origin, Pair, Untrusted};

pub use first::{First, PassedOver};
pub use restore::TakenOut;

/// Something in the trash.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trashed {
    /// Its number in the trash.
    pub row: i64,
    /// The entry as it was.
    pub entry: Entry,
    /// Why it was put there.
    pub reason: Untrusted,
    /// When.
    pub deleted: Timestamp,
}

impl Trashed {
    /// Whether it was the signature of its pair once, and not only in a file that was overwritten.
    #[must_use]
    pub fn was_entry(&self) -> bool {
        self.entry.origin != Some(Origin::Replaced)
    }
}

/// An entry that is to go to the trash if it still is as it was when that was decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Doomed {
    /// The content and the key.
    pub pair: Pair,
    /// The signature that it had.
    pub signature: Vec<u8>,
    /// When it was last handed out.
    pub used: Timestamp,
    /// Whether a person had asked to keep it.
    pub pinned: bool,
    /// Why it goes.
    pub reason: Untrusted,
}

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

    /// Moves entries to the trash that still are as they were, in one transaction; says of each whether it went.
    ///
    /// # Errors
    /// When the database can't be written; then nothing went.
    pub fn throw_away_all(&self, doomed: &[Doomed], now: Timestamp) -> Result<Vec<bool>, Error> {
        self.write(|connection| {
            let mut unchanged = self.run(connection.prepare_cached(
                "SELECT 1 FROM entry WHERE content = ?1 AND key = (SELECT id FROM key WHERE key_id = ?2)
                     AND used = ?3 AND pinned = ?4",
            ))?;
            let went = doomed.iter().map(|doomed| {
                let found = unchanged
                    .query_row(
                        params![
                            doomed.pair.content.as_bytes(),
                            doomed.pair.key.to_string(),
                            doomed.used.as_second(),
                            doomed.pinned
                        ],
                        |_| Ok(()),
                    )
                    .optional();
                Ok(self.run(found)?.is_some()
                    && self.throw_away(&doomed.pair, &doomed.signature, &doomed.reason, now)?)
            });
            went.collect()
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
        let mut statement = self.run(self.connection.prepare_cached(
            "INSERT INTO trash
                (content, key, signature, proof, size, signed, stored, used, origin, label, verdict, judged, pinned,
                 made_by, hash, expires, reason, deleted)
             SELECT content, key, signature, proof, size, signed, stored, used, origin, label, verdict, judged, pinned,
                 made_by, hash, expires, :reason, :now
             FROM entry WHERE content = :content AND key = :key AND signature = :signature",
        ))?;
        let copied = statement.execute(named_params! {
            ":content": pair.content.as_bytes(),
            ":key": key,
            ":signature": signature,
            ":reason": reason.raw(),
            ":now": now.as_second(),
        });
        let copied = self.run(copied)? > 0;
        if copied {
            let entry = "SELECT id FROM entry WHERE content = ?1 AND key = ?2";
            for sql in [
                format!("DELETE FROM binding WHERE entry = ({entry})"),
                format!("DELETE FROM entry WHERE id = ({entry})"),
            ] {
                let mut statement = self.run(self.connection.prepare_cached(&sql))?;
                self.run(statement.execute(params![pair.content.as_bytes(), key]))?;
            }
        }
        Ok(copied)
    }
}
