use super::{Cache, Error, layout};

/// How much of its size a database grows at most when its rows get what version 4 keeps, and what the WAL of one batch
/// takes besides. Measured at a million entries of 600 bytes: see `fill`.
const GROWTH: u64 = 3;
const WAL: u64 = 32 << 20;

/// Refuses to bring a cache up to date on a disk that has no room for it.
///
/// # Errors
/// [`Error::NoRoom`], and when the file system can't be looked at.
pub(super) fn check(cache: &Cache) -> Result<(), Error> {
    let database = layout::database(&cache.directory)?;
    let size = database.metadata().map_err(Error::io("look at", &database))?.len();
    let needed = size / GROWTH + WAL.min(size * 2);
    let found = rustix::fs::statvfs(&cache.directory)
        .map_err(|error| Error::io("look at the file system of", &cache.directory)(error.into()))?;
    let free = found.f_bavail.saturating_mul(found.f_frsize);
    if free < needed {
        return Err(Error::NoRoom { directory: cache.directory.clone(), needed, free });
    }
    Ok(())
}
