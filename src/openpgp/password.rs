use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use sequoia_openpgp::crypto::mem::Protected;

pub use sequoia_openpgp::crypto::Password;

use crate::files::keep_memory_private;

/// The most bytes that a password may have.
const LONGEST: usize = 1024;

/// How soon it is noticed that somebody wants to stop.
const TICK: Duration = Duration::from_millis(100);

/// Reads a password: everything up to the first line end, or to the end.
///
/// All memory that it passes through is overwritten afterwards.
///
/// # Errors
/// When it can't be read, is longer than a kilobyte, or `cancelled` says to stop.
pub fn read_password(source: &File, cancelled: &dyn Fn() -> bool) -> io::Result<Password> {
    keep_memory_private();
    first_line(&mut Patient { source, cancelled })
}

/// Opens a file with a password, also one that somebody is still to write to.
///
/// # Errors
/// When it can't be opened.
pub fn open_password(path: &Path) -> io::Result<File> {
    keep_memory_private();
    File::options().read(true).custom_flags(OFlags::NONBLOCK.bits().cast_signed()).open(path)
}

/// What is read as it comes, until somebody wants to stop.
struct Patient<'a> {
    source: &'a File,
    cancelled: &'a dyn Fn() -> bool,
}

impl Read for Patient<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let tick = Timespec::try_from(TICK).map_err(io::Error::other)?;
        let mut source = self.source;
        loop {
            // Without waiting like this, a caught signal would just go on with the read.
            let ready = match poll(&mut [PollFd::new(source, PollFlags::IN)], Some(&tick)) {
                Err(rustix::io::Errno::INTR) => 0,
                ready => ready?,
            };
            if (self.cancelled)() {
                return Err(io::Error::other("asked to stop"));
            }
            if ready > 0 {
                match source.read(buffer) {
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    read => return read,
                }
            }
        }
    }
}

fn first_line(source: &mut dyn Read) -> io::Result<Password> {
    let mut buffer = Protected::new(LONGEST);
    let mut length = 0;
    loop {
        // Byte by byte, so that nothing behind the line is taken from whoever else reads the source.
        let Some(next) = buffer.get_mut(length..=length) else {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the password has more than 1024 bytes"));
        };
        match source.read(next) {
            Ok(0) => break,
            Ok(_) if next[0] == b'\n' => break,
            Ok(_) => length += 1,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Password::from(&buffer[..length]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_the_first_line_and_nothing_more() {
        let check = |text: &[u8], expected: &[u8], rest: &[u8]| {
            let mut source = text;
            let password = first_line(&mut source).unwrap();
            password.map(|password| assert_eq!(&password[..], expected));
            assert_eq!(source, rest);
        };
        check(b"secret", b"secret", b"");
        check(b"two words \nsecond line", b"two words ", b"second line");
        check("größe\r\n".as_bytes(), "größe\r".as_bytes(), b"");
        check(b"", b"", b"");
        check(&[b'x'; 1023], &[b'x'; 1023], b"");
        assert!(first_line(&mut &[b'x'; 2000][..]).is_err());
    }
}
