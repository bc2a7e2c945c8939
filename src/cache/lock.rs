//! Who may sign what now: locks of the kernel on open files, which die with their holders.
//!
//! Two kinds, always taken in this order, so that nobody waits in a circle:
//!
//! - **Pairs.** Whoever holds a pair's lock looks again and signs it; all
//!   others wait and then find it. Pairs share [`SHARES`] files a key, which
//!   are taken in ascending order.
//! - **Slots.** As many files a key as requests may be made to it at once.
//!   Whoever has one holds its pairs already, and waits for nothing more.
//!
//! The files stay: removing lock files is how two holders come to hold two locks.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::access::Access;
use super::{Cache, Error, layout};
use crate::model::{ContentDigest, KeyId, Untrusted};

/// A right that its holder has until this is dropped, or its process dies.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Who holds a lock, in its own words: a process and what it does.
pub type LockHolder = Untrusted;

/// Somebody who waits for locks.
pub struct Waiter<'a> {
    me: &'a str,
    deadline: Instant,
    tell_after: Instant,
    told: bool,
    tell: &'a mut dyn FnMut(Option<&LockHolder>) -> bool,
}

/// How many files the pairs of a key share: enough that two processes seldom meet by chance.
const SHARES: u8 = 64;

const FIRST_PAUSE: Duration = Duration::from_millis(2);
const LONGEST_PAUSE: Duration = Duration::from_millis(50);

impl<'a> Waiter<'a> {
    /// Somebody who waits for `patience` from now on, for all locks together.
    ///
    /// `me` is what others read who wait for it. `tell` is called once it has
    /// taken a second, with whoever holds the lock, and may break off by
    /// returning false at any of its further calls (many a second).
    pub fn new(
        me: &'a str,
        patience: Duration,
        tell: &'a mut dyn FnMut(Option<&LockHolder>) -> bool,
    ) -> Self {
        let now = Instant::now();
        // So long that it can't be counted is for ever, or a century.
        let deadline = now.checked_add(patience).unwrap_or(now + Duration::from_secs(3_155_760_000));
        Self { me, deadline, tell_after: now + Duration::from_secs(1), told: false, tell }
    }

    /// Whether to go on waiting for who holds this file.
    fn goes_on(&mut self, file: &mut File) -> bool {
        let now = Instant::now();
        let news = !self.told && now >= self.tell_after;
        self.told |= news;
        let holder = news.then(|| read_holder(file));
        (self.tell)(holder.as_ref()) && now < self.deadline
    }
}

impl Cache {
    /// Waits for the right to decide what the signatures of these contents are.
    ///
    /// # Errors
    /// [`Error::Busy`] when it takes too long or the waiter broke off.
    pub fn lock_pairs(
        &self,
        key: &KeyId,
        contents: impl IntoIterator<Item = ContentDigest>,
        waiter: &mut Waiter<'_>,
    ) -> Result<Vec<Lock>, Error> {
        let shares: BTreeSet<u8> =
            contents.into_iter().map(|content| content.as_bytes()[0] % SHARES).collect();
        let locks = shares.into_iter().map(|share| self.lock_one_of(key, &[format!("-{share:02x}")], waiter));
        locks.collect()
    }

    /// Waits for the right to make a request to a key, and takes up to `wanted` of them where they are free.
    ///
    /// `most` is how many there are, for everybody together.
    ///
    /// # Errors
    /// As [`Cache::lock_pairs`].
    pub fn lock_slots(
        &self,
        key: &KeyId,
        wanted: usize,
        most: usize,
        waiter: &mut Waiter<'_>,
    ) -> Result<Vec<Lock>, Error> {
        let name = |slot: usize| if slot == 0 { String::new() } else { format!(".{slot}") };
        let names: Vec<String> = (0..most.max(1)).map(name).collect();
        let mut slots = vec![self.lock_one_of(key, &names, waiter)?];
        for name in &names {
            if slots.len() >= wanted {
                break;
            }
            // Those that this process holds already count as taken here, too.
            let (file, path) = self.lock_file(key, name)?;
            slots.extend(try_lock(file, &path, waiter.me)?.ok());
        }
        Ok(slots)
    }

