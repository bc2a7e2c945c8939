use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use rustix::fs::{FlockOperation, flock};

use super::access::{self, Access};
use super::{CacheId, Error, file_system, layout, schema};

/// Makes a cache where there is none. Any number of processes may try at once.
pub(super) fn if_absent(directory: &Path) -> Result<(), Error> {
    if layout::is_there(directory)? {
        return Ok(());
    }
    let locks = layout::locks(directory)?;
    file_system::check_local(directory)?;
    let lock_path = locks.join("create");
    let access = Access::of(directory);
    let lock = access.open_lock(&lock_path).map_err(Error::io("open", &lock_path))?;
    flock(&lock, FlockOperation::LockExclusive)
        .map_err(|error| Error::io("lock", &lock_path)(error.into()))?;
    if layout::is_there(directory)? {
        return Ok(());
    }
    database(&layout::database(directory)?, access)
}

/// Writes the marker of a cache that has none, or one with another id than its database has.
pub(super) fn write_marker(directory: &Path, id: Option<CacheId>) -> Result<(), Error> {
    let (path, access) = (layout::marker_file(directory), Access::of(directory));
    let written = || -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(directory)?;
        file.write_all(layout::marker(id).as_bytes())?;
        file.as_file().set_permissions(Permissions::from_mode(access.file()))?;
        file.as_file().sync_all()?;
        file.persist(&path)?;
        File::open(directory)?.sync_all()
    };
    written().map_err(Error::io("write", &path))
}

/// Makes the database beside its place and links it there when it is whole: switching a new
/// database to WAL fails now and then while others open it.
fn database(database: &Path, access: Access) -> Result<(), Error> {
    if database.exists() {
        return Ok(());
    }
    let directory = database.parent().unwrap_or(database);
    let failed = |source| Error::from_sqlite(source, directory);
    let beside = directory.join("cache.sqlite.new");
    for leftover in ["", "-wal", "-shm"] {
        let leftover = access::beside(&beside, leftover);
        match fs::remove_file(&leftover) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Error::io("remove", &leftover)(error));
            }
            _ => {}
        }
    }
    let file = File::options().write(true).create_new(true).mode(0o600).open(&beside);
    let opened = file.and_then(|file| file.set_permissions(Permissions::from_mode(access.file())));
    opened.map_err(Error::io("make", &beside))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(&beside, flags).map_err(failed)?;
    connection.pragma_update(None, "journal_mode", "WAL").map_err(failed)?;
    schema::migrate(&connection, directory)?;
    connection.close().map_err(|(_, source)| failed(source))?;
    File::open(&beside).and_then(|file| file.sync_all()).map_err(Error::io("write", &beside))?;
    fs::hard_link(&beside, database).map_err(Error::io("make", database))?;
    fs::remove_file(&beside).map_err(Error::io("remove", &beside))
}
