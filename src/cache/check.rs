//! Whether a database is whole: for SQLite, and for what signcache makes of it.

use std::fmt;

use std::collections::BTreeMap;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use rusqlite::ErrorCode;

use super::{Cache, Error, row, schema};
use crate::model::Untrusted;
use crate::threads;

/// How many lines SQLite says at most of what is wrong.
const LINES: u32 = 100;

/// How soon a wish to stop is noticed.
const TICK: Duration = Duration::from_millis(50);

/// Something that is wrong with a database.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Flaw {
    /// SQLite finds it malformed; in its words.
    Malformed(Untrusted),
    /// Its structure is not the one that signcache makes; what the difference is.
    Structure(Untrusted),
    /// Rows of one table that belong to rows of another one which are not there.
    Orphans {
        /// The table.
        table: Untrusted,
        /// The table that they lack something of.
        parent: Untrusted,
        /// How many there are.
        count: u64,
    },
    /// So many rows are no entries, because their key is none.
    NotEntries(u64),
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(what) => write!(f, "{what}"),
            Self::Structure(what) => write!(f, "somebody changed the structure: {what}"),
            Self::Orphans { table, parent, count } => {
                write!(f, "{count} rows of {table} belong to rows of {parent} that are not there")
            }
            Self::NotEntries(count) => write!(f, "{count} rows are no entries"),
        }
    }
}

impl Cache {
    /// Looks for everything that is wrong with the database itself. None when `cancelled`.
    ///
    /// # Errors
    /// When it can't even be looked at.
    pub fn check(&self, cancelled: &(dyn Fn() -> bool + Sync)) -> Result<Option<Vec<Flaw>>, Error> {
        let mut flaws = Vec::new();
        for look in [Self::malformed, Self::orphans, Self::not_entries] {
            match self.interruptibly(cancelled, || look(self)) {
                Ok(Some(found)) => flaws.extend(found),
                Ok(None) => return Ok(None),
                Err(error @ (Error::Damaged(_) | Error::Tampered { .. } | Error::Sqlite { .. })) => {
                    flaws.push(Flaw::Malformed(Untrusted::new(in_words(&error))));
                }
                Err(error) => return Err(error),
            }
        }
        if let Err(Error::Tampered { what, .. }) = schema::check_untouched(&self.connection, &self.directory)
        {
            flaws.push(Flaw::Structure(Untrusted::new(what)));
        }
        Ok(Some(flaws))
    }

    /// What SQLite's own check says.
    fn malformed(&self) -> rusqlite::Result<Vec<Flaw>> {
        let mut statement = self.connection.prepare(&format!("PRAGMA integrity_check({LINES})"))?;
        let lines = statement.query_map((), |row| row::text(row, 0))?;
        let lines = lines.collect::<rusqlite::Result<Vec<Untrusted>>>()?;
        Ok(lines.into_iter().filter(|line| line.raw() != "ok").map(Flaw::Malformed).collect())
    }

    fn orphans(&self) -> rusqlite::Result<Vec<Flaw>> {
        let mut statement = self.connection.prepare("PRAGMA foreign_key_check")?;
        let mut rows = statement.query(())?;
        let mut counts = BTreeMap::new();
        while let Some(row) = rows.next()? {
            *counts.entry((row::text(row, 0)?, row::text(row, 2)?)).or_default() += 1;
        }
        Ok(counts
            .into_iter()
            .map(|((table, parent), count)| Flaw::Orphans { table, parent, count })
            .collect())
    }

    fn not_entries(&self) -> rusqlite::Result<Vec<Flaw>> {
        let mut statement = self.connection.prepare(
            "SELECT key.key_id, of.count FROM (SELECT key, count(*) AS count FROM entry GROUP BY key) AS of
             JOIN key ON key.id = of.key",
        )?;
        let mut rows = statement.query(())?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            if row::key(row, 0).is_err() {
                count += u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
            }
        }
        Ok(if count > 0 { vec![Flaw::NotEntries(count)] } else { Vec::new() })
    }

    /// Runs what may take SQLite long. None when it was `cancelled`.
    pub(super) fn interruptibly<T>(
        &self,
        cancelled: &(dyn Fn() -> bool + Sync),
        work: impl FnOnce() -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Error> {
        let handle = self.connection.get_interrupt_handle();
        let done = thread::scope(|scope| {
            let (working, ended) = channel::<()>();
            // Without another thread it can't be interrupted, and it is done all the same.
            let _ = threads::spawn_within(scope, move || {
                while ended.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                    if cancelled() {
                        handle.interrupt();
                    }
                }
            });
            let done = work();
            drop(working);
            done
        });
        match done {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => Ok(None),
            done => self.run(done).map(Some),
        }
    }
}

fn in_words(error: &Error) -> String {
    match error {
        Error::Sqlite { source, .. } => source.to_string(),
        error => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_never_end_is_interrupted() {
        let directory = tempfile::tempdir().unwrap();
        let cache = Cache::open_or_create(directory.path()).unwrap();
        let endless = "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number)
            SELECT count(*) FROM number";
        let count = || cache.connection.query_row(endless, (), |row| row.get::<_, i64>(0));
        assert_eq!(cache.interruptibly(&|| true, count).unwrap(), None);
        // And it is as good as before.
        assert_eq!(cache.check(&|| false).unwrap(), Some(Vec::new()));
    }
}
