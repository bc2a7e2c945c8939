//! Making a cache on purpose, for oneself or for a group, and putting the permissions of a group's right.

use std::ffi::CStr;
use std::fs::{self, DirBuilder, File, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};

use rustix::fs::{Dir, Mode, OFlags, openat};

use super::access::{self, Access};
use super::layout::Place;
use super::{Cache, Error, create, file_system, layout};
use crate::files::list;

/// The group that a cache is to be for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sharing {
    /// The number of the group.
    pub group: u32,
    /// Whether everybody else may read.
    pub others_read: bool,
}

/// A cache that was made, or whose permissions are right now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Initialised {
    /// Whether it was not there before.
    pub new: bool,
    /// The number of the group that it is for; none when it is its owner's alone.
    pub group: Option<u32>,
    /// A directory above it that the group can't pass, it seems.
    pub blocked: Option<PathBuf>,
}

/// What may be in a directory that is no cache yet: what a cache that was never finished leaves, and what a new file system has.
const EXPECTED: [&str; 3] = ["locks", "cache.sqlite", "lost+found"];

impl Cache {
    /// Makes a cache where there is none, and gives one that is there to a group if that is asked for.
    ///
    /// The permissions of a cache that is a group's already are put right.
    ///
    /// # Errors
    /// When something else is there, or the user may not.
    pub fn init(directory: &Path, sharing: Option<Sharing>) -> Result<Initialised, Error> {
        let new = !layout::is_there(directory)?;
        if new {
            make_directory(directory, sharing.is_some())?;
            check_empty(directory)?;
        }
        file_system::check_local(directory)?;
        let top = open_directory(directory)?;
        if let Some(Sharing { group, others_read }) = sharing {
            set(&top, directory, group, Access::Group { others_read }.directory())?;
        }
        create::if_absent(directory)?;
        if layout::look(directory)? == Place::Unmarked {
            let cache =
                Self::open_existing(directory)?.ok_or_else(|| Error::Vanished(directory.to_owned()))?;
            create::write_marker(directory, cache.id()?)?;
        }
        let metadata = top.metadata().map_err(Error::io("look at", directory))?;
        let access = Access::of_mode(metadata.mode());
        if access == Access::Private {
            return Ok(Initialised { new, group: None, blocked: None });
        }
        let group = metadata.gid();
        access.make_side_files(&layout::database(directory)?);
        repair(&top, directory, group, access)?;
        Ok(Initialised { new, group: Some(group), blocked: blocked(directory, group) })
    }
}

/// Makes the directory and those above it. A group has to get through those above.
fn make_directory(directory: &Path, shared: bool) -> Result<(), Error> {
    if let Some(parent) = directory.parent().filter(|_| shared) {
        let made = DirBuilder::new().recursive(true).mode(0o755).create(parent);
        made.map_err(Error::io("make", parent))?;
    }
    access::make_directory(directory)
}

fn check_empty(directory: &Path) -> Result<(), Error> {
    let failed = Error::io("read", directory);
    let names = list(directory).and_then(|entries| {
        entries.map(|entry| Ok(entry?.file_name().to_owned())).collect::<io::Result<Vec<_>>>()
    });
    let ours = |name: &str| {
        let expected = |ours| name == ours || name.starts_with("cache.sqlite.new");
        name.starts_with(access::NEW) || name.starts_with(".tmp") || EXPECTED.into_iter().any(expected)
    };
    let names = names.map_err(failed)?;
    let foreign = names.iter().any(|name| !name.to_str().is_some_and(ours));
    if foreign { Err(Error::Occupied(directory.to_owned())) } else { Ok(()) }
}

