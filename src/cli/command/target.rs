use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::bundle::{ArchiveWriter, DirectoryWriter, Writer};
use crate::cli::error::{Error, shown};
use crate::cli::exit::Exit;
use crate::model::Untrusted;
use crate::ops;

/// Where a bundle goes.
pub struct Target {
    /// What people call it.
    pub place: Untrusted,
    to: To,
}

enum To {
    Stdout,
    Directory(PathBuf),
    /// A file beside the one that is to be, and that one.
    File(NamedTempFile, PathBuf),
    /// What is no regular file, such as a pipe.
    Special(File),
}

impl Target {
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
        Ok(Self { place, to })
    }

    /// Writes a bundle there, whole or not at all where it is a file.
    pub fn write<T>(
        self,
        write: impl FnOnce(Box<dyn Writer + '_>, &Untrusted) -> Result<T, ops::Error>,
    ) -> Result<T, Error> {
        let wrong = |source| ops::Error::Bundle { place: self.place.clone(), source };
        let stream = |out: Box<dyn Write>| ArchiveWriter::new(BufWriter::with_capacity(1 << 16, out));
        match self.to {
            To::Directory(path) => {
                let writer = DirectoryWriter::new(&path).map_err(wrong)?;
                Ok(write(Box::new(writer), &self.place)?)
            }
            To::Stdout => Ok(write(Box::new(stream(Box::new(io::stdout())).map_err(wrong)?), &self.place)?),
            To::Special(file) => Ok(write(Box::new(stream(Box::new(file)).map_err(wrong)?), &self.place)?),
            To::File(file, path) => {
                let out = file.as_file().try_clone().map_err(|error| Error::io("write", &path, &error))?;
                let result = write(Box::new(stream(Box::new(out)).map_err(wrong)?), &self.place)?;
                let kept = file.as_file().sync_all().and_then(|()| Ok(file.persist(&path).map(drop)?));
                kept.map_err(|error| Error::io("write", &path, &error))?;
                Ok(result)
            }
        }
    }
}

fn beside(path: &Path) -> io::Result<To> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    let file =
        builder.permissions(Permissions::from_mode(0o666)).prefix(".signcache-").tempfile_in(directory)?;
    Ok(To::File(file, path.to_owned()))
}
