//! How often a user was served of late: for each day, the sizes of two files.
//!
//! Adding a byte to a file costs a hit some microseconds and needs no lock;
//! what a killed process did not add is not missed.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;

use super::{Error, access};
use crate::files::{as_owner_above, list};

/// For how long it is kept.
const KEPT: Duration = Duration::from_secs(90 * 86_400);

/// Whatever one process does beyond this counts as this much.
const MOST: u64 = 1 << 20;

/// What was looked up on one day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Day {
    /// How many signatures were there.
    pub hits: u64,
    /// How many were not, whether they could be made then or not.
    pub misses: u64,
}

/// Notes that so many signatures were there and so many were not, in a directory of the user's own.
///
/// # Errors
/// When it can't be written.
pub fn note(state: &Path, now: Timestamp, done: Day) -> Result<(), Error> {
    let directory = directory(state);
    for (ending, count) in [("hits", done.hits), ("misses", done.misses)] {
        if count == 0 {
            continue;
        }
        let path = directory.join(format!("{}.{ending}", day(now)));
        add(&path, count).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                access::make_directory(&directory)?;
                forget_before(&directory, now.saturating_sub(KEPT).unwrap_or(now));
                let make = || File::options().create(true).append(true).mode(0o600).open(&path);
                as_owner_above(&path, make)
                    .and_then(|made| made)
                    .and_then(|_| add(&path, count))
                    .map_err(Error::io("write", &path))
            }
            _ => Err(Error::io("write", &path)(error)),
        })?;
    }
    Ok(())
}

/// What was looked up on each day of late, by date (`2026-11-22`, UTC), the earliest first.
///
/// # Errors
/// When it can't be read.
pub fn days(state: &Path) -> Result<BTreeMap<String, Day>, Error> {
    let directory = directory(state);
    let files = match list(&directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        files => files.map_err(Error::io("read", &directory))?,
    };
    let mut days = BTreeMap::<String, Day>::new();
    for file in files {
        let file = file.map_err(Error::io("read", &directory))?;
        let (name, size) =
            (file.file_name().to_owned(), file.metadata().map_or(0, |metadata| metadata.len()));
        match name.to_str().and_then(|name| name.split_once('.')) {
            Some((day, "hits")) => days.entry(day.to_owned()).or_default().hits = size,
            Some((day, "misses")) => days.entry(day.to_owned()).or_default().misses = size,
            _ => {}
        }
    }
    Ok(days)
}

fn directory(state: &Path) -> PathBuf {
    state.join("activity")
}

/// A date as it is written, and sorted: `2026-11-22`.
fn day(time: Timestamp) -> String {
    time.strftime("%F").to_string()
}

fn add(path: &Path, count: u64) -> io::Result<()> {
    let bytes = vec![b'.'; usize::try_from(count.min(MOST)).unwrap_or(usize::MAX)];
    File::options().append(true).open(path)?.write_all(&bytes)
}

/// Forgets the days before a time. That a file can't be removed harms nobody.
fn forget_before(directory: &Path, time: Timestamp) {
    let first = day(time);
    for file in list(directory).into_iter().flatten().flatten() {
        if file.file_name().to_str().is_some_and(|name| name < first.as_str()) {
            let _ = fs::remove_file(file.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_add_up_and_old_ones_are_forgotten() {
        let state = tempfile::tempdir().unwrap();
        let time = |text: &str| text.parse::<Timestamp>().unwrap();
        let done = |hits, misses| Day { hits, misses };
        note(state.path(), time("2026-05-01T10:00:00Z"), done(3, 0)).unwrap();
        for _ in 0..2 {
            note(state.path(), time("2026-07-20T23:59:59Z"), done(2, 1)).unwrap();
        }
        let all = days(state.path()).unwrap();
        assert_eq!(all["2026-05-01"], done(3, 0));
        assert_eq!(all["2026-07-20"], done(4, 2));
        note(state.path(), time("2026-08-01T00:00:00Z"), done(0, 1)).unwrap();
        let all: Vec<String> = days(state.path()).unwrap().into_keys().collect();
        assert_eq!(all, ["2026-07-20", "2026-08-01"]);
    }
}