/// Gives all files of a cache to its group.
///
/// They are opened one below the other, and no link is followed: members may have put links to files
/// of others there, and this may be root.
fn repair(top: &File, directory: &Path, group: u32, access: Access) -> Result<(), Error> {
    set(top, directory, group, access.directory())?;
    for name in [c"layout", c"cache.sqlite", c"cache.sqlite-wal", c"cache.sqlite-shm"] {
        give(top, name, OFlags::empty(), directory, group, access.file())?;
    }
    let place = directory.join("locks");
    let Some(locks) = give(top, c"locks", OFlags::DIRECTORY, directory, group, access.lock_directory())?
    else {
        return Ok(());
    };
    for entry in Dir::read_from(&locks).map_err(|error| Error::io("read", &place)(error.into()))? {
        let entry = entry.map_err(|error| Error::io("read", &place)(error.into()))?;
        let name = entry.file_name();
        if !name.to_bytes().starts_with(b".") {
            give(&locks, name, OFlags::empty(), &place, group, access.lock())?;
        }
    }
    Ok(())
}

/// Gives one file to a group, and gives it back open; none where there is none.
fn give(
    within: &File,
    name: &CStr,
    kind: OFlags,
    directory: &Path,
    group: u32,
    mode: u32,
) -> Result<Option<File>, Error> {
    let path = directory.join(name.to_string_lossy().as_ref());
    let flags =
        OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC | kind;
    let file = match openat(within, name, flags, Mode::empty()) {
        Ok(file) => File::from(file),
        Err(rustix::io::Errno::NOENT) => return Ok(None),
        Err(error) => return Err(Error::Permissions { path, source: error.into() }),
    };
    let metadata = file.metadata().map_err(Error::io("look at", &path))?;
    let plain = metadata.is_file() && metadata.nlink() == 1;
    if !plain && !metadata.is_dir() {
        // A file with a second name may be somebody else's, which a member linked here to have it opened up.
        return Err(Error::Permissions { path, source: io::Error::other("it is no plain file of its own") });
    }
    set(&file, &path, group, mode)?;
    Ok(Some(file))
}

/// Gives what is open to a group, if it is not so already.
fn set(file: &File, path: &Path, group: u32, mode: u32) -> Result<(), Error> {
    let failed = |source| Error::Permissions { path: path.to_owned(), source };
    let look = || file.metadata().map_err(failed);
    let right = |metadata: &fs::Metadata| metadata.gid() == group && metadata.mode() & 0o7777 == mode;
    let before = look()?;
    if right(&before) {
        return Ok(());
    }
    if before.gid() != group {
        fchown(file, None, Some(group)).map_err(failed)?;
    }
    file.set_permissions(Permissions::from_mode(mode)).map_err(failed)?;
    // The system takes the bit that hands the group down, without a word, from who is no member of it.
    if right(&look()?) { Ok(()) } else { Err(failed(io::ErrorKind::PermissionDenied.into())) }
}

fn open_directory(directory: &Path) -> Result<File, Error> {
    let flags = (OFlags::DIRECTORY | OFlags::NONBLOCK).bits().cast_signed();
    let opened = File::options().read(true).custom_flags(flags).open(directory);
    opened.map_err(Error::io("open", directory))
}

/// The first directory above that has neither the group's nor everybody's permission to pass.
pub(super) fn blocked(directory: &Path, group: u32) -> Option<PathBuf> {
    let real = directory.canonicalize().ok()?;
    let closed = |above: &&Path| {
        above.metadata().is_ok_and(|metadata| {
            let passes = if metadata.gid() == group { 0o010 } else { 0o001 };
            metadata.mode() & passes == 0
        })
    };
    real.ancestors().skip(1).find(closed).map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_cache_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let mode = || home.path().metadata().unwrap().mode();
        fs::write(home.path().join("precious"), "").unwrap();
        let before = mode();
        let sharing = Sharing { group: rustix::process::getegid().as_raw(), others_read: false };
        let refused = Cache::init(home.path(), Some(sharing)).unwrap_err();
        assert!(matches!(refused, Error::Occupied(_)));
        assert_eq!((mode(), fs::read_dir(home.path()).unwrap().count()), (before, 1));
    }
}
