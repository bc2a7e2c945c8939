use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::Trashed;
use crate::cache::{Cache, Error};
use crate::model::Pair;

/// What came of taking something out of the trash.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TakenOut {
    /// It is an entry again, just as it was.
    Restored,
    /// The pair has an entry with the same signature already; it is in the trash no more.
    Same,
    /// The pair has an entry with another signature, which stays.
    Occupied,
    /// It is in the trash no more.
    Gone,
}

impl Cache {
    /// Takes something out of the trash, unless its pair has an entry with another signature.
    ///
    /// # Errors
    /// When the database can't be written; then it is where it was.
    pub fn take_out(&self, trashed: &Trashed) -> Result<TakenOut, Error> {
        let Pair { content, key } = &trashed.entry.pair;
        self.write(|connection| {
            let key = self.key_row(key)?;
            let still = "SELECT 1 FROM trash WHERE id = ?1 AND content = ?2 AND key = ?3 AND signature = ?4";
            let parameters = params![trashed.row, content.as_bytes(), key, trashed.entry.signature];
            if self.run(connection.query_row(still, parameters, |_| Ok(())).optional())?.is_none() {
                return Ok(TakenOut::Gone);
            }
            let entry = "SELECT signature FROM entry WHERE content = ?1 AND key = ?2";
            let there = connection
                .query_row(entry, params![content.as_bytes(), key], |row| row.get::<_, Vec<u8>>(0))
                .optional();
            let taken = match self.run(there)? {
                Some(there) if there != trashed.entry.signature => return Ok(TakenOut::Occupied),
                Some(_) => TakenOut::Same,
                None => {
                    let restore = "INSERT INTO entry
                            (content, key, signature, proof, size, signed, stored, used, origin, label, verdict,
                             judged, pinned, made_by, hash, expires)
                         SELECT content, key, signature, proof, size, signed, stored, used, origin, label, verdict,
                             judged, pinned, made_by, hash, expires
                         FROM trash WHERE id = ?1";
                    self.run(connection.execute(restore, [trashed.row]))?;
                    TakenOut::Restored
                }
            };
            self.run(connection.execute("DELETE FROM trash WHERE id = ?1", [trashed.row]))?;
            Ok(taken)
        })
    }

    /// Deletes for good what is still in the trash as it was, in one transaction; gives how many.
    ///
    /// # Errors
    /// When the database can't be written; then everything is where it was.
    pub fn empty_trash(&self, trashed: &[(i64, Timestamp)]) -> Result<u64, Error> {
        self.write(|connection| {
            // A number is given again when the last one is free, so it alone says too little.
            let sql = "DELETE FROM trash WHERE id = ?1 AND deleted = ?2";
            let mut statement = self.run(connection.prepare_cached(sql))?;
            let mut deleted = 0;
            for (row, time) in trashed {
                deleted += self.run(statement.execute(params![row, time.as_second()]))? as u64;
            }
            Ok(deleted)
        })
    }

