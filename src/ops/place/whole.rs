use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use tempfile::NamedTempFile;

use crate::ops::Error;

/// Writes a file whole or not at all. One that is there with the same bytes is left as it is.
///
/// Links are followed. What is no regular file, such as a device or a pipe, is written to as it is.
///
/// # Errors
/// When it is there with other bytes and there is no `force`, or it can't be written.
pub fn write_whole(path: &Path, bytes: &[u8], force: bool) -> Result<(), Error> {
    let failed = Error::place("write", path);
    let target = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
        Err(error) => return Err(failed(error)),
        Ok(there) if !there.is_file() => {
            // A pipe without a reader is an error at once, and not waited for.
            let flags = OFlags::NONBLOCK.union(OFlags::NOCTTY).bits().cast_signed();
            let opened = File::options().write(true).custom_flags(flags).open(path);
            return opened
                .and_then(|mut file| {
                    fcntl_setfl(&file, fcntl_getfl(&file)?.difference(OFlags::NONBLOCK))?;
                    file.write_all(bytes)
                })
                .map_err(failed);
        }
        Ok(there) => {
            if there.len() == bytes.len() as u64 && fs::read(path).map_err(&failed)? == bytes {
                return Ok(());
            }
            if !force {
                return Err(Error::TakenByOther(path.to_owned()));
            }
            path.canonicalize().map_err(&failed)?
        }
    };
    replace(&target, bytes).map_err(failed)
}

/// Writes beside the file and renames, so that nobody ever sees half of it.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = scratch(directory)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    // Not before its name is on the disk, too, is it there after a power cut.
    File::open(directory)?.sync_all()
}

/// A new file in a directory, which goes when it is not renamed. Errors don't tell its name, which says nothing to people.
pub(super) fn scratch(directory: &Path) -> io::Result<NamedTempFile> {
    let create = |path: &Path| File::options().write(true).create_new(true).mode(0o666).open(path);
    tempfile::Builder::new().prefix(".signcache-").make_in(directory, create)
}
