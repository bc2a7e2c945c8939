use jiff::Timestamp;
use rusqlite::{Row, params, params_from_iter};

use super::Trashed;
use crate::cache::select::{Columns, conditions, order};
use crate::cache::{Cache, Error, row, schema};
use crate::model::Pair;
use crate::model::query::Query;

/// The columns that [`read`] reads: those of an entry and three more.
const COLUMNS: &str = concat!(
    row::entry_columns!("trash"),
    ", trash.id, ",
    row::bounded!("trash.reason", 65536),
    ", trash.deleted"
);

/// What a query can speak of. An age is the time since it was deleted.
const FACTS: Columns = Columns {
    content: "trash.content",
    label: row::bounded!("trash.label", 65536),
    size: "trash.size",
    stored: "trash.deleted",
    entries: false,
};

impl Cache {
    /// Calls `each` with everything in the trash that a query selects, in its order; the latest of a pair first.
    ///
    /// Only one is in memory at a time. `each` returns false to stop. Gives
    /// the number of rows that make no sense, which it passed over.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn select_trash(
        &self,
        query: &Query,
        now: Timestamp,
        each: &mut dyn FnMut(Trashed) -> bool,
    ) -> Result<u64, Error> {
        if !self.has_trash()? {
            return Ok(0);
        }
        let (conditions, values) = conditions(query, now, FACTS);
        let sql = format!(
            "SELECT {COLUMNS} FROM trash JOIN key ON key.id = trash.key WHERE {conditions} ORDER BY {}, trash.id DESC",
            order(query.sort, FACTS),
        );
        let mut statement = self.run(self.connection.prepare(&sql))?;
        let mut rows = self.run(statement.query(params_from_iter(values)))?;
        let mut unreadable = 0;
        while let Some(row) = self.run(rows.next())? {
            let Ok(trashed) = read(row) else {
                unreadable += 1;
                continue;
            };
            if !each(trashed) {
                break;
            }
        }
        Ok(unreadable)
    }

    /// What the trash has for a pair, the latest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn trashed(&self, pair: &Pair) -> Result<Vec<Trashed>, Error> {
        if !self.has_trash()? {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT {COLUMNS} FROM trash JOIN key ON key.id = trash.key
             WHERE trash.content = ?1 AND key.key_id = ?2 ORDER BY trash.id DESC"
        );
        let found = || -> rusqlite::Result<Vec<Trashed>> {
            let mut statement = self.connection.prepare_cached(&sql)?;
            let rows = statement.query_map(params![pair.content.as_bytes(), pair.key.to_string()], read)?;
            rows.collect()
        };
        self.run(found())
    }

    /// Whether there is nothing in the trash.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn is_trash_empty(&self) -> Result<bool, Error> {
        let any = "SELECT EXISTS (SELECT 1 FROM trash)";
        Ok(!self.has_trash()? || !self.run(self.connection.query_row(any, (), |row| row.get(0)))?)
    }

    /// Whether the database is of a version that has a trash.
    pub(super) fn has_trash(&self) -> Result<bool, Error> {
        Ok(self.run(schema::version(&self.connection))? >= schema::WITH_WANTED)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Trashed> {
    Ok(Trashed {
        entry: row::entry(row)?,
        row: row.get(13)?,
        reason: row::text(row, 14)?,
        deleted: row::time(row.get(15)?),
    })
}