    /// Takes the right to collect garbage, which one process at a time has. Waits for nobody.
    ///
    /// # Errors
    /// [`Error::Collecting`] when somebody has it.
    pub fn lock_collection(&self, me: &str) -> Result<Lock, Error> {
        let path = layout::locks(&self.directory)?.join("gc");
        let file = Access::of(&self.directory).open_lock(&path).map_err(Error::io("open", &path))?;
        try_lock(file, &path, me)?.map_err(|mut file| {
            let holder = read_holder(&mut file);
            Error::Collecting { directory: self.directory.clone(), holder }
        })
    }

    /// Waits until one of several locks is free.
    fn lock_one_of(&self, key: &KeyId, names: &[String], waiter: &mut Waiter<'_>) -> Result<Lock, Error> {
        let mut files = Vec::new();
        for name in names {
            let (file, path) = self.lock_file(key, name)?;
            match try_lock(file, &path, waiter.me)? {
                Ok(lock) => return Ok(lock),
                Err(file) => files.push((file, path)),
            }
        }
        let mut pause = FIRST_PAUSE;
        loop {
            // There is one at least: a lock has a name.
            if let Some((first, _)) = files.first_mut()
                && !waiter.goes_on(first)
            {
                let holder = read_holder(first);
                return Err(Error::Busy {
                    directory: self.directory.clone(),
                    what: format!("the lock for signing with {key} (held by {holder})"),
                });
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(LONGEST_PAUSE);
            let mut still = Vec::new();
            for (file, path) in files {
                match try_lock(file, &path, waiter.me)? {
                    Ok(lock) => return Ok(lock),
                    Err(file) => still.push((file, path)),
                }
            }
            files = still;
        }
    }

    fn lock_file(&self, key: &KeyId, name: &str) -> Result<(File, PathBuf), Error> {
        let directory = layout::locks(&self.directory)?;
        let path = directory.join(key.to_string().replace(':', "-") + name);
        let file = Access::of(&self.directory).open_lock(&path).map_err(Error::io("open", &path))?;
        Ok((file, path))
    }
}

/// Takes the lock of a cache that a file is, if it is free at once.
pub(super) fn at_once(directory: &Path, path: &Path, me: &str) -> Result<Option<Lock>, Error> {
    let file = Access::of(directory).open_lock(path).map_err(Error::io("open", path))?;
    Ok(try_lock(file, path, me)?.ok())
}

/// Takes a lock if it is free; else gives the file back.
fn try_lock(mut file: File, path: &std::path::Path, me: &str) -> Result<Result<Lock, File>, Error> {
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => {
            tell(&mut file, me);
            Ok(Ok(Lock { _file: file }))
        }
        Err(Errno::WOULDBLOCK | Errno::INTR) => Ok(Err(file)),
        Err(error) => Err(Error::io("lock", path)(error.into())),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_slots_as_were_agreed_on() {
        let directory = tempfile::tempdir().unwrap();
        let cache = Cache::open_or_create(directory.path()).unwrap();
        let key: KeyId = "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B".parse().unwrap();
        let slots = |wanted, most| {
            let mut tell = |_: Option<&LockHolder>| true;
            cache.lock_slots(&key, wanted, most, &mut Waiter::new("a test", Duration::ZERO, &mut tell))
        };
        let first = slots(2, 3).unwrap();
        assert_eq!(first.len(), 2);
        let second = slots(5, 3).unwrap();
        assert_eq!(second.len(), 1);
        assert!(matches!(slots(1, 3), Err(Error::Busy { .. })));
        drop(first);
        assert_eq!(slots(9, 3).unwrap().len(), 2);
    }

    #[test]
    fn who_has_a_pair_keeps_others_from_it_and_from_nothing_else() {
        let directory = tempfile::tempdir().unwrap();
        let cache = Cache::open_or_create(directory.path()).unwrap();
        let key: KeyId = "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B".parse().unwrap();
        let pairs = |contents: &[u8]| {
            let contents: Vec<_> = contents.iter().map(|byte| ContentDigest::new([*byte; 32])).collect();
            let mut tell = |_: Option<&LockHolder>| true;
            cache.lock_pairs(&key, contents, &mut Waiter::new("a test", Duration::ZERO, &mut tell))
        };
        let held = pairs(&[3, 1, 3, 1 + SHARES]).unwrap();
        assert_eq!(held.len(), 2);
        assert!(matches!(pairs(&[0, 1]), Err(Error::Busy { .. })));
        assert_eq!(pairs(&[0, 2]).unwrap().len(), 2);
        drop(held);
        assert_eq!(pairs(&[0, 1, 2, 3]).unwrap().len(), 4);
    }
}
