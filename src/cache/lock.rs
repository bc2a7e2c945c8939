use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::{Cache, Error, layout, regular};
use crate::model::{KeyId, Untrusted};

/// The right to sign with one key, on behalf of one cache.
///
/// It is a lock of the kernel on an open file, so it dies with its holder. The
/// file stays: removing lock files is how two holders come to hold two locks.
#[derive(Debug)]
pub struct KeyLock {
    _file: File,
}

/// Who holds a lock, in its own words: a process and what it does.
pub type LockHolder = Untrusted;

const FIRST_PAUSE: Duration = Duration::from_millis(2);
const LONGEST_PAUSE: Duration = Duration::from_millis(50);

impl Cache {
    /// Waits for the right to sign with `key`, at most for `patience`.
    ///
    /// `me` is what others read who wait for it. `waiting` is called once it
    /// has taken a second, with whoever holds the lock, and may break off by
    /// returning false at any of its further calls (many a second).
    ///
    /// # Errors
    /// [`Error::Busy`] when it takes too long or `waiting` broke off.
    pub fn lock_key(
        &self,
        key: &KeyId,
        me: &str,
        patience: Duration,
        waiting: &mut dyn FnMut(Option<&LockHolder>) -> bool,
    ) -> Result<KeyLock, Error> {
        let (mut file, path) = self.lock_file(key)?;
        let begun = Instant::now();
        let mut pause = FIRST_PAUSE;
        let mut told = false;
        loop {
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => break,
                Err(Errno::WOULDBLOCK | Errno::INTR) => {}
                Err(error) => return Err(Error::io("lock", &path)(error.into())),
            }
            let news = !told && begun.elapsed() >= Duration::from_secs(1);
            told |= news;
            let holder = news.then(|| read_holder(&mut file));
            let go_on = waiting(holder.as_ref());
            if !go_on || begun.elapsed() >= patience {
                let holder = read_holder(&mut file);
                return Err(Error::Busy {
                    directory: self.directory.clone(),
                    what: format!("the lock for signing with {key} (held by {holder})"),
                });
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        tell(&mut file, me);
        Ok(KeyLock { _file: file })
    }

    fn lock_file(&self, key: &KeyId) -> Result<(File, PathBuf), Error> {
        let directory = layout::locks(&self.directory)?;
        let path = directory.join(key.to_string().replace(':', "-"));
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let file = regular::open(&path, &mut options).map_err(Error::io("open", &path))?;
        Ok((file, path))
    }
}

/// Says who holds a lock: only a courtesy to those who wait, for the lock is held without it.
fn tell(file: &mut File, me: &str) {
    // A file with a second name may be one of the user's own, which somebody linked here to have it emptied.
    if file.metadata().is_ok_and(|metadata| metadata.nlink() == 1) {
        let _ = file
            .set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| file.write_all(me.as_bytes()));
    }
}

fn read_holder(file: &mut File) -> LockHolder {
    let mut text = Vec::new();
    let read = file.seek(SeekFrom::Start(0)).and_then(|_| file.take(200).read_to_end(&mut text));
    match read {
        Ok(length) if length > 0 => Untrusted::from_bytes(&text),
        _ => Untrusted::new("another process"),
    }
}
