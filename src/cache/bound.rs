use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use super::select::{ENTRIES, conditions, order};
use super::{Binding, Cache, Error, row};
use crate::model::query::Query;
use crate::model::{Pair, Untrusted};

impl Cache {
    /// Calls `each` with up to `most` bindings of entries that a query selects, each with its pair and label, the latest
    /// first unless the query has an order. `each` returns false to stop.
    ///
    /// Gives how many more there are.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn select_bindings(
        &self,
        query: &Query,
        now: Timestamp,
        most: usize,
        each: &mut dyn FnMut(Pair, Option<Untrusted>, Binding) -> bool,
    ) -> Result<u64, Error> {
        let (conditions, mut values) = conditions(query, now, ENTRIES);
        let joined = format!(
            "JOIN entry ON entry.id = binding.entry JOIN key ON key.id = entry.key WHERE {conditions}"
        );
        // The latest entries are most often the latest bound: read first, they keep the others out of the sorting.
        let bindings = if query.terms.is_empty() {
            "(SELECT * FROM binding ORDER BY entry DESC LIMIT -1) AS binding CROSS"
        } else {
            "binding"
        };
        let count = format!("SELECT count(*) FROM binding {joined}");
        let all: i64 =
            self.run(self.connection.query_row(&count, params_from_iter(&values), |row| row.get(0)))?;
        let order = match query.sort {
            None => "binding.bound DESC, binding.entry DESC, binding.root".to_owned(),
            sort => order(sort, ENTRIES),
        };
        values.push(Value::Integer(i64::try_from(most).unwrap_or(i64::MAX)));
        let sql = format!(
            "SELECT {}, {}, {}, {}, {}, {}, binding.bound
             FROM {bindings} {joined} ORDER BY {order} LIMIT ?{}",
            row::bounded!("entry.content", 32),
            row::bounded!("key.key_id", 512),
            row::bounded!("entry.label", 65536),
            row::bounded!("binding.store", 4096),
            row::bounded!("binding.path", 4096),
            row::bounded!("binding.root", 4096),
            values.len()
        );
        let mut statement = self.run(self.connection.prepare(&sql))?;
        let mut rows = self.run(statement.query(params_from_iter(values)))?;
        let read = |row: &Row<'_>| -> rusqlite::Result<(Pair, Option<Untrusted>, Binding)> {
            let binding = Binding {
                store: row::text(row, 3)?,
                path: row::text(row, 4)?,
                root: row::text(row, 5)?,
                bound: row::time(row.get(6)?),
            };
            Ok((row::pair(row)?, row::optional_text(row, 2)?, binding))
        };
        while let Some(row) = self.run(rows.next())? {
            // What is no entry has no binding either.
            if let Ok((pair, label, binding)) = read(row)
                && !each(pair, label, binding)
            {
                break;
            }
        }
        Ok(u64::try_from(all).unwrap_or(0).saturating_sub(most as u64))
    }
}
