use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::params;

use crate::cache::{Cache, Error};
use crate::model::{NewEntry, Pair};

impl Cache {
    /// Stores new signatures in one transaction, but none whose pair has an entry, or something in the trash.
    ///
    /// What the trash has and `passed_over` names is in nobody's way: the caller found that it does not verify.
    /// Says of each whether the trash kept it from being stored.
    ///
    /// # Errors
    /// When the database can't be written; then nothing was stored.
    pub fn insert_first(
        &self,
        entries: &[NewEntry],
        passed_over: &BTreeMap<Pair, Vec<Vec<u8>>>,
        now: Timestamp,
    ) -> Result<Vec<bool>, Error> {
        self.write(|connection| {
            let mut trashed = self.run(connection.prepare_cached(
                "SELECT signature FROM trash WHERE content = ?1 AND key = ?2
                     AND NOT EXISTS (SELECT 1 FROM entry WHERE content = ?1 AND key = ?2)",
            ))?;
            let mut insert = |entry: &NewEntry| {
                let key = self.key_row(&entry.pair.key)?;
                let passed_over = passed_over.get(&entry.pair).map_or(&[][..], Vec::as_slice);
                let there = trashed.query_map(params![entry.pair.content.as_bytes(), key], |row| row.get(0));
                let there: Vec<Vec<u8>> = self.run(there.and_then(Iterator::collect))?;
                let hindered = there.iter().any(|signature| !passed_over.contains(signature));
                if !hindered {
                    self.insert_one(entry, key, now)?;
                }
                Ok(hindered)
            };
            entries.iter().map(&mut insert).collect()
        })
    }
}
