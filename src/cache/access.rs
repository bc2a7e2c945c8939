use std::fs::{DirBuilder, File, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::Error;
use crate::files::{as_owner_above, open_plain};

/// Makes a directory and its parents that only the user can enter, unless they exist.
pub(super) fn make_directory(directory: &Path) -> Result<(), Error> {
    let make = || DirBuilder::new().recursive(true).mode(0o700).create(directory);
    let made =
        if directory.is_dir() { Ok(()) } else { as_owner_above(directory, make).and_then(|made| made) };
    made.map_err(Error::io("make", directory))
}

/// Who may use a cache, as its directory says: what is made in it gets the same permissions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Access {
    /// Nobody but its owner.
    Private,
    /// The members of the directory's group.
    Group {
        /// Whether everybody else may read.
        others_read: bool,
    },
}

/// What makes a directory a group's: it hands its group down, and the group may write.
const SHARED: u32 = 0o2020;

impl Access {
    /// What a directory says. What can't be looked at is nobody else's.
    pub(super) fn of(directory: &Path) -> Self {
        directory.metadata().map_or(Self::Private, |metadata| Self::of_mode(metadata.mode()))
    }

    /// What the mode of a directory says.
    pub(super) const fn of_mode(mode: u32) -> Self {
        if mode & SHARED == SHARED { Self::Group { others_read: mode & 0o004 != 0 } } else { Self::Private }
    }

    /// The mode of the cache's directory.
    pub(super) const fn directory(self) -> u32 {
        match self {
            Self::Private => 0o700,
            Self::Group { others_read: false } => 0o2770,
            Self::Group { others_read: true } => 0o2775,
        }
    }

    /// The mode of the files that readers read.
    pub(super) const fn file(self) -> u32 {
        match self {
            Self::Private => 0o600,
            Self::Group { others_read: false } => 0o660,
            Self::Group { others_read: true } => 0o664,
        }
    }

    /// The mode of the directory of the locks, which is nothing for readers: who can open a file can hold its lock.
    pub(super) const fn lock_directory(self) -> u32 {
        match self {
            Self::Private => 0o700,
            Self::Group { .. } => 0o2770,
        }
    }

    /// The mode of lock files.
    pub(super) const fn lock(self) -> u32 {
        match self {
            Self::Private => 0o600,
            Self::Group { .. } => 0o660,
        }
    }

    /// Opens a file that is to be locked, and makes it where there is none.
    pub(super) fn open_lock(self, path: &Path) -> io::Result<File> {
        let open = |make: bool| {
            let mut options = File::options();
            options.read(true).write(true).create(make).truncate(false).mode(0o600);
            open_plain(path, &mut options)
        };
        match self {
            // What root makes in a user's cache is the user's.
            Self::Private if rustix::process::geteuid().is_root() => match open(false) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    as_owner_above(path, || open(true)).and_then(|made| made)
                }
                opened => opened,
            },
            Self::Private => open(true),
            Self::Group { .. } => match open(false) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    make_file(path, self.lock())?;
                    open(false)
                }
                opened => opened,
            },
        }
    }

    /// Makes the directory of the locks, unless it is there.
    pub(super) fn make_lock_directory(self, path: &Path) -> io::Result<()> {
        if self == Self::Private {
            return DirBuilder::new().recursive(true).mode(0o700).create(path);
        }
        if path.symlink_metadata().is_ok() {
            return Ok(());
        }
        let beside = tempfile::Builder::new().prefix(NEW).tempdir_in(parent(path))?;
        std::fs::set_permissions(beside.path(), Permissions::from_mode(self.lock_directory()))?;
        match std::fs::rename(beside.path(), path) {
            Ok(()) => {
                // It has another name now, under which it is to stay.
                let _ = beside.keep();
                Ok(())
            }
            Err(error) if path.is_dir() => {
                drop(error);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Makes the files beside a shared database that SQLite would make, where they are missing.
    ///
    /// SQLite makes them first and opens them up to the group afterwards. That it can't is no failure
    /// here: whoever only reads can't, and opening the database says what is wrong.
    pub(super) fn make_side_files(self, database: &Path) {
        if self == Self::Private {
            return;
        }
        for suffix in ["-wal", "-shm"] {
            let side_file = beside(database, suffix);
            if let (Err(_), Ok(metadata)) = (side_file.symlink_metadata(), database.symlink_metadata()) {
                // With the database's own mode, as SQLite does it.
                let _ = make_file(&side_file, metadata.mode() & 0o666);
            }
        }
    }
}

/// How files begin that are not at their place yet.
pub(super) const NEW: &str = ".new-";

/// A file that belongs to a database.
pub(super) fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Makes an empty file that has its mode, whatever the umask, from the moment it is there. One that is there stays.
///
/// Were it opened up after it was made, a process that is killed in between would lock all others out for good.
fn make_file(path: &Path, mode: u32) -> io::Result<()> {
    let file = tempfile::Builder::new().prefix(NEW).tempfile_in(parent(path))?;
    file.as_file().set_permissions(Permissions::from_mode(mode))?;
    match file.persist_noclobber(path) {
        Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists => Err(error.error),
        _ => Ok(()),
    }
}

fn parent(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        path.symlink_metadata().unwrap().mode() & 0o7777
    }

    #[test]
    fn a_directory_is_shared_when_it_hands_its_group_down_and_the_group_may_write() {
        for (directory, others_read) in [(0o2770, false), (0o2775, true), (0o2771, false)] {
            assert_eq!(Access::of_mode(directory), Access::Group { others_read }, "{directory:o}");
        }
        for directory in [0o700, 0o755, 0o770, 0o2750] {
            assert_eq!(Access::of_mode(directory), Access::Private, "{directory:o}");
        }
    }

    #[test]
    fn side_files_have_the_mode_of_the_database_and_are_never_replaced() {
        let directory = tempfile::tempdir().unwrap();
        let database = directory.path().join("db");
        std::fs::write(&database, "").unwrap();
        std::fs::set_permissions(&database, Permissions::from_mode(0o664)).unwrap();
        std::fs::write(beside(&database, "-wal"), "frames").unwrap();
        Access::Private.make_side_files(&database);
        assert!(!beside(&database, "-shm").exists());
        Access::Group { others_read: true }.make_side_files(&database);
        assert_eq!(mode(&beside(&database, "-shm")), 0o664);
        assert_eq!(std::fs::read(beside(&database, "-wal")).unwrap(), b"frames");
        assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 3);
    }
}
