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
        if self.unfilled()? == 0 {
            return Ok(());
        }
        let path = layout::locks(&self.directory)?.join("fill");
        let Some(_lock) = lock::at_once(&self.directory, &path, "filling")? else { return Ok(()) };
        match self.unfilled()? {
            0 => return Ok(()),
            rows => begin(rows),
        }
        for table in TABLES {
            loop {
                let (rows, more) = self.fill_batch(table, describe)?;
                if !progress(rows) {
                    return Ok(());
                }
                if !more {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Fills one batch; returns how many rows it had, and whether there are more.
    fn fill_batch(
        &self,
        (table, next, last): (&str, &str, &str),
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
                let Some(Described { facts, provable }) = described else { continue };
                let expires = facts.expires.map(jiff::Timestamp::as_second);
                self.run(update.execute(params![id, facts.made_by, facts.hash, expires, provable]))?;
            }
            let reached = batch.last().map_or(end, |(id, _)| *id);
            let to = (reached < end && !batch.is_empty()).then(|| (reached + 1, end)).unzip();
            let done = format!("UPDATE identity SET {next} = ?1, {last} = ?2");
            self.run(connection.execute(&done, params![to.0, to.1]))?;
            Ok((batch.len() as u64, to.0.is_some()))
        })
    }
}
