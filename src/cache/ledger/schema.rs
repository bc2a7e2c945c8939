use rusqlite::Connection;

/// The newest version of the ledger that this program knows: `PRAGMA user_version`.
pub(super) const VERSION: i64 = 2;

/// The first version that says until when a verdict holds, and which caches were used.
pub(super) const WITH_TIMES: i64 = 2;

/// The step from each version to the next, the first from nothing.
///
/// A step that was released is never edited: ledgers of that version exist.
///
/// The ledger has a rollback journal, not a WAL: a process that is alone with a WAL has to build its index anew, which
/// takes longer than all else that a hit does with the ledger.
const STEPS: &[&str] = &[
    "
    CREATE TABLE IF NOT EXISTS served (
        content BLOB NOT NULL,
        key_id TEXT NOT NULL,
        signature BLOB NOT NULL,
        signed INTEGER NOT NULL,
        state BLOB NOT NULL,
        verdict TEXT NOT NULL,
        remark TEXT,
        PRIMARY KEY (content, key_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS digest (
        path BLOB PRIMARY KEY,
        stamp BLOB NOT NULL,
        content BLOB NOT NULL,
        proof BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS certificate (
        key_id TEXT PRIMARY KEY,
        sources BLOB NOT NULL,
        state BLOB NOT NULL,
        certificate BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
",
    // Where something was served, a cache was used in an unknown place: that is the empty path.
    // `until` is unknown, and so NULL, in older rows; `cache` is the id of the cache that had the entry then.
    "
    ALTER TABLE served ALTER COLUMN signed DROP NOT NULL;
    ALTER TABLE served ADD COLUMN until INTEGER;
    ALTER TABLE served ADD COLUMN cache BLOB;
    CREATE TABLE place (
        path BLOB PRIMARY KEY,
        id BLOB
    ) STRICT, WITHOUT ROWID;
    INSERT INTO place SELECT x'', NULL WHERE EXISTS (SELECT 1 FROM served);
",
];

/// The version of a ledger.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", (), |row| row.get(0))
}

/// Brings a ledger up to date, in one transaction. A newer one stays as it is.
pub(super) fn migrate(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let migrated = || -> rusqlite::Result<()> {
        // Another process may have done it while this one waited for the lock.
        let done = version(connection)?;
        for (step, sql) in (0..).zip(STEPS) {
            if step >= done {
                connection.execute_batch(sql)?;
            }
        }
        connection.pragma_update(None, "user_version", VERSION.max(done))?;
        connection.execute_batch("COMMIT")
    };
    migrated().inspect_err(|_| {
        // The first error is the one that matters; without a transaction this one changes nothing.
        let _ = connection.execute_batch("ROLLBACK");
    })
}
