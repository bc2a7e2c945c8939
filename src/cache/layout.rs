//! Which file of a cache's directory is what.
//!
//! ```text
//! layout          the version of this layout, and the cache's id
//! cache.sqlite    the entries (with -wal and -shm beside it: copy all three or none)
//! locks/          files that are locked while somebody signs, some for each key; never removed
//! ```

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::access::{self, Access};
use super::schema::{self, Header};
use super::{CacheId, Error};
use crate::files::open_plain;

/// The newest layout that this program knows.
pub const VERSION: i64 = 1;

/// What programs read that know no id: they take all of it for the version.
const BEGINNING: usize = 200;

/// The marker is shorter; what is longer is something else.
const LONGEST: usize = 400;

const PREFIX: &str = "signcache cache, layout ";

const ID: &str = "id ";

/// The text of the file `layout`: a line with the version, and a line with the cache's id.
///
/// The first line is as long as what older programs read, so that they find a version that they know and
/// then refuse the database by its own version, in so many words.
#[must_use]
pub fn marker(id: Option<CacheId>) -> String {
    let version = format!("{PREFIX}{VERSION}");
    match id {
        None => format!("{version}\n"),
        Some(id) => format!("{version:<width$}\n{ID}{id}\n", width = BEGINNING - 1),
    }
}

/// What is in a directory that may be a cache.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// Nothing of a cache.
    Absent,
    /// A cache, and its marker with the id that it has, if it has one.
    Marked(Option<CacheId>),
    /// A database of ours whose marker is missing, as after some backups. It is a cache all the same.
    Unmarked,
}

/// Decides whether a directory is a cache. This is the only place that does.
///
/// A directory with a marker is one, and so is a directory with a database of ours.
///
/// # Errors
/// When it is of a newer layout, something else is there, it is damaged, or it can't be read.
pub(super) fn look(directory: &Path) -> Result<Place, Error> {
    let path = marker_file(directory);
    let mut text = [0; LONGEST];
    let length = match open_plain(&path, File::options().read(true)) {
        Ok(mut file) => read_up_to(&mut file, &mut text).map_err(Error::io("read", &path))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return without_marker(directory),
        Err(error) => return Err(Error::no_entry(directory, "read", &path, error)),
    };
    let mut lines = std::str::from_utf8(&text[..length]).ok().into_iter().flat_map(str::lines);
    let version = lines.next().and_then(|line| line.strip_prefix(PREFIX)?.trim().parse().ok());
    match version {
        Some(VERSION) => {
            let id = lines.next().and_then(|line| line.strip_prefix(ID)?.trim().parse().ok());
            Ok(Place::Marked(id))
        }
        Some(found) => Err(Error::Newer { directory: directory.to_owned(), found, known: VERSION }),
        None => Err(Error::NotACache(directory.to_owned())),
    }
}

/// Whether a directory is a cache.
///
/// # Errors
/// As [`look`].
pub(super) fn is_there(directory: &Path) -> Result<bool, Error> {
    Ok(look(directory)? != Place::Absent)
}

fn without_marker(directory: &Path) -> Result<Place, Error> {
    let database = directory.join("cache.sqlite");
    match database.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Place::Absent),
        Err(error) => return Err(Error::no_entry(directory, "look at", &database, error)),
        Ok(metadata) if !metadata.is_file() => {
            let error = Error::no_plain_file(directory);
            return Err(error.unwrap_or_else(|| Error::NotACache(directory.to_owned())));
        }
        Ok(_) => {}
    }
    match schema::header(&database) {
        Ok(Header::Ours(_)) => Ok(Place::Unmarked),
        Ok(Header::Cut) => Err(Error::Damaged(directory.to_owned())),
        Ok(Header::Foreign) => Err(Error::NotACache(directory.to_owned())),
        Err(error) => Err(Error::no_entry(directory, "read", &database, error)),
    }
}

fn read_up_to(file: &mut File, bytes: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < bytes.len() {
        match file.read(&mut bytes[length..])? {
            0 => break,
            more => length += more,
        }
    }
    Ok(length)
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
