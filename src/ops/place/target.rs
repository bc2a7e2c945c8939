use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::io::Errno;
use tempfile::NamedTempFile;

use super::nix_cache::NixCacheWriter;
use crate::bundle::{self, ArchiveWriter, DirectoryWriter, Writer};
use crate::files::{Patient, Stop, wait_a_little};
use crate::model::{KeyId, Untrusted};
use crate::nix::binary_cache::{self, SecretKey};
use crate::ops::{Error, Progress, Session, private};

/// Where a bundle goes.
pub struct Target<'a> {
    /// What people call it.
    pub place: Untrusted,
    to: To<'a>,
    stop: Stop,
    readers: Option<Readers<'a>>,
}

/// Who alone can read it.
struct Readers<'a> {
    session: &'a Session,
    keys: Vec<KeyId>,
    progress: &'a dyn Progress,
}

enum To<'a> {
    Directory(PathBuf),
    NixCache(Box<NixCacheWriter<'a>>),
    Stream(Stream),
}

enum Stream {
    /// A file beside the one that is to be, that one, and whether it may take the place of another one.
    File(NamedTempFile, PathBuf, bool),
    /// What is no regular file, such as a pipe, or stdout.
    Special(Patient<File>),
}

impl<'a> Target<'a> {
    /// What is open already, such as stdout, and what people call it.
    ///
    /// # Errors
    /// When it is a terminal.
    pub fn open(file: File, place: Untrusted, stop: &Stop) -> Result<Self, Error> {
        refuse_terminal(&file)?;
        let to = To::Stream(Stream::Special(Patient::new(file, stop.clone())));
        Ok(Self { place, to, stop: stop.clone(), readers: None })
    }

    /// Finds out what the path that somebody gave means: a directory if there is one, or if it ends with a slash;
    /// else a file, which only with `force` takes the place of another one.
    ///
    /// # Errors
    /// When something is there already, nothing can be written there, or a person asks to stop.
    pub fn new(path: &Path, force: bool, stop: &Stop) -> Result<Self, Error> {
        let place = Untrusted::from_bytes(path.as_os_str().as_encoded_bytes());
        let failed = Error::place("write", path);
        let to = if path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/") {
            To::Directory(path.to_owned())
        } else {
            match fs::metadata(path) {
                Ok(there) if !there.is_file() => {
                    let file = open_special(path, stop)
                        .map_err(|error| if stop.is_asked() { Error::Interrupted } else { failed(error) })?;
                    refuse_terminal(&file)?;
                    To::Stream(Stream::Special(Patient::new(file, stop.clone())))
                }
                Ok(_) if !force => return Err(Error::Taken(path.to_owned())),
                Ok(there) => {
                    let path = path.canonicalize().map_err(&failed)?;
                    let file = beside(&path).map_err(&failed)?;
                    // Who may read it stays as it was; a set-user-id bit is nothing for a bundle.
                    let mode = Permissions::from_mode(there.permissions().mode() & 0o777);
                    file.as_file().set_permissions(mode).map_err(&failed)?;
                    To::Stream(Stream::File(file, path, force))
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    To::Stream(Stream::File(beside(path).map_err(&failed)?, path.to_owned(), force))
                }
                Err(error) => return Err(failed(error)),
            }
        };
        Ok(Self { place, to, stop: stop.clone(), readers: None })
    }

    /// A binary cache of Nix's, of the session's store, whose paths are signed with a key.
    ///
    /// # Errors
    /// When it is one of another store, another process is writing to it, or it can't be written.
    pub fn nix_cache(path: &Path, session: &'a Session, key: SecretKey, stop: &Stop) -> Result<Self, Error> {
        let place = Untrusted::from_bytes(path.as_os_str().as_encoded_bytes());
        let writer = binary_cache::Writer::new(path, &session.settings().store, key)?;
        let to = To::NixCache(Box::new(NixCacheWriter(writer)));
        Ok(Self { place, to, stop: stop.clone(), readers: None })
    }

    /// Encrypts the bundle to the holders of some keys.
    ///
    /// # Errors
    /// When it is a directory.
    pub fn sealed(
        mut self,
        session: &'a Session,
        keys: Vec<KeyId>,
        progress: &'a dyn Progress,
    ) -> Result<Self, Error> {
        if let To::Directory(_) | To::NixCache(_) = self.to {
            return Err(Error::DirectoryInTheOpen);
        }
        self.readers = Some(Readers { session, keys, progress });
        Ok(self)
    }

    /// Writes a bundle there, whole or not at all where it is a file.
    ///
    /// # Errors
    /// Those of `write`, when nothing can be written there, or a person asks to stop.
    pub fn write<T>(
        self,
        write: impl FnOnce(Box<dyn Writer + '_>, &Untrusted) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let Self { place, to, stop, readers } = self;
        let written = match to {
            To::Directory(path) => DirectoryWriter::new(&path)
                .map_err(|error| wrong(&place, error))
                .and_then(|writer| write(Box::new(writer), &place)),
            To::NixCache(writer) => write(writer, &place),
            To::Stream(stream) => stream.write(&place, readers.as_ref(), write),
        };
        // Whoever waited for a pipe was woken by it.
        written.map_err(|error| if stop.is_asked() { Error::Interrupted } else { error })
    }
}

