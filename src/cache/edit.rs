use jiff::Timestamp;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::select::{ENTRIES, conditions};
use super::{Cache, Error};
use crate::model::Untrusted;
use crate::model::query::Query;

/// How many entries are changed while others wait to write.
const TOGETHER: usize = 5000;

/// The entries that a query selected at some time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Selection {
    /// How many there were.
    pub count: u64,
    /// The last row of them.
    last: i64,
}

/// What a person changes about entries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Edit {
    /// Whether they are kept whatever any policy says.
    Pin(bool),
    /// What they are called; nothing where there is none.
    Label(Option<Untrusted>),
}

impl Edit {
    fn column(&self) -> &'static str {
        match self {
            Self::Pin(_) => "pinned",
            Self::Label(_) => "label",
        }
    }

    fn value(&self) -> Value {
        match self {
            Self::Pin(pinned) => Value::Integer((*pinned).into()),
            Self::Label(label) => label.as_ref().map_or(Value::Null, |label| Value::Text(label.raw().into())),
        }
    }
}

impl Cache {
    /// How many entries a query selects by now.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn selection(&self, query: &Query, now: Timestamp) -> Result<Selection, Error> {
        let (conditions, values) = conditions(query, now, ENTRIES);
        let sql = format!(
            "SELECT count(*), coalesce(max(entry.id), 0) FROM entry JOIN key ON key.id = entry.key WHERE {conditions}"
        );
        let mut statement = self.run(self.connection.prepare(&sql))?;
        self.run(statement.query_row(params_from_iter(values), |row| {
            Ok(Selection { count: row.get::<_, i64>(0)?.try_into().unwrap_or(0), last: row.get(1)? })
        }))
    }

    /// Changes something about the entries that a query selects; gives how many it was not so of before.
    ///
    /// Entries that came after those of the selection are left as they are: nobody agreed to that. `go_on` is asked between transactions, each of which is short.
    ///
    /// # Errors
    /// When the database can't be written; what was changed until then stays.
    pub fn edit(
        &self,
        (query, selection): (&Query, Selection),
        edit: &Edit,
        now: Timestamp,
        go_on: &mut dyn FnMut(u64) -> bool,
    ) -> Result<u64, Error> {
        let (conditions, mut values) = conditions(query, now, ENTRIES);
        let (after, value, last) = (values.len() + 1, values.len() + 2, values.len() + 3);
        values.extend([Value::Integer(i64::MIN), edit.value(), Value::Integer(selection.last)]);
        let column = edit.column();
        let select = format!(
            "SELECT entry.id FROM entry JOIN key ON key.id = entry.key
             WHERE entry.id > ?{after} AND entry.id <= ?{last} AND entry.{column} IS NOT ?{value} AND {conditions}
             ORDER BY entry.id LIMIT {TOGETHER}"
        );
        let update = format!("UPDATE entry SET {column} = ?2 WHERE id = ?1");
        let mut changed = 0;
        loop {
            let ids = self.write(|connection| {
                let mut select = self.run(connection.prepare_cached(&select))?;
                let rows = self.run(select.query_map(params_from_iter(&values), |row| row.get(0)))?;
                let ids: Vec<i64> = self.run(rows.collect())?;
                let mut update = self.run(connection.prepare_cached(&update))?;
                for id in &ids {
                    self.run(update.execute((id, &values[value - 1])))?;
                }
                Ok(ids)
            })?;
            changed += ids.len() as u64;
            match ids.last() {
                Some(last) if go_on(ids.len() as u64) => values[after - 1] = Value::Integer(*last),
                _ => return Ok(changed),
            }
        }
    }
}