    /// Deletes for good up to `most` of what was put into the trash at `limit` or before; gives how many.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn empty_trash_before(&self, limit: Timestamp, most: usize) -> Result<u64, Error> {
        let sql =
            "DELETE FROM trash WHERE id IN (SELECT id FROM trash WHERE deleted <= ?1 ORDER BY id LIMIT ?2)";
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.write(|connection| {
            Ok(self.run(connection.execute(sql, params![limit.as_second(), most]))? as u64)
        })
    }

    /// How much was put into the trash at `limit` or before.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn trash_before(&self, limit: Timestamp) -> Result<u64, Error> {
        if !self.has_trash()? {
            return Ok(0);
        }
        let sql = "SELECT count(*) FROM trash WHERE deleted <= ?1";
        let count = self.connection.query_row(sql, [limit.as_second()], |row| row.get::<_, i64>(0));
        Ok(self.run(count)?.try_into().unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rusqlite::types::Value;

    use super::*;
    use crate::cache::Doomed;
    use crate::model::{ContentDigest, KeyId, NewEntry, Origin, Proof, SignatureFacts, Untrusted, Verdict};

    fn key() -> KeyId {
        "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B".parse().unwrap()
    }

    fn cache(directory: &std::path::Path, signatures: &[Vec<u8>], label: &str) -> Cache {
        let cache = Cache::open_or_create(directory).unwrap();
        let entries: Vec<NewEntry> = (0..)
            .zip(signatures)
            .map(|(number, signature)| NewEntry {
                pair: Pair { content: ContentDigest::new([number; 32]), key: key() },
                signature: signature.clone(),
                proof: Some(Proof::new([1; 8], 67, vec![number; 3]).unwrap()),
                size: 67,
                signed: Timestamp::UNIX_EPOCH,
                facts: SignatureFacts::default(),
                origin: Origin::Adopted,
                label: Some(Untrusted::new(label)),
                verdict: Verdict::Weak,
            })
            .collect();
        cache.insert(&entries, Timestamp::from_second(7).unwrap()).unwrap();
        cache.connection.execute("UPDATE entry SET used = 9 + length(signature), judged = NULL", ()).unwrap();
        cache.connection.execute("UPDATE entry SET pinned = 1 WHERE length(signature) > 3", ()).unwrap();
        cache
    }

    fn rows(cache: &Cache) -> Vec<Vec<Value>> {
        let columns = "content, key, signature, proof, size, signed, stored, used, origin, label, verdict, judged, pinned, made_by, hash, expires";
        let sql = format!("SELECT {columns} FROM entry ORDER BY content");
        let mut statement = cache.connection.prepare(&sql).unwrap();
        let rows = statement.query_map((), |row| (0..16).map(|column| row.get(column)).collect()).unwrap();
        rows.map(Result::unwrap).collect()
    }

    fn doomed(cache: &Cache) -> Vec<Doomed> {
        let mut all = Vec::new();
        let each = &mut |entry: crate::model::Entry, _| {
            let (used, pinned) = (entry.used, entry.pinned);
            let reason = Untrusted::new("a test");
            all.push(Doomed { pair: entry.pair, signature: entry.signature, used, pinned, reason });
            true
        };
        cache.select(&crate::model::query::Query::default(), Timestamp::UNIX_EPOCH, each).unwrap();
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn taking_everything_out_again_undoes_throwing_it_away(
            signatures in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..8), 1..6),
            label in "\\PC{0,12}",
        ) {
            let directory = tempfile::tempdir().unwrap();
            let cache = cache(directory.path(), &signatures, &label);
            let before = rows(&cache);
            let went = cache.throw_away_all(&doomed(&cache), Timestamp::UNIX_EPOCH).unwrap();
            prop_assert_eq!(went, vec![true; signatures.len()]);
            prop_assert!(rows(&cache).is_empty());
            for number in 0..signatures.len() {
                let content = ContentDigest::new([u8::try_from(number).unwrap(); 32]);
                let found = cache.trashed(&Pair { content, key: key() }).unwrap();
                prop_assert_eq!(cache.take_out(&found[0]).unwrap(), TakenOut::Restored);
                prop_assert_eq!(cache.take_out(&found[0]).unwrap(), TakenOut::Gone);
            }
            prop_assert_eq!(rows(&cache), before);
        }
    }

    #[test]
    fn what_changed_since_it_was_decided_stays() {
        for change in ["used = used + 1", "pinned = NOT pinned", "signature = x'00'"] {
            let directory = tempfile::tempdir().unwrap();
            let cache = cache(directory.path(), &[vec![1], vec![2]], "");
            let doomed = doomed(&cache);
            let first = "WHERE content = zeroblob(32)";
            cache.connection.execute(&format!("UPDATE entry SET {change} {first}"), ()).unwrap();
            let went = cache.throw_away_all(&doomed, Timestamp::UNIX_EPOCH).unwrap();
            assert_eq!(went, [false, true], "{change}");
            assert_eq!(rows(&cache).len(), 1);
        }
    }

    #[test]
    fn nothing_is_put_over_an_entry() {
        let directory = tempfile::tempdir().unwrap();
        let cache = cache(directory.path(), &[vec![1]], "");
        let pair = Pair { content: ContentDigest::new([0; 32]), key: key() };
        let keep = "INSERT INTO entry (content, key, signature, size, signed, stored, used, origin)
             VALUES (zeroblob(32), 1, x'ff', 0, 0, 0, 0, 'signed')";
        cache.throw_away_all(&doomed(&cache), Timestamp::UNIX_EPOCH).unwrap();
        cache.connection.execute(keep, ()).unwrap();
        let trashed = cache.trashed(&pair).unwrap();
        assert_eq!(cache.take_out(&trashed[0]).unwrap(), TakenOut::Occupied);
        assert_eq!(cache.trashed(&pair).unwrap(), trashed);
        assert_eq!(cache.get(&pair).unwrap().unwrap().signature, [0xff]);
    }
}
