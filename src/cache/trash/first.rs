use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::params;

use crate::cache::{Cache, Error, row};
use crate::model::{NewEntry, Pair};

/// What came of storing a signature where it may not be the first one of its pair.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum First {
    /// It is the entry of its pair now.
    Stored,
    /// The pair has an entry, which stays.
    Present,
    /// The trash has another one, which may be the first.
    Trashed,
}

/// Signatures in the trash that are in nobody's way, by their pairs.
pub type PassedOver = BTreeMap<Pair, Vec<Vec<u8>>>;

impl Cache {
    /// Stores new signatures in one transaction, but none whose pair has an entry, or another one in the trash.
    ///
    /// What the trash has and `passed_over` names is in nobody's way: the caller has looked at it.
    ///
    /// # Errors
    /// When the database can't be written; then nothing was stored.
    pub fn insert_first(
        &self,
        entries: &[NewEntry],
        passed_over: &PassedOver,
        now: Timestamp,
    ) -> Result<Vec<First>, Error> {
        self.write(|_| {
            self.with_key_rows(entries, |entry, key| {
                let passed_over = passed_over.get(&entry.pair).map_or(&[][..], Vec::as_slice);
                self.insert_one_first(entry, key, passed_over, now)
            })
        })
    }

    pub(in crate::cache) fn insert_one_first(
        &self,
        entry: &NewEntry,
        key: i64,
        passed_over: &[Vec<u8>],
        now: Timestamp,
    ) -> Result<First, Error> {
        let mut others = self.run(self.connection.prepare_cached(concat!(
            "SELECT ",
            row::bounded!("signature", 65536),
            " FROM trash WHERE content = ?1 AND key = ?2 AND signature <> ?3 AND origin <> 'replaced'
                     AND NOT EXISTS (SELECT 1 FROM entry WHERE content = ?1 AND key = ?2)"
        )))?;
        let parameters = params![entry.pair.content.as_bytes(), key, entry.signature];
        let others = others.query_map(parameters, |row| row.get(0));
        let others: Vec<Vec<u8>> = self.run(others.and_then(Iterator::collect))?;
        if others.iter().any(|signature| !passed_over.contains(signature)) {
            return Ok(First::Trashed);
        }
        Ok(if self.insert_one(entry, key, now)? { First::Stored } else { First::Present })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::{Doomed, TakenOut};
    use crate::model::{ContentDigest, Origin, SignatureFacts, Untrusted, Verdict};

    #[test]
    fn whatever_came_into_the_trash_meanwhile_is_seen_by_the_transaction_that_stores() {
        let directory = tempfile::tempdir().unwrap();
        let cache = Cache::open_or_create(directory.path()).unwrap();
        let now = Timestamp::UNIX_EPOCH;
        let key = "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B".parse().unwrap();
        let pair = Pair { content: ContentDigest::new([7; 32]), key };
        let entry = |signature: &[u8]| NewEntry {
            pair,
            signature: signature.into(),
            proof: None,
            size: 1,
            signed: now,
            facts: SignatureFacts::default(),
            origin: Origin::Signed,
            label: None,
            verdict: Verdict::Good,
        };
        let insert = |signature: &[u8], passed_over: &[&[u8]]| {
            let passed_over = [(pair, passed_over.iter().map(|bytes| bytes.to_vec()).collect())].into();
            cache.insert_first(&[entry(signature)], &passed_over, now).unwrap()[0]
        };
        let heal = |signature: &[u8], passed_over: &[Vec<u8>]| {
            cache.heal(&entry(signature), passed_over, now).unwrap()
        };
        let delete = |signature: &[u8]| {
            let (signature, reason) = (signature.to_vec(), Untrusted::default());
            let doomed = Doomed { pair, signature, used: now, pinned: false, reason };
            assert_eq!(cache.throw_away_all(&[doomed], now).unwrap(), [true]);
        };
        assert_eq!(insert(b"first", &[]), First::Stored);
        assert_eq!(insert(b"second", &[]), First::Present);
        delete(b"first");
        assert_eq!(insert(b"second", &[b"third"]), First::Trashed);
        assert_eq!(heal(b"second", &[]), TakenOut::Occupied);
        assert_eq!(cache.get(&pair).unwrap(), None);
        assert_eq!(insert(b"first", &[]), First::Stored);
        assert_eq!(insert(b"second", &[]), First::Present);
        delete(b"first");
        assert_eq!(heal(b"second", &[b"first".to_vec()]), TakenOut::Restored);
        delete(b"second");
        assert_eq!(insert(b"third", &[b"first"]), First::Trashed);
        assert_eq!(insert(b"third", &[b"first", b"second"]), First::Stored);
    }
}
