use std::fs::Metadata;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;

use super::access::Access;
use crate::model::Untrusted;

/// What goes wrong with a cache or a ledger.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The directory was made by a newer version of signcache.
    #[error("the cache {} has version {found}, and this signcache knows versions up to {known}", directory.display())]
    Newer {
        /// The cache.
        directory: PathBuf,
        /// The version that it has.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// The directory holds something else.
    #[error("{} is not a signcache", .0.display())]
    NotACache(PathBuf),
    /// The database has tables, triggers, views or indexes that signcache did not make.
    #[error("somebody changed the structure of the cache {}: {what}", directory.display())]
    Tampered {
        /// The cache.
        directory: PathBuf,
        /// What is not as it should be.
        what: String,
    },
    /// SQLite finds the file malformed.
    #[error("the database in {} is damaged", .0.display())]
    Damaged(PathBuf),
    /// Others held the database or a lock for longer than one waits.
    #[error("somebody else has held {what} of {} for too long", directory.display())]
    Busy {
        /// The cache.
        directory: PathBuf,
        /// What is held, and by whom if that is known.
        what: String,
    },
    /// Another process collects garbage, which one does at a time.
    #[error("{holder} is collecting garbage in {} already; this run has done nothing", directory.display())]
    Collecting {
        /// The cache.
        directory: PathBuf,
        /// Who does.
        holder: Untrusted,
    },
    /// There is no room left.
    #[error("no room left for {}; everything that was stored before is intact", .0.display())]
    Full(PathBuf),
    /// There is too little room to bring a cache of an older version up to date.
    #[error(
        "the cache {} is of an older version, and bringing it up to date takes {} MiB of room, of which {} are free; nothing was changed",
        directory.display(), needed.div_ceil(1 << 20), free >> 20
    )]
    NoRoom {
        /// The cache.
        directory: PathBuf,
        /// How many bytes it takes.
        needed: u64,
        /// How many there are.
        free: u64,
    },
    /// A cache that was named, or that this account has used before, is not there.
    #[error(
        "{} {}{}",
        if *vacant { "there is no cache in" } else { "the cache" },
        directory.display(),
        match (*vacant, *used) {
            (true, true) => ", where you have used one before",
            (true, false) => "",
            (false, true) => " is not there, and you have used it before",
            (false, false) => " is not there",
        }
    )]
    Away {
        /// Where it should be.
        directory: PathBuf,
        /// Whether there is a directory, without a cache.
        vacant: bool,
        /// Whether the ledger knows that it was there.
        used: bool,
    },
    /// A cache has lost its database.
    #[error("the database is missing from the cache {}", .0.display())]
    DatabaseMissing(PathBuf),
    /// Another cache is where the one was that this account has used.
    #[error("in {} is another cache than the one that you have used there", .0.display())]
    Exchanged(PathBuf),
    /// The cache can be read but not written.
    #[error("the cache {} can't be written", .0.display())]
    ReadOnly(PathBuf),
    /// The cache is a group's, and the user is none of its members.
    #[error("the cache {} belongs to a group that you are no member of", directory.display())]
    MembersOnly {
        /// The cache.
        directory: PathBuf,
        /// The number of the group.
        group: u32,
    },
    /// The permissions of something in a cache can't be put right.
    #[error("can't put the permissions of {} right", path.display())]
    Permissions {
        /// What has the wrong ones.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A directory that is to become a cache has other things in it.
    #[error("{} is no cache and not empty", .0.display())]
    Occupied(PathBuf),
    /// The cache disappeared while it was being opened.
    #[error("the cache {} disappeared while it was being opened", .0.display())]
    Vanished(PathBuf),
    /// Other machines see the directory too.
    #[error("the cache {} is on a file system that other machines share ({kind})", directory.display())]
    NotLocal {
        /// The cache.
        directory: PathBuf,
        /// What kind of file system it is.
        kind: &'static str,
    },
    /// The user's ledger was made by a newer version of signcache.
    #[error("your ledger in {} has version {found}, and this signcache knows versions up to {known}", directory.display())]
    LedgerNewer {
        /// Its directory.
        directory: PathBuf,
        /// The version that it has.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// There is a ledger, and it can't be read.
    #[error("can't read your ledger in {}", directory.display())]
    LedgerUnreadable {
        /// Its directory.
        directory: PathBuf,
        /// Why not.
        source: Box<Error>,
    },
    /// The ledger can be read but not written.
    #[error("your ledger in {} can't be written", .0.display())]
    LedgerReadOnly(PathBuf),
    /// There is no ledger, and none can be made.
    #[error("can't make your ledger in {}", directory.display())]
    LedgerNotMade {
        /// Its directory.
        directory: PathBuf,
        /// Why not.
        source: Box<Error>,
    },
    /// Others than the user may write to the ledger's directory.
    #[error("others may write to {}, which only you should", .0.display())]
    LedgerExposed(PathBuf),
    /// The system refused something.
    #[error("can't {what} {}", path.display())]
    Io {
        /// What was tried, as a verb.
        what: &'static str,
        /// With which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// SQLite refused something for another reason.
    #[error("the database in {} can't be used", directory.display())]
    Sqlite {
        /// The cache.
        directory: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
}

impl Error {
    pub(super) fn io(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full(path.to_owned()),
            _ => Self::Io { what, path: path.to_owned(), source },
        }
    }

    /// The error that a file of a cache can't be opened.
    pub(super) fn no_entry(directory: &Path, what: &'static str, path: &Path, source: io::Error) -> Self {
        let shared = |metadata: &Metadata| Access::of_mode(metadata.mode()) != Access::Private;
        match directory.metadata().ok().filter(shared) {
            Some(metadata) if source.kind() == io::ErrorKind::PermissionDenied => {
                Self::MembersOnly { directory: directory.to_owned(), group: metadata.gid() }
            }
            _ => Self::io(what, path)(source),
        }
    }

    pub(super) fn from_sqlite(source: rusqlite::Error, directory: &Path) -> Self {
        let directory = directory.to_owned();
        if of_a_value(&source) {
            return Self::Damaged(directory);
        }
        if source.sqlite_error().is_some_and(|error| error.extended_code == SQLITE_IOERR_SHMSIZE) {
            // The memory that readers share is a file too, and takes room before anything is written.
            return Self::Full(directory);
        }
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::Busy { directory, what: "the database".into() }
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::TooBig) => {
                Self::Damaged(directory)
            }
            Some(ErrorCode::DiskFull) => Self::Full(directory),
            Some(ErrorCode::ReadOnly) => Self::ReadOnly(directory),
            _ => Self::no_plain_file(&directory).unwrap_or(Self::Sqlite { directory, source }),
        }
    }

    /// The error that a file of the database is something else, such as a FIFO, if one is.
    pub(super) fn no_plain_file(directory: &Path) -> Option<Self> {
        let paths =
            ["", "-wal", "-shm", "-journal"].map(|suffix| directory.join(format!("cache.sqlite{suffix}")));
        let odd = |path: &PathBuf| path.symlink_metadata().is_ok_and(|metadata| !metadata.is_file());
        let path = paths.into_iter().find(odd)?;
        let source = io::Error::new(io::ErrorKind::Unsupported, "it is no plain file");
        Some(Self::Io { what: "use", path, source })
    }
}

/// Whether a column held what no program of ours writes there.
const fn of_a_value(error: &rusqlite::Error) -> bool {
    use rusqlite::Error::{FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, Utf8Error};
    matches!(
        error,
        FromSqlConversionFailure(..) | IntegralValueOutOfRange(..) | InvalidColumnType(..) | Utf8Error(..)
    )
}
