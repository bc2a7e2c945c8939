//! Which file of a cache's directory is what.
//!
//! ```text
//! layout          the version of this layout: "signcache cache, layout 1"
//! cache.sqlite    the entries (with -wal and -shm beside it: copy all three or none)
//! locks/          files that are locked while somebody signs, some for each key; never removed
//! ```

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::Error;
use super::access::{self, Access};
use crate::files::open_plain;

/// The newest layout that this program knows.
pub const VERSION: i64 = 1;

/// The marker is far shorter; what is longer is something else.
const LONGEST: u64 = 200;

const PREFIX: &str = "signcache cache, layout ";

/// The text of the file `layout`.
#[must_use]
pub fn marker() -> String {
    format!("{PREFIX}{VERSION}\n")
}

/// Whether a cache of a known layout is there.
///
/// # Errors
/// When it is of a newer layout, something else is there, or it can't be read.
pub(super) fn is_there(directory: &Path) -> Result<bool, Error> {
    let path = marker_file(directory);
    let text = match open_plain(&path, File::options().read(true)) {
        Ok(file) => {
            let mut text = Vec::new();
            file.take(LONGEST).read_to_end(&mut text).map_err(Error::io("read", &path))?;
            text
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(Error::no_entry(directory, "read", &path, error)),
    };
    let version =
        std::str::from_utf8(&text).ok().and_then(|text| text.strip_prefix(PREFIX)?.trim().parse().ok());
    match version {
        Some(VERSION) => Ok(true),
        Some(found) => Err(Error::Newer { directory: directory.to_owned(), found, known: VERSION }),
        None => Err(Error::NotACache(directory.to_owned())),
    }
}

pub(super) fn marker_file(directory: &Path) -> PathBuf {
    directory.join("layout")
}

/// The database's path, with every symbolic link in the directory's path resolved.
///
/// SQLite is told to follow none, so that a link that somebody put in the
/// database's place is refused; the user's own links on the way are fine.
pub(super) fn database(directory: &Path) -> Result<PathBuf, Error> {
    let real = directory.canonicalize().map_err(Error::io("find", directory))?;
    Ok(real.join("cache.sqlite"))
}

/// The directory of the locks, which must be one and no link: files are made in it.
pub(super) fn locks(directory: &Path) -> Result<PathBuf, Error> {
    let locks = directory.join("locks");
    access::make_directory(directory)?;
    Access::of(directory).make_lock_directory(&locks).map_err(Error::io("make", &locks))?;
    let metadata = locks.symlink_metadata().map_err(Error::io("look at", &locks))?;
    if metadata.is_dir() {
        Ok(locks)
    } else {
        Err(Error::io("use", &locks)(io::ErrorKind::NotADirectory.into()))
    }
}
