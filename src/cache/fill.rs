//! Giving the rows of an older cache the facts that version 4 keeps beside each signature.
//!
//! A transaction per batch: readers and other writers come in between, and a process that is killed loses the batch
//! it was at. `identity` says which row is next, so the next writer goes on there.

use rusqlite::{OptionalExtension, params};

use super::{Cache, Error, layout, lock, row};
use crate::model::SignatureFacts;

/// How many rows one transaction fills.
const BATCH: i64 = 2000;

/// What there is to note about a signature.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Described {
    /// What the signature says of itself.
    pub facts: SignatureFacts,
    /// Whether a proof can prove it. One that can't is dropped.
    pub provable: bool,
}

/// The tables with signatures, and the columns of `identity` that say how far they are filled.
const TABLES: [(&str, &str, &str); 2] =
    [("entry", "entry_next", "entry_last"), ("trash", "trash_next", "trash_last")];

impl Cache {
    /// How many rows at most are still to be filled.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn unfilled(&self) -> Result<u64, Error> {
        let mut count = 0;
        for (table, next, last) in TABLES {
            let sql = format!(
                "SELECT count(*) FROM {table}, identity WHERE {table}.id BETWEEN identity.{next} AND identity.{last}"
            );
            let some: Option<bool> = self.run(
                self.connection
                    .query_row(&format!("SELECT {next} NOT NULL FROM identity"), (), |row| row.get(0))
                    .optional(),
            )?;
            if some == Some(true) {
                count += self.run(self.connection.query_row(&sql, (), |row| row.get::<_, i64>(0)))?;
            }
        }
        Ok(count.try_into().unwrap_or(0))
    }

    /// Fills the rows that an older version wrote, unless another process is at it. `describe` reads a signature.
    ///
    /// `begin` is called with the number of rows where there is something to do. `progress` is called with the number of rows of each batch, and returns false to stop; the next writer goes on.
    ///
    /// # Errors
    /// When the database can't be written. What was filled until then stays.
    pub fn fill(
        &self,
        describe: &dyn Fn(&[u8]) -> Option<Described>,
        begin: &mut dyn FnMut(u64),
        progress: &mut dyn FnMut(u64) -> bool,
    ) -> Result<(), Error> {
        if !self.is_filling()? {
            return Ok(());
        }
        let path = layout::locks(&self.directory)?.join("fill");
        let Some(_lock) = lock::at_once(&self.directory, &path, "filling")? else { return Ok(()) };
        match self.unfilled()? {
            0 => {}
            rows => begin(rows),
        }
        // What another writer moves meanwhile from one table to the other is unfilled there.
        while self.is_filling()? {
            for (one, other) in [(TABLES[0], TABLES[1]), (TABLES[1], TABLES[0])] {
                loop {
                    let (rows, more) = self.fill_batch(one, other, describe)?;
                    if !progress(rows) {
                        return Ok(());
                    }
                    if !more {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether there may be rows that are not filled yet.
    fn is_filling(&self) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM identity WHERE entry_next NOT NULL OR trash_next NOT NULL";
        Ok(self.run(self.connection.query_row(sql, (), |_| Ok(())).optional())?.is_some())
    }

    /// Fills one batch; returns how many rows it had, and whether there are more. After the last one, what the other
    /// table has of unfilled rows is next.
    fn fill_batch(
        &self,
        (table, next, last): (&str, &str, &str),
        (other, other_next, other_last): (&str, &str, &str),
        describe: &dyn Fn(&[u8]) -> Option<Described>,
    ) -> Result<(u64, bool), Error> {
        self.write(|connection| {
            let range = connection
                .query_row(&format!("SELECT {next}, {last} FROM identity"), (), |row| {
                    Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<i64>>(1)?))
                })
                .optional();
            let Some((Some(first), Some(end))) = self.run(range)? else { return Ok((0, false)) };
            let mut select = self.run(connection.prepare_cached(&format!(
                "SELECT id, {} FROM {table} WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3",
                row::bounded!("signature", 65536)
            )))?;
            let mut update = self.run(connection.prepare_cached(&format!(
                "UPDATE {table} SET made_by = ?2, hash = ?3, expires = ?4, proof = CASE WHEN ?5 THEN proof END
                 WHERE id = ?1"
            )))?;
            let batch = select
                .query_map(params![first, end, BATCH], |row| Ok((row.get(0)?, row.get(1)?)))
                .and_then(Iterator::collect);
            let batch: Vec<(i64, Option<Vec<u8>>)> = self.run(batch)?;
            for (id, signature) in &batch {
                // What is no signature has no facts; a look-up reports it.
                let described = signature.as_deref().and_then(describe);
                let unread = || Described {
                    facts: SignatureFacts { hash: Some(String::new()), ..SignatureFacts::default() },
                    provable: true,
                };
                let Described { facts, provable } = described.unwrap_or_else(unread);
                let expires = facts.expires.map(jiff::Timestamp::as_second);
                self.run(update.execute(params![id, facts.made_by, facts.hash, expires, provable]))?;
            }
            let reached = batch.last().map_or(end, |(id, _)| *id);
            let to = (reached < end && !batch.is_empty()).then(|| (reached + 1, end)).unzip();
            let done = if to.0.is_some() {
                format!("UPDATE identity SET {next} = ?1, {last} = ?2")
            } else {
                format!(
                    "UPDATE identity SET {next} = ?1, {last} = ?2,
                        {other_next} = (SELECT min(id) FROM {other} WHERE hash IS NULL),
                        {other_last} = (SELECT max(id) FROM {other} WHERE hash IS NULL)"
                )
            };
            self.run(connection.execute(&done, params![to.0, to.1]))?;
            Ok((batch.len() as u64, to.0.is_some()))
        })
    }
}
