//! Opening files that somebody else may have put there, and waiting for pipes that somebody else may leave waiting,
//! or fill without an end.

mod capture;
mod directory;
mod listing;
mod owner;
mod patient;
mod scratch;
mod stop;

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::OFlags;

pub use capture::{Captured, capture};
pub use directory::Directory;
pub use listing::{Listed, list, list_no_link};
pub use owner::as_owner_above;
pub use patient::{Patient, wait_a_little};
pub use scratch::Scratch;
pub use stop::Stop;

/// How to open what somebody else may have put there.
///
/// A symbolic link could lead to a file of the user's, a FIFO would block for ever, and a device never end.
const UNTRUSTED: OFlags =
    OFlags::NOFOLLOW.union(OFlags::NONBLOCK).union(OFlags::NOCTTY).union(OFlags::CLOEXEC);

/// Keeps the memory of this process from other processes of the account, and out of core files: for before a secret is
/// read. It is not the user's choice, and a system that can't do it can't be helped.
pub fn keep_memory_private() {
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// Opens a plain file, and nothing that somebody put in its place.
///
/// # Errors
/// When the system refuses, or it is no plain file ([`io::ErrorKind::Unsupported`]).
pub fn open_plain(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    plain(options.custom_flags(UNTRUSTED.bits().cast_signed()).open(path))
}

/// Opens a plain file that the user named, be it by a link, for reading.
///
/// A FIFO would make everybody wait who only wants to know what is in a file.
///
/// # Errors
/// As [`open_plain`].
pub fn open_named(path: &Path) -> io::Result<File> {
    let flags = UNTRUSTED.difference(OFlags::NOFOLLOW).bits().cast_signed();
    plain(File::options().read(true).custom_flags(flags).open(path))
}

fn plain(opened: io::Result<File>) -> io::Result<File> {
    let file = opened?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(io::Error::new(io::ErrorKind::Unsupported, "it is no plain file"))
    }
}
