use std::ffi::{OsStr, OsString};
use std::fs::Metadata;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, Dir, FileType, Mode, OFlags, openat};

/// One name in a directory.
pub struct Listed {
    path: PathBuf,
    name: OsString,
    kind: FileType,
}

impl Listed {
    /// The name.
    #[must_use]
    pub fn file_name(&self) -> &OsStr {
        &self.name
    }

    /// The directory and the name.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.path.clone()
    }

    /// What it is; links are not followed.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn metadata(&self) -> io::Result<Metadata> {
        self.path.symlink_metadata()
    }

    /// What kind of file it is, which most file systems say in the list.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn kind(&self) -> io::Result<FileType> {
        match self.kind {
            FileType::Unknown => {
                use std::os::unix::fs::MetadataExt;
                Ok(FileType::from_raw_mode(self.metadata()?.mode()))
            }
            kind => Ok(kind),
        }
    }
}

/// What is in a directory, in no order. Unlike that of the standard library, this list may fail when it is closed.
///
/// # Errors
/// When the directory can't be read.
pub fn list(directory: &Path) -> io::Result<impl Iterator<Item = io::Result<Listed>>> {
    listing(directory, OFlags::empty())
}

/// The same, but nothing where the directory is a link to one ([`rustix::io::Errno::NOTDIR`]).
///
/// # Errors
/// As [`list`].
pub fn list_no_link(directory: &Path) -> io::Result<impl Iterator<Item = io::Result<Listed>>> {
    listing(directory, OFlags::NOFOLLOW)
}

fn listing(directory: &Path, more: OFlags) -> io::Result<impl Iterator<Item = io::Result<Listed>> + use<>> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NONBLOCK | OFlags::CLOEXEC | more;
    let opened = Dir::new(openat(CWD, directory, flags, Mode::empty())?)?;
    let directory = directory.to_owned();
    let all = opened.map(move |entry| {
        let entry = entry?;
        let name = OsStr::from_bytes(entry.file_name().to_bytes()).to_owned();
        Ok(Listed { path: directory.join(&name), name, kind: entry.file_type() })
    });
    Ok(all.filter(|entry| !entry.as_ref().is_ok_and(|entry| entry.name == "." || entry.name == "..")))
}
