use jiff::Timestamp;
use rusqlite::{Row, params, params_from_iter};

use super::{Cache, Error, row};
use crate::model::{Pair, Untrusted};

/// A copy of an entry in a Nix store, as somebody noted it. For people: a store path is always computed anew.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Binding {
    /// The store's directory.
    pub store: Untrusted,
    /// The store path of the copy.
    pub path: Untrusted,
    /// The link that keeps it from being collected.
    pub root: Untrusted,
    /// When it was bound.
    pub bound: Timestamp,
}

/// A binding, with the entry that it is of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BoundEntry {
    /// The entry's pair.
    pub pair: Pair,
    /// Its signature.
    pub signature: Vec<u8>,
    /// The binding.
    pub binding: Binding,
}
/// How many roots one statement names.
const TOGETHER: usize = 500;

impl Cache {
    /// Notes bindings, replacing older notes of the same copies.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn note_bindings(&self, bindings: &[(Pair, Binding)]) -> Result<(), Error> {
        self.write(|connection| {
            let mut statement = self.run(connection.prepare_cached(
                "INSERT OR REPLACE INTO binding (entry, store, path, root, bound)
                 SELECT id, ?3, ?4, ?5, ?6 FROM entry
                 WHERE content = ?1 AND key = (SELECT id FROM key WHERE key_id = ?2)",
            ))?;
            for (pair, binding) in bindings {
                self.run(statement.execute(params![
                    pair.content.as_bytes(),
                    pair.key.to_string(),
                    binding.store.raw(),
                    binding.path.raw(),
                    binding.root.raw(),
                    binding.bound.as_second(),
                ]))?;
            }
            Ok(())
        })
    }

    /// Forgets the bindings that these roots kept.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn forget_bindings(&self, roots: &[Untrusted]) -> Result<(), Error> {
        self.write(|connection| {
            for some in roots.chunks(TOGETHER) {
                let places = vec!["?"; some.len()].join(", ");
                let sql = format!("DELETE FROM binding WHERE root IN ({places})");
                let roots = some.iter().map(Untrusted::raw);
                self.run(connection.execute(&sql, params_from_iter(roots)))?;
            }
            Ok(())
        })
    }

    /// Whether any entry is noted as bound.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn has_bindings(&self) -> Result<bool, Error> {
        let any = "SELECT EXISTS (SELECT 1 FROM binding)";
        self.run(self.connection.query_row(any, (), |row| row.get(0)))
    }

    /// The bindings of a pair's entry, the oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn bindings(&self, pair: &Pair) -> Result<Vec<Binding>, Error> {
        let read = || -> rusqlite::Result<Vec<Binding>> {
            self.connection
                .prepare_cached(concat!(
                    "SELECT ",
                    row::bounded!("store", 4096),
                    ", ",
                    row::bounded!("path", 4096),
                    ", ",
                    row::bounded!("root", 4096),
                    ", bound FROM binding WHERE entry =
                        (SELECT id FROM entry WHERE content = ?1
                            AND key = (SELECT id FROM key WHERE key_id = ?2))
                     ORDER BY bound, path"
                ))?
                .query_map(params![pair.content.as_bytes(), pair.key.to_string()], |row| {
                    Ok(Binding {
                        store: row::text(row, 0)?,
                        path: row::text(row, 1)?,
                        root: row::text(row, 2)?,
                        bound: row::time(row.get(3)?),
                    })
                })?
                .collect()
        };
        self.run(read())
    }

    /// Calls `each` with every binding of an entry. It returns false to stop.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn each_binding(&self, each: &mut dyn FnMut(BoundEntry) -> bool) -> Result<(), Error> {
        let mut statement = self.run(self.connection.prepare(concat!(
            "SELECT ",
            row::bounded!("entry.content", 32),
            ", ",
            row::bounded!("key.key_id", 512),
            ", ",
            row::bounded!("entry.signature", 65536),
            ", ",
            row::bounded!("store", 4096),
            ", ",
            row::bounded!("path", 4096),
            ", ",
            row::bounded!("root", 4096),
            ", bound FROM binding
                 JOIN entry ON entry.id = binding.entry JOIN key ON key.id = entry.key ORDER BY entry.id"
        )))?;
        let mut rows = self.run(statement.query(()))?;
        let read = |row: &Row<'_>| -> rusqlite::Result<BoundEntry> {
            let binding = Binding {
                store: row::text(row, 3)?,
                path: row::text(row, 4)?,
                root: row::text(row, 5)?,
                bound: row::time(row.get(6)?),
            };
            Ok(BoundEntry { pair: row::pair(row)?, signature: row.get(2)?, binding })
        };
        while let Some(row) = self.run(rows.next())? {
            // What is no entry has no binding either.
            if let Ok(bound) = read(row)
                && !each(bound)
            {
                break;
            }
        }
        Ok(())
    }
}
