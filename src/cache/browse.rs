//! Reading for somebody who looks around: which rows there are, and then the few that are in sight.

use jiff::Timestamp;
use rusqlite::{InterruptHandle, params_from_iter};

use super::select::{BOUND, ENTRIES, conditions, order};
use super::{Cache, Error, row};
use crate::model::Entry;
use crate::model::query::Query;

/// The number of an entry's row. It may be another entry's when this one was deleted.
pub type RowId = i64;

/// Stops what a cache is being asked, from another thread.
pub struct Interrupter(InterruptHandle);

impl Interrupter {
    /// Makes the question that is being answered now, if there is one, fail.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }
}

impl Cache {
    /// Calls `each` with the number of every row that a query selects, in its order; without one, the latest come
    /// first. `each` returns false to stop.
    ///
    /// # Errors
    /// When the database can't be read, or somebody interrupts.
    pub fn row_ids(
        &self,
        query: &Query,
        now: Timestamp,
        each: &mut dyn FnMut(RowId) -> bool,
    ) -> Result<(), Error> {
        let (conditions, values) = conditions(query, now, ENTRIES);
        let order = if query.sort.is_none() { "entry.id DESC".into() } else { order(query.sort, ENTRIES) };
        // Left, although every entry has a key: SQLite leaves such a one out where nothing asks for it.
        let sql = format!(
            "SELECT entry.id FROM entry LEFT JOIN key ON key.id = entry.key WHERE {conditions} ORDER BY {order}"
        );
        let mut statement = self.run(self.connection.prepare(&sql))?;
        let mut rows = self.run(statement.query(params_from_iter(values)))?;
        while let Some(row) = self.run(rows.next())? {
            if !each(self.run(row.get(0))?) {
                break;
            }
        }
        Ok(())
    }

    /// Those of some rows that a query selects, in the order in which they are given.
    ///
    /// # Errors
    /// As [`Cache::row_ids`].
    pub fn selected_of(&self, ids: &[RowId], query: &Query, now: Timestamp) -> Result<Vec<RowId>, Error> {
        let (conditions, mut values) = conditions(query, now, ENTRIES);
        values.push(RowId::default().into());
        let sql = format!(
            "SELECT entry.id FROM entry LEFT JOIN key ON key.id = entry.key WHERE entry.id = ?{} AND {conditions}",
            values.len()
        );
        let mut statement = self.run(self.connection.prepare(&sql))?;
        let mut selected = Vec::new();
        for id in ids {
            values.pop();
            values.push((*id).into());
            if self.run(statement.exists(params_from_iter(&values)))? {
                selected.push(*id);
            }
        }
        Ok(selected)
    }

    /// The rows after another one, the latest first, though not more than `most`.
    ///
    /// # Errors
    /// As [`Cache::row_ids`].
    pub fn rows_after(&self, id: RowId, most: usize) -> Result<Vec<RowId>, Error> {
        let sql = "SELECT id FROM entry WHERE id > ?1 ORDER BY id DESC LIMIT ?2";
        let mut statement = self.run(self.connection.prepare_cached(sql))?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.run(self.run(statement.query_map([id, most], |row| row.get(0)))?.collect())
    }

    /// Calls `each` with the rows before another one and their labels, the latest first, though not with more than `most`;
    /// tells how many there were.
    ///
    /// # Errors
    /// As [`Cache::row_ids`].
    pub fn labels_before(
        &self,
        id: RowId,
        most: usize,
        each: &mut dyn FnMut(RowId, &str),
    ) -> Result<usize, Error> {
        let sql = concat!(
            "SELECT id, ",
            row::bounded!("label", 65536),
            " FROM entry WHERE id < ?1 ORDER BY id DESC LIMIT ?2"
        );
        let mut statement = self.run(self.connection.prepare_cached(sql))?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let mut rows = self.run(statement.query([id, most]))?;
        let mut count = 0;
        while let Some(row) = self.run(rows.next())? {
            // What is no text is no label that anybody could find.
            each(self.run(row.get(0))?, self.run(row.get_ref(1))?.as_str().unwrap_or_default());
            count += 1;
        }
        Ok(count)
    }

    /// The numbers of all rows, the latest first: an index has them, so that no entry is read for it.
    ///
    /// # Errors
    /// As [`Cache::row_ids`].
    pub fn all_row_ids(&self) -> Result<Vec<RowId>, Error> {
        let mut statement =
            self.run(self.connection.prepare("SELECT id FROM entry ORDER BY content, key"))?;
        let mut rows = self.run(statement.query(()))?;
        let mut ids = Vec::new();
        while let Some(row) = self.run(rows.next())? {
            ids.push(self.run(row.get(0))?);
        }
        ids.sort_unstable_by(|one: &RowId, other| other.cmp(one));
        Ok(ids)
    }

    /// The entries in these rows, as far as there are such, and whether each has a copy in a Nix store.
    ///
    /// # Errors
    /// As [`Cache::row_ids`].
    pub fn rows(&self, ids: &[RowId]) -> Result<Vec<(RowId, Entry, bool)>, Error> {
        let sql = format!(
            "SELECT {}, {BOUND} FROM entry JOIN key ON key.id = entry.key WHERE entry.id = ?1",
            row::ENTRY
        );
        let mut statement = self.run(self.connection.prepare_cached(&sql))?;
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            let mut rows = self.run(statement.query([id]))?;
            if let Some(row) = self.run(rows.next())?
                && let Ok(entry) = row::entry(row)
            {
                found.push((*id, entry, self.run(row.get(13))?));
            }
        }
        Ok(found)
    }

    /// A number that changes when another connection has changed the database.
    ///
    /// # Errors
    /// As [`Cache::row_ids`].
    pub fn data_version(&self) -> Result<i64, Error> {
        self.run(self.connection.query_row("PRAGMA data_version", (), |row| row.get(0)))
    }

    /// What stops a question to this cache from another thread.
    #[must_use]
    pub fn interrupter(&self) -> Interrupter {
        Interrupter(self.connection.get_interrupt_handle())
    }
}
