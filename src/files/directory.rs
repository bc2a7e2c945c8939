use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;
use std::time::SystemTime;

use rustix::fs::{
    AtFlags, CWD, Dir, FlockOperation, Mode, OFlags, flock, mkdirat, openat, renameat, unlinkat,
};
use rustix::io::Errno;

use super::{UNTRUSTED, plain};

/// An open directory below which no symbolic link is followed.
///
/// Paths would lead through whatever somebody put in the place of a directory meanwhile.
#[derive(Debug)]
pub struct Directory(OwnedFd);

impl Directory {
    /// Opens a directory that the user named, be it by a link.
    ///
    /// # Errors
    /// When the system refuses, or it is no directory.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(openat(CWD, path, OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?))
    }

    /// Opens the same directory again.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn try_clone(&self) -> io::Result<Self> {
        self.0.try_clone().map(Self)
    }

    /// Opens a directory in this one.
    ///
    /// # Errors
    /// When the system refuses, or it is none ([`io::ErrorKind::NotADirectory`]).
    pub fn directory(&self, name: &str) -> io::Result<Self> {
        match openat(&self.0, name, OFlags::DIRECTORY | UNTRUSTED, Mode::empty()) {
            Ok(descriptor) => Ok(Self(descriptor)),
            Err(Errno::LOOP | Errno::NOTDIR) => {
                let message = "it is no directory, or a symbolic link to one";
                Err(io::Error::new(io::ErrorKind::NotADirectory, message))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Opens a directory in this one, made where there is none.
    ///
    /// # Errors
    /// As [`Directory::directory`].
    pub fn make_directory(&self, name: &str) -> io::Result<Self> {
        match mkdirat(&self.0, name, Mode::from_raw_mode(0o777)) {
            Ok(()) | Err(Errno::EXIST) => self.directory(name),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens a plain file in this directory for reading.
    ///
    /// # Errors
    /// When the system refuses, or it is no plain file ([`io::ErrorKind::Unsupported`]).
    pub fn open_plain(&self, name: &str) -> io::Result<File> {
        plain(openat(&self.0, name, UNTRUSTED, Mode::empty()).map(File::from).map_err(Into::into))
    }

    /// Opens a plain file in this directory for writing: empty, made where there is none.
    ///
    /// # Errors
    /// As [`Directory::open_plain`].
    pub fn create(&self, name: &str) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::TRUNC | UNTRUSTED;
        plain(openat(&self.0, name, flags, Mode::from_raw_mode(0o666)).map(File::from).map_err(Into::into))
    }

    /// Makes a file in this directory, for writing, unless something has that name.
    ///
    /// # Errors
    /// When something has ([`io::ErrorKind::AlreadyExists`]), or the system refuses.
    pub fn create_new(&self, name: &str) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | UNTRUSTED;
        Ok(openat(&self.0, name, flags, Mode::from_raw_mode(0o666))?.into())
    }

    /// The names of everything in this directory.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn names(&self) -> io::Result<impl Iterator<Item = io::Result<String>>> {
        let all = Dir::read_from(&self.0)?.map(|item| Ok(item?.file_name().to_string_lossy().into_owned()));
        Ok(all.filter(|name| !matches!(name.as_deref(), Ok("." | ".."))))
    }

    /// When something was last made, renamed or removed in this directory.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn modified(&self) -> io::Result<SystemTime> {
        File::from(self.0.try_clone()?).metadata()?.modified()
    }

    /// Moves a file from this directory into one of the same file system, in the place of what is there.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn rename(&self, name: &str, to: &Self, new_name: &str) -> io::Result<()> {
        Ok(renameat(&self.0, name, &to.0, new_name)?)
    }

    /// Removes a file from this directory.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        Ok(unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// Removes an empty directory from this one.
    ///
    /// # Errors
    /// When the system refuses, or something is in it.
    pub fn remove_directory(&self, name: &str) -> io::Result<()> {
        Ok(unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }

    /// Keeps other processes from doing the same until this is dropped, with all its clones; false when one does it already.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn lock(&self) -> io::Result<bool> {
        match flock(&self.0, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(true),
            Err(Errno::WOULDBLOCK) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Waits until everything that was written to its file system is on the disk.
    ///
    /// # Errors
    /// When the system says that something is not.
    pub fn sync_file_system(&self) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        return Ok(rustix::fs::syncfs(self.0.as_fd())?);
        #[cfg(not(target_os = "linux"))]
        return Ok(rustix::fs::fsync(self.0.as_fd())?);
    }
}
