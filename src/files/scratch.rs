use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tempfile::TempDir;

use super::Directory;

/// How the names of scratch directories begin.
const PREFIX: &str = ".signcache-";

/// After so long without a change it belongs to nobody: an export writes there all the time.
const ABANDONED: Duration = Duration::from_secs(24 * 3600);

/// Where one process writes files before they are renamed to their places: a directory in the one that they are for.
pub struct Scratch {
    directory: Directory,
    written: AtomicU64,
    /// Removes it, unless the process is killed.
    _own: TempDir,
}

impl Scratch {
    /// Makes one, and removes those of processes that were killed long ago.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn new(path: &Path, root: &Directory) -> io::Result<Self> {
        let own = tempfile::Builder::new().prefix(PREFIX).tempdir_in(path)?;
        let directory = Directory::open(own.path())?;
        remove_abandoned(&directory, root)?;
        Ok(Self { directory, written: AtomicU64::new(0), _own: own })
    }

    /// Writes a file so that nobody ever sees half of it. Several threads may write at once.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn write(&self, bytes: &[u8], to: &Directory, name: &str) -> io::Result<()> {
        let own = self.written.fetch_add(1, Ordering::Relaxed).to_string();
        let written = self
            .directory
            .create_new(&own)
            .and_then(|mut file| file.write_all(bytes))
            .and_then(|()| self.directory.rename(&own, to, name));
        written.inspect_err(|_| _ = self.directory.remove(&own))
    }
}

/// Whether a file has such a name as [`Scratch::write`] gives.
fn is_own(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_digit())
}

fn remove_abandoned(own: &Directory, root: &Directory) -> io::Result<()> {
    // The file system's own time, whatever the clock here says.
    let now = own.modified()?;
    for name in root.names()? {
        let name = name?;
        if !name.starts_with(PREFIX) {
            continue;
        }
        let Ok(other) = root.directory(&name) else { continue };
        if other.modified()?.checked_add(ABANDONED).is_some_and(|end| end < now) {
            // Somebody else's can't be removed by just anybody, and one that has anything else in it is none.
            for file in other.names()?.filter_map(Result::ok).filter(|name| is_own(name)) {
                let _ = other.remove(&file);
            }
            let _ = root.remove_directory(&name);
        }
    }
    Ok(())
}
