use std::fmt;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::leftovers;
use crate::cache::{self, Cache};
use crate::model::Untrusted;
use crate::ops::{Error, Progress, Session};

/// Something that is safe to do, and puts a finding right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fix {
    /// Give a group's cache the group's permissions, as `signcache init` does.
    Repair(PathBuf),
    /// Take permissions from others than the owner.
    Close {
        /// Of what.
        path: PathBuf,
        /// Which ones, as bits of a mode.
        bits: u32,
    },
    /// Move what was written into the database.
    WriteBack(PathBuf),
    /// Remove a link that leads nowhere, or an empty directory of links.
    RemoveRoot(PathBuf),
    /// Remove a file that somebody began to write long ago.
    RemoveLeftover(PathBuf),
}

impl fmt::Display for Fix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |path: &Path| Untrusted::from_bytes(path.as_os_str().as_encoded_bytes());
        match self {
            Self::Repair(path) => write!(f, "give {} to its group again", shown(path)),
            Self::Close { path, bits } => {
                write!(f, "take the permissions {bits:03o} away from {}", shown(path))
            }
            Self::WriteBack(path) => write!(f, "write back what waits in {}", shown(path)),
            Self::RemoveRoot(path) | Self::RemoveLeftover(path) => write!(f, "remove {}", shown(path)),
        }
    }
}

/// Does what puts a finding right, if it is still so. What has become right by itself is no failure.
///
/// # Errors
/// When the system refuses, or the cache can't be used.
pub fn fix(session: &Session, fix: &Fix, progress: &dyn Progress) -> Result<(), Error> {
    match fix {
        Fix::Repair(directory) => crate::ops::init(session, directory, None, progress).map(drop),
        Fix::Close { path, bits } => close(path, *bits).map_err(failed("change the permissions of", path)),
        Fix::WriteBack(directory) => match Cache::open(directory)? {
            Some(cache) => Ok(cache.write_back()?),
            None => Ok(()),
        },
        Fix::RemoveRoot(path) => remove_root(path).map_err(failed("remove", path)),
        Fix::RemoveLeftover(path) => {
            if leftovers::is_old(path, session.settings().now) {
                fs::remove_file(path).or_else(gone).map_err(failed("remove", path))
            } else {
                Ok(())
            }
        }
    }
}

fn close(path: &Path, bits: u32) -> io::Result<()> {
    let metadata = path.symlink_metadata()?;
    if metadata.is_symlink() {
        // It leads to something that was not looked at.
        return Err(io::ErrorKind::InvalidInput.into());
    }
    fs::set_permissions(path, Permissions::from_mode(metadata.mode() & 0o7777 & !bits))
}

fn remove_root(path: &Path) -> io::Result<()> {
    let metadata = match path.symlink_metadata() {
        Err(error) => return gone(error),
        Ok(metadata) => metadata,
    };
    if metadata.is_dir() {
        // The system refuses where somebody has put a link there meanwhile.
        return fs::remove_dir(path).or_else(gone);
    }
    let leads_nowhere =
        |link: PathBuf| link.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
    if fs::read_link(path).is_ok_and(leads_nowhere) { fs::remove_file(path).or_else(gone) } else { Ok(()) }
}

fn gone(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

fn failed(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| cache::Error::Io { what, path, source }.into()
}
