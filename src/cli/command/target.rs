use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::bundle::{self, ArchiveWriter, DirectoryWriter, Writer};
use crate::cli::error::{Error, shown};
use crate::cli::exit::Exit;
use crate::model::{KeyId, Untrusted};
use crate::ops::{self, Progress, Session};

/// Where a bundle goes.
pub struct Target<'a> {
    /// What people call it.
    pub place: Untrusted,
    to: To,
    readers: Option<Readers<'a>>,
}

/// Who alone can read it.
struct Readers<'a> {
    session: &'a Session,
    keys: Vec<KeyId>,
    progress: &'a dyn Progress,
}

enum To {
    Stdout,
    Directory(PathBuf),
    /// A file beside the one that is to be, that one, and whether it may take the place of another one.
    File(NamedTempFile, PathBuf, bool),
    /// What is no regular file, such as a pipe.
    Special(File),
}

impl<'a> Target<'a> {
    /// Finds out what the path that somebody gave means.
    pub fn new(path: &Path, force: bool) -> Result<Self, Error> {
        let place = Untrusted::from_bytes(path.as_os_str().as_encoded_bytes());
        let failed = |error: io::Error| Error::io("write", path, &error);
        let to = if path == Path::new("-") {
            refuse_terminal(&io::stdout())?;
            To::Stdout
        } else if path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/") {
            To::Directory(path.to_owned())
        } else {
            match fs::metadata(path) {
                Ok(there) if !there.is_file() => {
                    let file = File::options().write(true).open(path).map_err(failed)?;
                    refuse_terminal(&file)?;
                    To::Special(file)
                }
                Ok(_) if !force => return Err(taken(path)),
                Ok(there) => {
                    let path = path.canonicalize().map_err(failed)?;
                    let file = beside(&path).map_err(failed)?;
                    // Who may read it stays as it was; a set-user-id bit is nothing for a bundle.
                    let mode = Permissions::from_mode(there.permissions().mode() & 0o777);
                    file.as_file().set_permissions(mode).map_err(failed)?;
                    To::File(file, path, force)
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    To::File(beside(path).map_err(failed)?, path.to_owned(), force)
                }
                Err(error) => return Err(failed(error)),
            }
        };
        Ok(Self { place, to, readers: None })
    }

    /// Encrypts the bundle to the holders of some keys.
    pub fn sealed(
        mut self,
        session: &'a Session,
        keys: Vec<KeyId>,
        progress: &'a dyn Progress,
    ) -> Result<Self, Error> {
        if let To::Directory(_) = self.to {
            return Err(Error::usage("a directory can't be encrypted").hinted("name a file, or `-`, with -o"));
        }
        self.readers = Some(Readers { session, keys, progress });
        Ok(self)
    }

    /// Writes a bundle there, whole or not at all where it is a file.
    pub fn write<T>(
        self,
        write: impl FnOnce(Box<dyn Writer + '_>, &Untrusted) -> Result<T, ops::Error>,
    ) -> Result<T, Error> {
        let place = &self.place;
        if let To::Directory(path) = &self.to {
            let writer = DirectoryWriter::new(path).map_err(|error| wrong(place, error))?;
            return Ok(write(Box::new(writer), place)?);
        }
        let write = |out: Box<dyn Write + Send>| match &self.readers {
            None => write(
                Box::new(ArchiveWriter::new(buffered(out)).map_err(|error| wrong(place, error))?),
                place,
            ),
            Some(Readers { session, keys, progress }) => {
                let out = ops::private::seal(session, keys, buffered(out), *progress)?;
                let archive = ArchiveWriter::ending(out, |out| out.finish().and_then(|mut out| out.flush()));
                write(Box::new(archive.map_err(|error| wrong(place, error))?), place)
            }
        };
        match self.to {
            To::Stdout | To::Directory(_) => Ok(write(Box::new(io::stdout()))?),
            To::Special(file) => Ok(write(Box::new(file))?),
            To::File(file, path, replace) => {
                let failed = |error: io::Error| Error::io("write", &path, &error);
                let result = write(Box::new(file.as_file().try_clone().map_err(failed)?))?;
                file.as_file().sync_all().map_err(failed)?;
                let persist = if replace { NamedTempFile::persist } else { NamedTempFile::persist_noclobber };
                match persist(file, &path).map_err(|error| error.error) {
                    Ok(_) => Ok(result),
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(taken(&path)),
                    Err(error) => Err(failed(error)),
                }
            }
        }
    }
}

fn refuse_terminal(out: &impl IsTerminal) -> Result<(), Error> {
    if out.is_terminal() {
        return Err(Error::usage("a bundle is nothing for a terminal")
            .hinted("redirect stdout, or name a file with -o"));
    }
    Ok(())
}

fn taken(path: &Path) -> Error {
    Error::new(Exit::Failed, format!("{} is there already", shown(path)))
        .hinted("choose another name with -o, or replace it with --force")
}

fn buffered(out: Box<dyn Write + Send>) -> BufWriter<Box<dyn Write + Send>> {
    BufWriter::with_capacity(1 << 16, out)
}

fn wrong(place: &Untrusted, source: bundle::Error) -> ops::Error {
    ops::Error::Bundle { place: place.clone(), source }
}

fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.permissions(Permissions::from_mode(0o666)).prefix(".signcache-").tempfile_in(directory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_appears_meanwhile_is_replaced_on_demand_only() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("bundle");
        let write = |force| {
            let target = Target::new(&path, force).unwrap();
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
