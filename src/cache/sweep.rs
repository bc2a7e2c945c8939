use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;

use super::access::NEW;
use super::{Cache, Error};
use crate::files::list;

/// How the names of files begin that are renamed when they are whole, so that what keeps such a name was left.
const TEMPORARY: [&str; 3] = [NEW, ".signcache-", ".tmp"];

/// How old a leftover is: no process takes so long to write one file.
const OLD: Duration = Duration::from_secs(86_400);

impl Cache {
    /// The files that processes which were killed have left in the cache's directory.
    ///
    /// # Errors
    /// When the directory can't be read.
    pub fn leftovers(&self, now: Timestamp) -> Result<Vec<PathBuf>, Error> {
        let mut found = Vec::new();
        for directory in [self.directory.clone(), self.directory.join("locks")] {
            let failed = |source| Error::io("read", &directory)(source);
            let entries = match list(&directory) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                entries => entries.map_err(failed)?,
            };
            for entry in entries {
                let entry = entry.map_err(failed)?;
                let name = entry.file_name();
                let temporary =
                    TEMPORARY.iter().any(|start| name.as_encoded_bytes().starts_with(start.as_bytes()));
                if temporary && is_old_file(&entry.path(), now) {
                    found.push(entry.path());
                }
            }
        }
        found.sort_unstable();
        Ok(found)
    }
}

/// Whether it is a plain file that nobody wrote to for a day. A link is none.
fn is_old_file(path: &Path, now: Timestamp) -> bool {
    let changed =
        path.symlink_metadata().ok().filter(fs::Metadata::is_file).and_then(|file| file.modified().ok());
    let changed = changed.and_then(|time| Timestamp::try_from(time).ok());
    changed.is_some_and(|time| time.saturating_add(OLD).is_ok_and(|end| end < now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_old_temporary_files_are_leftovers() {
        let directory = tempfile::tempdir().unwrap();
        let cache = Cache::open_or_create(directory.path()).unwrap();
        for name in [".signcache-a1", ".new-b2", ".tmpc3", "precious", "locks/.new-d4"] {
            fs::write(directory.path().join(name), "").unwrap();
        }
        std::os::unix::fs::symlink("precious", directory.path().join(".new-link")).unwrap();
        let made = directory.path().join(".new-b2").metadata().unwrap().modified().unwrap();
        let now = Timestamp::try_from(made).unwrap();
        assert!(cache.leftovers(now).unwrap().is_empty());
        let later = now.saturating_add(Duration::from_secs(100_000)).unwrap();
        let names = [".new-b2", ".signcache-a1", ".tmpc3", "locks/.new-d4"];
        assert_eq!(cache.leftovers(later).unwrap(), names.map(|name| directory.path().join(name)));
    }
}
