use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, named_params, params};

use super::{Cache, Error, connection, row, schema};
use crate::model::{Entry, KeyId, NewEntry, Pair};

/// How old a last-used stamp must be before a hit renews it.
const STAMP_AFTER: Duration = Duration::from_secs(6 * 3600);

/// How many bytes stamps may leave in the WAL. Reading them costs each look-up a little, writing them back waits for the disk.
const LONG_WAL: u64 = 64 << 10;

/// Whether an entry that was last used at `used` is to be stamped when it is used now.
pub(super) fn stamp_is_due(used: Timestamp, now: Timestamp) -> bool {
    used.saturating_add(STAMP_AFTER).is_ok_and(|renewal| renewal <= now)
}

impl Cache {
    /// The entry of a pair.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn get(&self, pair: &Pair) -> Result<Option<Entry>, Error> {
        let sql = format!(
            "SELECT {} FROM entry JOIN key ON key.id = entry.key WHERE entry.content = ?1 AND key.key_id = ?2",
            row::ENTRY
        );
        let mut statement = self.run(self.connection.prepare_cached(&sql))?;
        let parameters = params![pair.content.as_bytes(), pair.key.to_string()];
        self.run(statement.query_row(parameters, row::entry).optional())
    }

    /// The entries of many pairs, as they are at one moment: a transaction for each costs more than the look-up.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn get_all(&self, pairs: &[Pair]) -> Result<Vec<Option<Entry>>, Error> {
        // It only reads, so there is nothing to lose when it is rolled back.
        let _snapshot = self.run(self.connection.unchecked_transaction())?;
        pairs.iter().map(|pair| self.get(pair)).collect()
    }

    /// Stores entries whose pairs are absent, in one transaction, and leaves the others as they are.
    ///
    /// What is in the trash counts for nothing here: see [`Cache::insert_first`].
    /// Gives for each whether it was stored. When it returns, what it stored
    /// survives a crash and a power cut.
    ///
    /// # Errors
    /// When the database can't be written; then nothing was stored.
    pub fn insert(&self, entries: &[NewEntry], now: Timestamp) -> Result<Vec<bool>, Error> {
        self.write(|_| self.with_key_rows(entries, |entry, key| self.insert_one(entry, key, now)))
    }

    /// What `each` gives for entries and the rows of their keys.
    pub(super) fn with_key_rows<T>(
        &self,
        entries: &[NewEntry],
        mut each: impl FnMut(&NewEntry, i64) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut keys = BTreeMap::new();
        let mut key_row = |key: &KeyId| match keys.get(key) {
            Some(row) => Ok(*row),
            None => {
                let row = self.key_row(key)?;
                keys.insert(*key, row);
                Ok::<_, Error>(row)
            }
        };
        entries.iter().map(|entry| each(entry, key_row(&entry.pair.key)?)).collect()
    }

    pub(super) fn insert_one(&self, entry: &NewEntry, key: i64, now: Timestamp) -> Result<bool, Error> {
        let mut statement = self.run(self.connection.prepare_cached(
            "INSERT INTO entry
                (content, key, signature, proof, size, signed, stored, used, origin, label, verdict, judged,
                 made_by, hash, expires)
             VALUES (:content, :key, :signature, :proof, :size, :signed, :now, :now, :origin, :label, :verdict, :now,
                 :made_by, :hash, :expires)
             ON CONFLICT DO NOTHING",
        ))?;
        let stored = self.run(statement.execute(named_params! {
            ":content": entry.pair.content.as_bytes(),
            ":key": key,
            ":signature": entry.signature,
            ":proof": entry.proof.as_ref().map(crate::model::Proof::to_bytes),
            ":size": i64::try_from(entry.size).unwrap_or(i64::MAX),
            ":signed": entry.signed.as_second(),
            ":now": now.as_second(),
            ":origin": entry.origin.to_string(),
            ":label": entry.label.as_ref().map(crate::model::Untrusted::raw),
            ":verdict": entry.verdict.word(),
            ":made_by": entry.facts.made_by,
            ":hash": entry.facts.hash,
            ":expires": entry.facts.expires.map(jiff::Timestamp::as_second),
        }))?;
        Ok(stored > 0)
    }

    /// Notes what proves entries that were not proven before, and with what verdict, in one transaction.
    ///
    /// Gives for each whether the cache still had just this signature. Nothing else of the entries changes.
    ///
    /// # Errors
    /// When the database can't be written; then nothing was changed.
    pub fn improve(&self, entries: &[NewEntry], now: Timestamp) -> Result<Vec<bool>, Error> {
        self.write(|connection| {
            let mut statement = self.run(connection.prepare_cached(
                "UPDATE entry SET proof = coalesce(:proof, proof), size = :size, verdict = :verdict, judged = :now
                 WHERE content = :content AND signature = :signature
                    AND key = (SELECT id FROM key WHERE key_id = :key)",
            ))?;
            let mut improve = |entry: &NewEntry| {
                self.run(statement.execute(named_params! {
                    ":content": entry.pair.content.as_bytes(),
                    ":key": entry.pair.key.to_string(),
                    ":signature": entry.signature,
                    ":proof": entry.proof.as_ref().map(crate::model::Proof::to_bytes),
                    ":size": i64::try_from(entry.size).unwrap_or(i64::MAX),
                    ":verdict": entry.verdict.word(),
                    ":now": now.as_second(),
                }))
            };
            entries.iter().map(|entry| Ok(improve(entry)? > 0)).collect()
        })
    }

    /// Puts a signature's canonical form in place of the form that somebody gave it.
    ///
    /// Only ever for the same signature: whoever calls this has verified both.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn restore_form(&self, pair: &Pair, found: &[u8], canonical: &[u8]) -> Result<(), Error> {
        self.write(|connection| {
            let changed = connection.execute(
                "UPDATE entry SET signature = ?1 WHERE content = ?2 AND signature = ?3
                    AND key = (SELECT id FROM key WHERE key_id = ?4)",
                params![canonical, pair.content.as_bytes(), found, pair.key.to_string()],
            );
            self.run(changed).map(drop)
        })
    }

    /// Notes that an entry was handed out, if the last note, `used`, is some hours old.
    ///
    /// Costs nothing otherwise, and waits for nobody: it is only a stamp. Not
    /// done at all on a cache that can't be written or was tampered with.
    pub fn stamp(&self, pair: &Pair, used: Timestamp, now: Timestamp) {
        if !stamp_is_due(used, now) || !self.writable || !self.is_untouched() {
            return;
        }
        let stamped = || -> rusqlite::Result<()> {
            // A stamp may be lost in a power cut, and is not worth waiting for. But one that is the
            // first to write over older frames of the WAL must wait, or the cut could mix the two.
            let waits = connection::wal_length(&self.connection) > 0;
            self.connection.busy_timeout(Duration::ZERO)?;
            self.connection.pragma_update(None, "synchronous", if waits { "NORMAL" } else { "OFF" })?;
            // Writing back without waiting could lose what others wrote and waited for.
            self.connection.pragma_update(None, "wal_autocheckpoint", 0)?;
            let mut statement = self.connection.prepare_cached(
                "UPDATE entry SET used = ?1 WHERE content = ?2 AND used < ?1
                    AND key = (SELECT id FROM key WHERE key_id = ?3)",
            )?;
            statement
                .execute(params![now.as_second(), pair.content.as_bytes(), pair.key.to_string()])
                .map(drop)
        };
        let restored = || -> rusqlite::Result<()> {
            self.connection.busy_timeout(connection::BUSY)?;
            self.connection.pragma_update(None, "synchronous", "FULL")?;
            self.connection.pragma_update(None, "wal_autocheckpoint", 1000)
        };
        // Whatever happens, the hit itself is not touched by it.
        let _ = stamped();
        let _ = restored();
        if connection::wal_length(&self.connection) > LONG_WAL {
            self.unsettled.set(true);
        }
    }

    fn is_untouched(&self) -> bool {
        *self.untouched.get_or_init(|| schema::check_untouched(&self.connection, &self.directory).is_ok())
    }

    /// The row of a key, made where there is none.
    pub(super) fn key_row(&self, key: &KeyId) -> Result<i64, Error> {
        let text = key.to_string();
        let insert = "INSERT INTO key (key_id) VALUES (?1) ON CONFLICT DO NOTHING";
        self.run(self.connection.execute(insert, [&text]))?;
        let select = "SELECT id FROM key WHERE key_id = ?1";
        self.run(self.connection.query_row(select, [&text], |row| row.get(0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ContentDigest, Origin, SignatureFacts, Verdict};

    #[test]
    fn the_first_signature_of_a_pair_stays() {
        let directory = tempfile::tempdir().unwrap();
        let cache = Cache::open_or_create(directory.path()).unwrap();
        let key = "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B".parse().unwrap();
        let pair = Pair { content: ContentDigest::new([7; 32]), key };
        let entry = |signature: &[u8]| NewEntry {
            pair,
            signature: signature.into(),
            proof: None,
            size: 1,
            signed: Timestamp::UNIX_EPOCH,
            facts: SignatureFacts::default(),
            origin: Origin::Signed,
            label: None,
            verdict: Verdict::Good,
        };
        cache.insert(&[entry(b"first"), entry(b"second")], Timestamp::UNIX_EPOCH).unwrap();
        cache.insert(&[entry(b"third")], Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(cache.get(&pair).unwrap().unwrap().signature, b"first");
        // And the database itself knows no second one.
        let twice = "INSERT INTO entry (content, key, signature, size, signed, stored, used, origin)
            SELECT content, key, x'00', 0, 0, 0, 0, 'signed' FROM entry";
        assert!(cache.connection.execute_batch(twice).is_err());
    }
}
