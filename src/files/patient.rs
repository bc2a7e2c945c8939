use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::io::Errno;

use super::Stop;

/// How soon a signal is noticed that arrives between two looks.
const TICK: Duration = Duration::from_millis(100);

/// What a pipe takes at once when it takes anything (`PIPE_BUF` of Linux).
const AT_ONCE: usize = 4096;

/// A pipe, terminal or file that somebody may want to stop waiting for: reading and writing fail then.
///
/// Without it, a caught signal would just go on with the read or the write that it came into.
pub struct Patient<F> {
    file: F,
    stop: Stop,
}

impl Patient<File> {
    /// Opens what the user named for reading: a plain file, or a pipe also before anybody writes to it, for which
    /// opening would wait.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn open(path: &Path, stop: Stop) -> io::Result<Self> {
        let flags =
            if path.metadata()?.is_file() { OFlags::empty() } else { OFlags::NONBLOCK.union(OFlags::NOCTTY) };
        Ok(Self::new(File::options().read(true).custom_flags(flags.bits().cast_signed()).open(path)?, stop))
    }
}

impl<F: AsFd> Patient<F> {
    /// Waits for a file until somebody says otherwise.
    #[must_use]
    pub const fn new(file: F, stop: Stop) -> Self {
        Self { file, stop }
    }

    fn wait(&self, flags: PollFlags) -> io::Result<()> {
        let mut ready = 0;
        while ready == 0 {
            ready = wait_a_little(&mut [PollFd::new(&self.file, flags)])?;
            if self.stop.is_asked() {
                return Err(io::Error::other("interrupted"));
            }
        }
        Ok(())
    }
}

/// Waits for files, if any, or for a tick; gives how many are ready.
///
/// # Errors
/// When the system refuses.
pub fn wait_a_little(files: &mut [PollFd<'_>]) -> io::Result<usize> {
    let tick = Timespec::try_from(TICK).map_err(io::Error::other)?;
    match poll(files, Some(&tick)) {
        Err(Errno::INTR) => Ok(0),
        ready => Ok(ready?),
    }
}

impl<F: AsFd + Read> Read for Patient<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            self.wait(PollFlags::IN)?;
            match self.file.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                read => return read,
            }
        }
    }
}

impl<F: AsFd + Write> Write for Patient<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.wait(PollFlags::OUT)?;
        self.file.write(&bytes[..bytes.len().min(AT_ONCE)])
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
