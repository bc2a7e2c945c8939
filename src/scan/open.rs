use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::Reason;
use crate::files;

/// Opens a plain file for reading, and nothing that was put in its place.
///
/// A symbolic link could lead anywhere, a FIFO would block for ever, and a device never end.
///
/// # Errors
/// With the reason to pass the file over.
pub fn open_plain(path: &Path) -> Result<File, Reason> {
    files::open_plain(path, File::options().read(true)).map_err(|error| {
        match (rustix::io::Errno::from_io_error(&error), error.kind()) {
            (Some(rustix::io::Errno::LOOP), _) => Reason::Link,
            // A socket, or a device without a driver.
            (Some(rustix::io::Errno::NXIO), _) | (_, io::ErrorKind::Unsupported) => Reason::Special,
            _ => Reason::from(&error),
        }
    })
}

/// A plain file's bytes, if it has no more than `longest`.
pub(super) fn read_plain(path: &Path, longest: u64) -> Result<Vec<u8>, Reason> {
    let file = open_plain(path)?;
    let failed = |error: io::Error| Reason::from(&error);
    let size = file.metadata().map_err(failed)?.len();
    if size > longest {
        return Err(Reason::TooLarge(size));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1);
    // It may grow meanwhile.
    file.take(longest + 1).read_to_end(&mut bytes).map_err(failed)?;
    let read = bytes.len() as u64;
    if read > longest { Err(Reason::TooLarge(read)) } else { Ok(bytes) }
}
