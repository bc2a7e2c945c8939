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
    /// A file beside the one that is to be, and that one.
    File(NamedTempFile, PathBuf),
    /// What is no regular file, such as a pipe.
    Special(File),
}

impl<'a> Target<'a> {
    /// Finds out what the path that somebody gave means.
    pub fn new(path: &Path, force: bool) -> Result<Self, Error> {
        let place = Untrusted::from_bytes(path.as_os_str().as_encoded_bytes());
        let failed = |error: io::Error| Error::io("write", path, &error);
        let to = if path == Path::new("-") {
            if io::stdout().is_terminal() {
                return Err(Error::usage("a bundle is nothing for a terminal")
                    .hinted("redirect stdout, or name a file with -o"));
            }
            To::Stdout
        } else if path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/") {
            To::Directory(path.to_owned())
        } else {
            match fs::metadata(path) {
                Ok(there) if !there.is_file() => {
                    To::Special(File::options().write(true).open(path).map_err(failed)?)
                }
                Ok(_) if !force => {
                    let message = format!("{} is there already", shown(path));
                    return Err(Error::new(Exit::Failed, message)
                        .hinted("choose another name with -o, or replace it with --force"));
                }
                Ok(_) => beside(&path.canonicalize().map_err(failed)?).map_err(failed)?,
                Err(error) if error.kind() == io::ErrorKind::NotFound => beside(path).map_err(failed)?,
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
            To::File(file, path) => {
                let out = file.as_file().try_clone().map_err(|error| Error::io("write", &path, &error))?;
                let result = write(Box::new(out))?;
                let kept = file.as_file().sync_all().and_then(|()| Ok(file.persist(&path).map(drop)?));
                kept.map_err(|error| Error::io("write", &path, &error))?;
                Ok(result)
            }
        }
    }
}

fn buffered(out: Box<dyn Write + Send>) -> BufWriter<Box<dyn Write + Send>> {
    BufWriter::with_capacity(1 << 16, out)
}

fn wrong(place: &Untrusted, source: bundle::Error) -> ops::Error {
    ops::Error::Bundle { place: place.clone(), source }
}

fn beside(path: &Path) -> io::Result<To> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    let file =
        builder.permissions(Permissions::from_mode(0o666)).prefix(".signcache-").tempfile_in(directory)?;
    Ok(To::File(file, path.to_owned()))
}
