use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::access::{self, Access};
use super::{CacheId, Error, connection, file_system, layout, schema};
use crate::files::as_owner_above;

/// Makes a cache where there is none. Any number of processes may try at once.
pub(super) fn if_absent(directory: &Path) -> Result<(), Error> {
    if layout::is_there(directory)? {
        return Ok(());
    }
    access::make_directory(directory)?;
    if Access::of(directory) != Access::Private {
        // Its members are not shut out, and another account could not give the files to their group.
        return make(directory);
    }
    // What root makes in a user's directory is the user's; `locks` stands for everything in it.
    let made = as_owner_above(&directory.join("locks"), || make(directory));
    made.map_err(Error::io("make", directory))?
}

fn make(directory: &Path) -> Result<(), Error> {
    let locks = layout::locks(directory)?;
    file_system::check_local(directory)?;
    let lock_path = locks.join("create");
    let access = Access::of(directory);
    let lock = access.open_lock(&lock_path).map_err(Error::io("open", &lock_path))?;
    lock_within(&lock, &lock_path, directory, connection::BUSY)?;
    if layout::is_there(directory)? {
        return Ok(());
    }
    database(&layout::database(directory)?, access)
}

/// Writes the marker of a cache that has none, or one with another id than its database has.
pub(super) fn write_marker(directory: &Path, id: Option<CacheId>) -> Result<(), Error> {
    let (path, access) = (layout::marker_file(directory), Access::of(directory));
    // Users who can read the cache can read its marker: a replaced one keeps its mode, a new one gets the database's.
    let mode_of = |path: &Path| path.symlink_metadata().ok().map(|metadata| metadata.mode() & 0o666);
    let mode = match access {
        Access::Private => mode_of(&path).or_else(|| mode_of(&directory.join("cache.sqlite"))),
        Access::Group { .. } => None,
    };
    let mode = mode.unwrap_or(access.file());
    let written = || -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(directory)?;
        file.write_all(layout::marker(id).as_bytes())?;
        file.as_file().set_permissions(Permissions::from_mode(mode))?;
        file.as_file().sync_all()?;
        file.persist(&path)?;
        File::open(directory)?.sync_all()
    };
    let written = match access {
        // Root must not take the file from the user whose cache it is.
        Access::Private => as_owner_above(&path, written).and_then(|written| written),
        Access::Group { .. } => written(),
    };
    written.map_err(Error::io("write", &path))
}

/// Waits for the right to make a cache, but not for ever: any member can hold the file that is locked.
fn lock_within(lock: &File, path: &Path, directory: &Path, patience: Duration) -> Result<(), Error> {
    let begun = Instant::now();
    loop {
        match flock(lock, FlockOperation::NonBlockingLockExclusive) {
            Err(Errno::WOULDBLOCK | Errno::INTR) if begun.elapsed() < patience => {
                std::thread::sleep(Duration::from_millis(10));
            }
            Err(Errno::WOULDBLOCK | Errno::INTR) => {
                let what = "the lock for making the cache".to_owned();
                return Err(Error::Busy { directory: directory.to_owned(), what });
            }
            locked => return locked.map_err(|error| Error::io("lock", path)(error.into())),
        }
    }
}

/// Makes the database beside its place and links it there when it is whole: switching a new
/// database to WAL fails now and then while others open it.
fn database(database: &Path, access: Access) -> Result<(), Error> {
    if database.exists() {
        return Ok(());
    }
    let directory = database.parent().unwrap_or(database);
    let beside = directory.join("cache.sqlite.new");
    remove(&beside)?;
    let made = fill(&beside, directory, access).and_then(|()| {
        fs::hard_link(&beside, database).map_err(Error::io("make", database))?;
        File::open(directory).and_then(|open| open.sync_all()).map_err(Error::io("write", directory))
    });
    let removed = remove(&beside);
    made.and(removed)
}

/// Removes a database that is not at its place, with all that SQLite makes beside it.
fn remove(beside: &Path) -> Result<(), Error> {
    for suffix in ["", "-journal", "-wal", "-shm"] {
        let leftover = access::beside(beside, suffix);
        match fs::remove_file(&leftover) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Error::io("remove", &leftover)(error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Makes a new database that is whole in its one file, and on the disk, or fails.
///
/// Its tables are made with a rollback journal: what is committed then is in the file itself. Only then is it
/// switched to WAL. Made the other way round, the tables would be in the WAL until it is closed, and that the
/// disk is too full for them to be moved into the file then, SQLite does not report.
fn fill(beside: &Path, directory: &Path, access: Access) -> Result<(), Error> {
    let failed = |source| Error::from_sqlite(source, directory);
    let file = File::options().write(true).create_new(true).mode(0o600).open(beside);
    let opened = file.and_then(|file| file.set_permissions(Permissions::from_mode(access.file())));
    opened.map_err(Error::io("make", beside))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(beside, flags).map_err(failed)?;
    connection.pragma_update(None, "synchronous", "FULL").map_err(failed)?;
    schema::migrate(&connection, directory)?;
    let check = |sql: &str| connection.query_row(sql, (), |row| row.get::<_, String>(0)).map_err(failed);
    if check("PRAGMA quick_check")? != "ok" {
        return Err(Error::Damaged(directory.to_owned()));
    }
    if check("PRAGMA journal_mode = WAL")? != "wal" {
        return Err(Error::Full(directory.to_owned()));
    }
    let pages = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    let length = connection.query_row(pages, (), |row| row.get::<_, i64>(0)).map_err(failed)?;
    connection.close().map_err(|(_, source)| failed(source))?;
    let file = File::open(beside).and_then(|file| file.sync_all().map(|()| file));
    let found = file.and_then(|file| file.metadata()).map_err(Error::io("write", beside))?.len();
    let in_wal = access::beside(beside, "-wal").metadata().map_or(0, |wal| wal.len());
    if u64::try_from(length) != Ok(found) || in_wal > 0 || !schema::header_is_readable(beside) {
        return Err(Error::Full(directory.to_owned()));
    }
    Ok(())
}
