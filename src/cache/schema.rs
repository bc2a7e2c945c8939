use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::OnceLock;

use rusqlite::Connection;

use super::Error;

/// The newest version of the database that this program knows: `PRAGMA user_version`.
pub const VERSION: i64 = 4;

/// The oldest version whose tables this program can look things up in without a migration.
const OLDEST_READABLE: i64 = 1;

/// The first version that notes what is wanted.
pub(super) const WITH_WANTED: u32 = 2;

/// The first version that notes which keys took the place of which.
pub(super) const WITH_SUCCESSION: u32 = 3;

/// The first version that has an id of its own, and facts that are read out of the signature.
pub(super) const WITH_IDENTITY: u32 = 4;

/// `PRAGMA application_id`: "sigc" in ASCII.
const APPLICATION: i64 = 0x7369_6763;

/// The step from each version to the next, the first from nothing.
///
/// A step that was released is never edited: caches of that version exist. The step to version 4 was the last one that
/// rewrites rows; later ones add tables and indexes.
const STEPS: &[&str] = &[
    "
    CREATE TABLE key (
        id INTEGER PRIMARY KEY,
        key_id TEXT NOT NULL UNIQUE,
        certificate BLOB,
        state BLOB
    ) STRICT;
    CREATE TABLE entry (
        id INTEGER PRIMARY KEY,
        content BLOB NOT NULL CHECK (length(content) = 32),
        key INTEGER NOT NULL REFERENCES key (id),
        signature BLOB NOT NULL,
        proof BLOB,
        size INTEGER NOT NULL,
        signed INTEGER NOT NULL,
        stored INTEGER NOT NULL,
        used INTEGER NOT NULL,
        origin TEXT NOT NULL,
        label TEXT,
        verdict TEXT,
        judged INTEGER,
        pinned INTEGER NOT NULL DEFAULT 0,
        UNIQUE (content, key)
    ) STRICT;
    CREATE TABLE binding (
        entry INTEGER NOT NULL REFERENCES entry (id),
        store TEXT NOT NULL,
        path TEXT NOT NULL,
        root TEXT NOT NULL,
        bound INTEGER NOT NULL,
        PRIMARY KEY (entry, store, root)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE quarantine (
        id INTEGER PRIMARY KEY,
        content BLOB NOT NULL,
        key INTEGER NOT NULL REFERENCES key (id),
        signature BLOB NOT NULL,
        proof BLOB,
        reason TEXT NOT NULL,
        at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX quarantine_pair ON quarantine (content, key);
",
    "
    CREATE TABLE trash (
        id INTEGER PRIMARY KEY,
        content BLOB NOT NULL,
        key INTEGER NOT NULL REFERENCES key (id),
        signature BLOB NOT NULL,
        proof BLOB,
        size INTEGER NOT NULL,
        signed INTEGER NOT NULL,
        stored INTEGER NOT NULL,
        used INTEGER NOT NULL,
        origin TEXT NOT NULL,
        label TEXT,
        verdict TEXT,
        judged INTEGER,
        pinned INTEGER NOT NULL,
        reason TEXT NOT NULL,
        deleted INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX trash_pair ON trash (content, key);
    CREATE TABLE wanted (
        content BLOB NOT NULL CHECK (length(content) = 32),
        key INTEGER NOT NULL REFERENCES key (id),
        proof BLOB,
        label TEXT,
        asked INTEGER NOT NULL,
        PRIMARY KEY (content, key)
    ) STRICT, WITHOUT ROWID;
",
    "
    CREATE TABLE succession (
        old INTEGER NOT NULL REFERENCES key (id),
        new INTEGER NOT NULL REFERENCES key (id),
        since INTEGER NOT NULL,
        PRIMARY KEY (old, new)
    ) STRICT, WITHOUT ROWID;
",
    // Rows that are there get the new facts afterwards, in batches: see `fill`. `identity` has one row; its other
    // columns say how far that is, and are NULL when it is done.
    "
    ALTER TABLE entry ALTER COLUMN signed DROP NOT NULL;
    ALTER TABLE entry ADD COLUMN made_by BLOB;
    ALTER TABLE entry ADD COLUMN hash TEXT;
    ALTER TABLE entry ADD COLUMN expires INTEGER;
    ALTER TABLE trash ALTER COLUMN signed DROP NOT NULL;
    ALTER TABLE trash ADD COLUMN made_by BLOB;
    ALTER TABLE trash ADD COLUMN hash TEXT;
    ALTER TABLE trash ADD COLUMN expires INTEGER;
    CREATE TABLE identity (
        id BLOB NOT NULL CHECK (length(id) = 16),
        entry_next INTEGER,
        entry_last INTEGER,
        trash_next INTEGER,
        trash_last INTEGER
    ) STRICT;
    CREATE TABLE outbox (
        remote TEXT NOT NULL,
        content BLOB NOT NULL CHECK (length(content) = 32),
        key INTEGER NOT NULL REFERENCES key (id),
        bytes BLOB NOT NULL,
        state TEXT NOT NULL,
        PRIMARY KEY (remote, content, key)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO identity SELECT randomblob(16),
        (SELECT min(id) FROM entry), (SELECT max(id) FROM entry),
        (SELECT min(id) FROM trash), (SELECT max(id) FROM trash);
",
];

/// Refuses a database that is not ours or newer than this program.
pub(super) fn check_readable(connection: &Connection, directory: &Path) -> Result<(), Error> {
    let number = |pragma: &str| {
        connection
            .query_row(pragma, (), |row| row.get::<_, i64>(0))
            .map_err(|source| Error::from_sqlite(source, directory))
    };
    let found = number("PRAGMA user_version")?;
    if found > VERSION {
        return Err(Error::Newer { directory: directory.to_owned(), found, known: VERSION });
    }
    if found < OLDEST_READABLE || number("PRAGMA application_id")? != APPLICATION {
        if number("PRAGMA page_count")? == 0 && Error::no_plain_file(directory).is_none() {
            return Err(Error::Damaged(directory.to_owned()));
        }
        return Err(Error::no_plain_file(directory).unwrap_or_else(|| Error::NotACache(directory.to_owned())));
    }
    Ok(())
}

/// What the header of a database's file says (SQLite's file format, section 1.3: big-endian numbers).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Header {
    /// It is ours, and has this version, unless the WAL knows better.
    Ours(i64),
    /// It is another program's, or no database.
    Foreign,
    /// The file ends before its header does.
    Cut,
}

/// Reads the header of a database's file: the version at 60 and the application at 68.
pub(super) fn header(database: &Path) -> io::Result<Header> {
    let mut header = [0; 72];
    // A FIFO would be waited for; without waiting it has nothing to read, and so no header.
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
    let mut file = File::options().read(true).custom_flags(flags.bits().cast_signed()).open(database)?;
    match file.read_exact(&mut header) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(Header::Cut),
        read => read?,
    }
    let number = |at: usize| header[at..].first_chunk().map(|bytes| i64::from(i32::from_be_bytes(*bytes)));
    Ok(match (number(60), number(68)) {
        (Some(version), Some(APPLICATION)) => Header::Ours(version),
        _ => Header::Foreign,
    })
}

/// Whether the header of a database's file says that it is ours and of a version that this program knows.
pub(super) fn header_is_readable(database: &Path) -> bool {
    matches!(header(database), Ok(Header::Ours(version)) if (OLDEST_READABLE..=VERSION).contains(&version))
}

/// Brings a database up to date, in one transaction; does nothing where it is.
pub(super) fn migrate(connection: &Connection, directory: &Path) -> Result<(), Error> {
    let failed = |source| Error::from_sqlite(source, directory);
    if (1..VERSION).contains(&version(connection).map(i64::from).map_err(failed)?) {
        check_untouched(connection, directory)?;
    }
    step_up(connection, STEPS).map_err(|source| Error::from_sqlite(source, directory))
}

/// A table or an index, as `sqlite_schema` has it: its type, its name and its text.
type Item = (String, String, Option<String>);

/// What the steps to each version make. A process computes it once: altering tables takes longer than comparing them.
static MODELS: [OnceLock<Vec<Item>>; STEPS.len() + 1] = [const { OnceLock::new() }; STEPS.len() + 1];

fn model_of(steps: usize) -> rusqlite::Result<Vec<Item>> {
    let model = Connection::open_in_memory()?;
    step_up(&model, &STEPS[..steps])?;
    items(&model)
}

fn items(connection: &Connection) -> rusqlite::Result<Vec<Item>> {
    connection
        .prepare("SELECT type, name, sql FROM main.sqlite_schema ORDER BY type, name")?
        .query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect()
}

/// Refuses a database whose structure is not to the letter what the steps to its version make.
///
/// A planted trigger could turn any write into a deletion, so this comes before every write.
pub(super) fn check_untouched(connection: &Connection, directory: &Path) -> Result<(), Error> {
    let failed = |source| Error::from_sqlite(source, directory);
    let found = items(connection).map_err(failed)?;
    let steps = usize::try_from(version(connection).map_err(failed)?).unwrap_or(usize::MAX).min(STEPS.len());
    let model = &MODELS[steps];
    let expected = match model.get() {
        Some(expected) => expected,
        None => {
            let made = model_of(steps).map_err(failed)?;
            model.get_or_init(|| made)
        }
    };
    let odd = found.iter().find(|item| !expected.contains(item)).map(|item| ("there is an odd", item));
    let missing = expected.iter().find(|item| !found.contains(item)).map(|item| ("there should be a", item));
    match odd.or(missing) {
        None => Ok(()),
        Some((how, (kind, name, _))) => Err(Error::Tampered {
            directory: directory.to_owned(),
            what: format!("{how} {} named {}", kind.escape_debug(), name.escape_debug()),
        }),
    }
}

/// The version of a database.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.query_row("PRAGMA user_version", (), |row| row.get(0))
}

fn step_up(connection: &Connection, steps: &[&str]) -> rusqlite::Result<()> {
    let newest = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    if version(connection)? >= newest {
        return Ok(());
    }
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let stepped = || -> rusqlite::Result<()> {
        // Somebody else may have done it while this waited for the lock.
        let done = version(connection)?;
        for (_, step) in (0..).zip(steps).filter(|(step, _)| *step >= done) {
            connection.execute_batch(step)?;
        }
        connection.pragma_update(None, "application_id", APPLICATION)?;
        connection.pragma_update(None, "user_version", newest.max(done))?;
        connection.execute_batch("COMMIT")
    };
    stepped().inspect_err(|_| {
        // The error that matters is the first one; without a transaction this one changes nothing.
        let _ = connection.execute_batch("ROLLBACK");
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a version would do that this program does not know.
    const NEWER: &str = "ALTER TABLE entry ADD COLUMN mood TEXT";

    /// Today's steps and one more.
    fn and_then(step: &'static str) -> Vec<&'static str> {
        [STEPS, &[step]].concat()
    }

    /// A database of today's version with an entry.
    fn today() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        step_up(&connection, STEPS).unwrap();
        let insert = "INSERT INTO key (id, key_id) VALUES (1, 'openpgp:00');
            INSERT INTO entry (content, key, signature, size, signed, stored, used, origin)
            VALUES (zeroblob(32), 1, x'c2', 0, 0, 0, 0, 'signed')";
        connection.execute_batch(insert).unwrap();
        connection
    }

    fn look(connection: &Connection) -> (u32, Vec<String>, i64) {
        let mut tables = connection.prepare("SELECT sql FROM sqlite_schema WHERE sql NOT NULL").unwrap();
        (
            connection.query_row("PRAGMA user_version", (), |row| row.get(0)).unwrap(),
            tables.query_map((), |row| row.get(0)).unwrap().map(Result::unwrap).collect(),
            connection.query_row("SELECT count(*) FROM entry", (), |row| row.get(0)).unwrap(),
        )
    }

    #[test]
    fn a_newer_program_brings_an_older_cache_up_to_date_and_keeps_its_entries() {
        let connection = today();
        let before = look(&connection).0;
        step_up(&connection, &and_then(NEWER)).unwrap();
        assert_eq!((look(&connection).0, look(&connection).2), (before + 1, 1));
        connection.execute_batch("SELECT mood FROM entry").unwrap();
    }

    #[test]
    fn a_migration_that_fails_changes_nothing() {
        let connection = today();
        let before = look(&connection);
        step_up(&connection, &and_then("ALTER TABLE entry ADD COLUMN mood TEXT; SELECT nonsense"))
            .unwrap_err();
        assert_eq!(look(&connection), before);
        assert!(connection.is_autocommit());
    }

    #[test]
    fn an_older_program_refuses_a_newer_cache_and_changes_nothing() {
        let connection = today();
        step_up(&connection, &and_then(NEWER)).unwrap();
        let before = look(&connection);
        let refused = check_readable(&connection, Path::new("/c")).unwrap_err();
        assert!(matches!(refused, Error::Newer { found, known: VERSION, .. } if found == VERSION + 1));
        step_up(&connection, STEPS).unwrap();
        assert_eq!(look(&connection), before);
    }
}
