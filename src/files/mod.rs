//! Opening files that somebody else may have put there.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::OFlags;

/// Opens a plain file, and nothing that somebody put in its place.
///
/// A symbolic link could lead to a file of the user's, a FIFO would block for ever, and a device never end.
///
/// # Errors
/// When the system refuses, or it is no plain file ([`io::ErrorKind::Unsupported`]).
pub fn open_plain(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    let file = options.custom_flags(flags.bits().cast_signed()).open(path)?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(io::Error::new(io::ErrorKind::Unsupported, "it is no plain file"))
    }
}