impl Stream {
    fn write<T>(
        self,
        place: &Untrusted,
        readers: Option<&Readers<'_>>,
        write: impl FnOnce(Box<dyn Writer + '_>, &Untrusted) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let write = |out: Box<dyn Write + Send>| match readers {
            None => write(
                Box::new(ArchiveWriter::new(buffered(out)).map_err(|error| wrong(place, error))?),
                place,
            ),
            Some(Readers { session, keys, progress }) => {
                let out = private::seal(session, keys, buffered(out), *progress)?;
                let archive = ArchiveWriter::ending(out, |out| out.finish().and_then(|mut out| out.flush()));
                write(Box::new(archive.map_err(|error| wrong(place, error))?), place)
            }
        };
        match self {
            Self::Special(file) => write(Box::new(file)),
            Self::File(file, path, replace) => {
                let failed = Error::place("write", &path);
                let result = write(Box::new(file.as_file().try_clone().map_err(&failed)?))?;
                file.as_file().sync_all().map_err(&failed)?;
                let persist = if replace { NamedTempFile::persist } else { NamedTempFile::persist_noclobber };
                match persist(file, &path).map_err(|error| error.error) {
                    Ok(_) => {
                        // Not before its name is on the disk, too, is it there after a power cut.
                        File::open(parent(&path))
                            .and_then(|directory| directory.sync_all())
                            .map_err(&failed)?;
                        Ok(result)
                    }
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                        Err(Error::Taken(path.clone()))
                    }
                    Err(error) => Err(failed(error)),
                }
            }
        }
    }
}

/// Opens what is no regular file for writing. A pipe may wait for a reader.
fn open_special(path: &Path, stop: &Stop) -> io::Result<File> {
    let at_once = OFlags::NONBLOCK.bits().cast_signed();
    loop {
        match File::options().write(true).custom_flags(at_once).open(path) {
            Err(error) if error.raw_os_error() == Some(Errno::NXIO.raw_os_error()) && !stop.is_asked() => {
                wait_a_little(&mut [])?;
            }
            opened => {
                let file = opened?;
                let flags = fcntl_getfl(&file)?;
                fcntl_setfl(&file, flags.difference(OFlags::NONBLOCK))?;
                return Ok(file);
            }
        }
    }
}

fn refuse_terminal(out: &impl IsTerminal) -> Result<(), Error> {
    if out.is_terminal() {
        return Err(Error::ForTerminal);
    }
    Ok(())
}

fn buffered(out: Box<dyn Write + Send>) -> BufWriter<Box<dyn Write + Send>> {
    BufWriter::with_capacity(1 << 16, out)
}

fn wrong(place: &Untrusted, source: bundle::Error) -> Error {
    Error::Bundle { place: place.clone(), source }
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.permissions(Permissions::from_mode(0o666)).prefix(".signcache-").tempfile_in(parent(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_appears_meanwhile_is_replaced_on_demand_only() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("bundle");
        let write = |force| {
            let target = Target::new(&path, force, &Stop::default()).unwrap();
            fs::write(&path, "another").unwrap();
            let written = target.write(|writer, place| writer.finish().map_err(|error| wrong(place, error)));
            let replaced = fs::read(&path).unwrap() != b"another";
            fs::remove_file(&path).unwrap();
            (written.is_ok(), replaced, fs::read_dir(directory.path()).unwrap().count())
        };
        assert_eq!(write(false), (false, false, 0));
        assert_eq!(write(true), (true, true, 0));
    }
}
