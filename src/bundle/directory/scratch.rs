use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;

use crate::files::Directory;

/// How the names of scratch directories begin.
const PREFIX: &str = ".signcache-";

/// The file in it.
const FILE: &str = "part";

/// After so long without a change it belongs to nobody: an export writes there all the time.
const ABANDONED: Duration = Duration::from_secs(24 * 3600);

/// Where one process writes parts before they are renamed to their places: a directory in the bundle's own.
pub(super) struct Scratch {
    directory: Directory,
    /// Removes it, unless the process is killed.
    _own: TempDir,
}

impl Scratch {
    /// Makes one, and removes those of processes that were killed long ago.
    pub(super) fn new(path: &Path, root: &Directory) -> io::Result<Self> {
        let own = tempfile::Builder::new().prefix(PREFIX).tempdir_in(path)?;
        let directory = Directory::open(own.path())?;
        remove_abandoned(&directory, root)?;
        Ok(Self { directory, _own: own })
    }

    /// Writes a file so that nobody ever sees half of it.
    pub(super) fn write(&self, bytes: &[u8], to: &Directory, name: &str) -> io::Result<()> {
        self.directory.create(FILE)?.write_all(bytes)?;
        self.directory.rename(FILE, to, name)
    }
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
            // Somebody else's can't be removed by just anybody, and one that has other files is none.
            let _ = other.remove(FILE);
            let _ = root.remove_directory(&name);
        }
    }
    Ok(())
}
