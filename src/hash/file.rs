use std::fs::{self, File};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;

use super::{Hashed, Sha256State};
use crate::model::{ContentDigest, FileStamp};

/// What goes wrong with reading a content.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file can't be opened or read.
    #[error("can't read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A directory has no bytes of its own.
    #[error("{} is a directory, and only the bytes of a file can be signed", .0.display())]
    Directory(PathBuf),
    /// The file's length or times were others after the read than before.
    #[error("{} changed while it was read", .0.display())]
    Changed(PathBuf),
    /// The observer asked to stop.
    #[error("stopped while reading {}", .0.display())]
    Stopped(PathBuf),
}

/// How often `observe` is asked while nothing comes.
const TICK: Duration = Duration::from_millis(100);

/// Hashes a file in one pass; `observe` sees every piece as it goes by, and none now and then while it waits for one.
///
/// # Errors
/// When the file can't be read, is a directory or changes during the read, or when `observe` breaks off.
pub fn hash_file(path: &Path, observe: &mut dyn FnMut(&[u8]) -> ControlFlow<()>) -> Result<Hashed, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let mut file = open(path).map_err(failed)?;
    let before = file.metadata().map_err(failed)?;
    if before.is_dir() {
        return Err(Error::Directory(path.to_owned()));
    }
    let mut state = Sha256State::default();
    let mut size = 0;
    // As fast as mapping the file, and truncation gives a short read instead of SIGBUS. Larger
    // pieces are no faster, and touch more memory for a small file than its bytes are worth.
    let mut buffer = vec![0; 16 * 1024];
    loop {
        if !before.is_file() && !comes(&file).map_err(failed)? {
            if observe(&[]).is_break() {
                return Err(Error::Stopped(path.to_owned()));
            }
            continue;
        }
        let read = match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if matches!(error.kind(), io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock) => {
                continue;
            }
            Err(error) => return Err(failed(error)),
        };
        size += read as u64;
        state.update(&buffer[..read]);
        if observe(&buffer[..read]).is_break() {
            return Err(Error::Stopped(path.to_owned()));
        }
    }
    let stamp = FileStamp::from(&before);
    let after = FileStamp::from(&file.metadata().map_err(failed)?);
    if before.is_file() && (stamp != after || size != stamp.size) {
        return Err(Error::Changed(path.to_owned()));
    }
    let proof = state.to_proof().ok_or_else(|| failed(io::ErrorKind::FileTooLarge.into()))?;
    Ok(Hashed { digest: ContentDigest::new(state.finish()), proof, stamp })
}

/// Opens a file; a pipe also before anybody writes to it, for which opening would wait.
fn open(path: &Path) -> io::Result<File> {
    let flags = if fs::metadata(path)?.is_file() { OFlags::empty() } else { OFlags::NONBLOCK };
    File::options().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

/// Whether there is something to read, or the end of it; waits a while for one or the other.
fn comes(file: &File) -> io::Result<bool> {
    let tick = Timespec::try_from(TICK).map_err(io::Error::other)?;
    match poll(&mut [PollFd::new(file, PollFlags::IN)], Some(&tick)) {
        Ok(ready) => Ok(ready > 0),
        Err(rustix::io::Errno::INTR) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_file_that_grows_or_is_cut_during_the_read_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("content");
        for new_length in [1, 300_000] {
            std::fs::write(&path, vec![1; 200_000]).unwrap();
            let writer = File::options().write(true).open(&path).unwrap();
            let result = hash_file(&path, &mut |_| {
                writer.set_len(new_length).unwrap();
                ControlFlow::Continue(())
            });
            assert!(matches!(result, Err(Error::Changed(_))), "{result:?}");
        }
    }

    #[test]
    fn bytes_replaced_behind_the_reader_are_noticed() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("content");
        std::fs::write(&path, vec![1; 200_000]).unwrap();
        let mut writer = File::options().write(true).open(&path).unwrap();
        let result = hash_file(&path, &mut |_| {
            writer.write_all(b"other").unwrap();
            ControlFlow::Continue(())
        });
        assert!(matches!(result, Err(Error::Changed(_))), "{result:?}");
    }
}
