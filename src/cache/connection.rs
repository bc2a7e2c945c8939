use std::path::Path;
use std::sync::Once;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::Error;
use super::access::beside as side_file;

/// How long one waits for other writers before it is an error. They hold the lock for milliseconds.
pub(super) const BUSY: Duration = Duration::from_secs(20);

/// Opens a database, for writing where that is allowed; says whether it is.
pub(super) fn open(database: &Path) -> Result<(Connection, bool), Error> {
    let directory = database.parent().unwrap_or(database);
    let failed = |source| Error::from_sqlite(source, directory);
    configure();
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let may_write = may_write(database);
    let connection = if may_write {
        Connection::open_with_flags(database, flags | OpenFlags::SQLITE_OPEN_READ_WRITE)
    } else if side_file(database, "-shm").exists() || length(&side_file(database, "-wal")) > 0 {
        Connection::open_with_flags(database, flags | OpenFlags::SQLITE_OPEN_READ_ONLY)
    } else {
        return Ok((open_as_it_lies(database)?, false));
    };
    let connection = connection.map_err(failed)?;
    harden(&connection).map_err(failed)?;
    Ok((connection, may_write))
}

/// Opens an empty database that nobody else sees, in memory until it is large, and gone when it is closed.
pub(super) fn open_temporary() -> rusqlite::Result<Connection> {
    configure();
    // SQLite manual, "In-Memory Databases": an empty name is a temporary database.
    Connection::open("")
}

/// Keeps SQLite from preparing for more work than a look-up is: memory for pages and small
/// objects that a process of a millisecond never uses, and statistics that nobody reads.
#[allow(unsafe_code, reason = "rusqlite wraps no process-wide settings")]
fn configure() {
    static ONCE: Once = Once::new();
    // SAFETY: each option comes with the arguments that the manual gives it (sqlite3.h,
    // SQLITE_CONFIG_…), `Once` keeps other threads of ours out, and SQLite itself refuses them
    // with SQLITE_MISUSE, which changes nothing, where it was used before.
    ONCE.call_once(|| unsafe {
        rusqlite::ffi::sqlite3_config(rusqlite::ffi::SQLITE_CONFIG_MEMSTATUS, 0_i32);
        rusqlite::ffi::sqlite3_config(rusqlite::ffi::SQLITE_CONFIG_LOOKASIDE, 0_i32, 0_i32);
        let no_buffer = std::ptr::null_mut::<std::ffi::c_void>();
        rusqlite::ffi::sqlite3_config(rusqlite::ffi::SQLITE_CONFIG_PAGECACHE, no_buffer, 0_i32, 0_i32);
        never_wait_for_files();
    });
}

/// Lets SQLite open files in a way that never waits. It opens them by their names, and others may put a FIFO there
/// at any time, whatever was looked at before. SQLite finds no database in what is no plain file.
#[allow(unsafe_code, reason = "rusqlite wraps no system calls")]
fn never_wait_for_files() {
    use std::ffi::{c_char, c_int};
    unsafe extern "C" {
        fn open(path: *const c_char, flags: c_int, ...) -> c_int;
    }
    /// `open(2)`, which returns at once.
    unsafe extern "C" fn open_at_once(path: *const c_char, flags: c_int, mode: c_int) -> c_int {
        let at_once = rustix::fs::OFlags::NONBLOCK.union(rustix::fs::OFlags::NOCTTY).bits().cast_signed();
        // SAFETY: these are the arguments that SQLite calls `open(2)` with, and two flags more.
        unsafe { open(path, flags | at_once, mode) }
    }
    type Open = unsafe extern "C" fn(*const c_char, c_int, c_int) -> c_int;
    // SAFETY: the default VFS lives as long as the process. Where it is that of Unix, it has this method, which takes
    // a name that it knows and a function that it calls with the arguments of that name's type (os_unix.c,
    // `aSyscall`: "open" is `int(*)(const char*,int,int)`). This is called once, before any database is opened.
    unsafe {
        let vfs = rusqlite::ffi::sqlite3_vfs_find(std::ptr::null());
        if let Some(set) = vfs.as_ref().and_then(|vfs| vfs.xSetSystemCall) {
            let call = std::mem::transmute::<Open, unsafe extern "C" fn()>(open_at_once);
            set(vfs, c"open".as_ptr(), Some(call));
        }
    }
}

/// Opens a database for reading where there is no room for the shared memory; none where a WAL has part of it.
pub(super) fn open_without_room(database: &Path) -> Result<Option<Connection>, Error> {
    if length(&side_file(database, "-wal")) > 0 { Ok(None) } else { open_as_it_lies(database).map(Some) }
}

/// Without write access or room SQLite can't make the shared memory that it reads a WAL database
/// through. With no WAL the file alone is the truth, and it may be read as it lies.
fn open_as_it_lies(database: &Path) -> Result<Connection, Error> {
    let failed = |source| Error::from_sqlite(source, database.parent().unwrap_or(database));
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW
        | OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(immutable_uri(database), flags).map_err(failed)?;
    harden(&connection).map_err(failed)?;
    Ok(connection)
}

/// More bytes than any row or value has that this program writes: a certificate has at most 4 MiB.
const LONGEST_ROW: i32 = 16 << 20;

fn harden(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    // What is longer is not read into memory: SQLITE_TOOBIG.
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_ROW)?;
    // Whoever may write to the file chooses its schema; these keep a chosen schema from doing things.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    // Without this promise of equal plans a statement is prepared again for each new value that is bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // Closing would copy the WAL back and delete it each time, which costs a look-up that stamps
    // an entry twenty times its work; readers without write access need the files to stay, too.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    persist_wal(connection);
    Ok(())
}

/// Tells SQLite to leave the WAL and its shared memory in place when the last connection closes.
#[allow(unsafe_code, reason = "rusqlite wraps no file controls")]
fn persist_wal(connection: &Connection) {
    let mut on: std::ffi::c_int = 1;
    // SAFETY: the handle is open for as long as `connection` lives, the name is a C string, and this
    // file control reads and writes the one int that it is given (sqlite3.h, SQLITE_FCNTL_PERSIST_WAL).
    unsafe {
        rusqlite::ffi::sqlite3_file_control(
            connection.handle(),
            c"main".as_ptr(),
            rusqlite::ffi::SQLITE_FCNTL_PERSIST_WAL,
            (&raw mut on).cast(),
        );
    }
}

/// How many bytes the WAL of an open database has; none where that can't be told.
pub(super) fn wal_length(connection: &Connection) -> u64 {
    connection.path().map_or(0, |database| length(&side_file(Path::new(database), "-wal")))
}

/// Opens a database as its file lies, without locks. None where a WAL may know better.
pub(super) fn glance(database: &Path) -> Option<Connection> {
    configure();
    let connection = open_as_it_lies(database).ok()?;
    (length(&side_file(database, "-wal")) == 0).then_some(connection)
}

/// Whether this process may write to a database.
pub(super) fn may_write(database: &Path) -> bool {
    let directory = database.parent().unwrap_or(database);
    let allows = |path: &Path| rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok();
    allows(database) && allows(directory)
}

fn length(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
}

/// `file:PATH?immutable=1`, with what has a meaning in a URI percent-encoded (SQLite manual, URI Filenames).
fn immutable_uri(database: &Path) -> String {
    let mut uri = String::from("file:");
    for byte in database.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            uri.push_str(&format!("%{byte:02x}"));
        }
    }
    uri + "?immutable=1"
}
