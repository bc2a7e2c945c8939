use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rustix::fs::{CWD, FlockOperation, RenameFlags, flock, renameat_with};

use super::roots::BATCH_PREFIX;
use super::{Error, Store};
use crate::model::StorePath;

/// How the name of a root is called, in the directory of the batch, while it is decided whether the root goes.
pub(super) const ASIDE_PREFIX: &str = "aside-";

/// What became of a root that was to go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unrooted {
    /// It is gone; the next collection takes the copy, unless something else keeps it.
    Removed,
    /// The copy was handed out since, so its root stays.
    InUse,
    /// There was none.
    Absent,
    /// This store's collector does not know it: another state of Nix that shares the directory does, so it stays.
    Others,
}

impl Store {
    /// Removes the root of a path, unless the path was handed out at or after a time.
    ///
    /// Whoever is told by [`Store::hand_out`] that the path is bound has noted that first, and keeps
    /// the root unless `before` is later; so a root goes for certain before [`Timestamp::MAX`] only. The system
    /// notes such times some milliseconds late, so leave that much between `before` and now. Nix notices by
    /// itself, at its next collection, that the root has gone.
    ///
    /// # Errors
    /// When links can't be read, renamed or removed. The root is there then, or was asked for anew.
    pub fn unroot(&self, roots_dir: &Path, path: &StorePath, before: Timestamp) -> Result<Unrooted, Error> {
        let Some(_lock) = lock(roots_dir)? else { return Ok(Unrooted::Absent) };
        let name = roots_dir.join(path.base_name());
        let root = match fs::read_link(&name) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Unrooted::Absent),
            root => root.map_err(Error::file("read the link", &name))?,
        };
        let Some(batch) = batch_of(&root) else {
            // It leads to nothing that keeps anything, so nobody is told that the path is bound.
            fs::remove_file(&name).map_err(Error::file("remove the link", &name))?;
            return Ok(Unrooted::Removed);
        };
        // Machines that share a home share names, and the root may be all that keeps the copy on the other one.
        if root.is_symlink() && self.place.as_ref().is_some_and(|place| !place.registers(&root)) {
            return Ok(Unrooted::Others);
        }
        let aside = batch.join(format!("{ASIDE_PREFIX}{}", path.base_name()));
        rename_new(&name, &aside)?;
        // What a process noted before it found the link in its place, it noted before this look; and
        // who comes later finds no link, and makes another root.
        if modified(&aside)? >= before {
            put_back(&aside, &name)?;
            return Ok(Unrooted::InUse);
        }
        remove(&aside)?;
        Ok(Unrooted::Removed)
    }
}

/// Keeps other processes from removing roots, as long as it lives; none where there are no roots.
pub(super) fn lock(roots_dir: &Path) -> Result<Option<File>, Error> {
    match File::open(roots_dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        opened => {
            let directory = opened.map_err(Error::file("open the directory", roots_dir))?;
            flock(&directory, FlockOperation::LockExclusive)
                .map_err(|errno| Error::file("lock the directory", roots_dir)(errno.into()))?;
            Ok(Some(directory))
        }
    }
}

/// When a link or a directory was last changed; of the link that is named after a copy, when that was handed out.
pub(super) fn modified(name: &Path) -> Result<Timestamp, Error> {
    let found = fs::symlink_metadata(name).map_err(Error::file("look at", name))?;
    let nanoseconds = i32::try_from(found.mtime_nsec()).unwrap_or(0);
    Ok(Timestamp::new(found.mtime(), nanoseconds).unwrap_or(Timestamp::MAX))
}

/// Gives a link that was put aside its name again, if the name is not taken by another root meanwhile.
pub(super) fn put_back(aside: &Path, name: &Path) -> Result<(), Error> {
    match rename_new(aside, name) {
        Err(Error::File { source, .. }) if source.kind() == io::ErrorKind::AlreadyExists => remove(aside),
        done => done,
    }
}

/// Removes the root that a link leads to, then the link, and their batches if they were the last ones there.
fn remove(aside: &Path) -> Result<(), Error> {
    let root = fs::read_link(aside).map_err(Error::file("read the link", aside))?;
    for link in [root.as_path(), aside] {
        match fs::remove_file(link) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Error::file("remove the link", link)(error));
            }
            _ => {}
        }
    }
    for batch in [root.parent(), aside.parent()].into_iter().flatten() {
        // Only an empty directory can be removed like this.
        _ = fs::remove_dir(batch);
    }
    Ok(())
}

fn rename_new(from: &Path, to: &Path) -> Result<(), Error> {
    renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE)
        .map_err(|errno| Error::file("make the link", to)(errno.into()))
}

/// The directory of the batch to which a root belongs; none when there is no such directory.
fn batch_of(root: &Path) -> Option<PathBuf> {
    let batch = root.parent()?;
    let ours = batch.file_name()?.to_str()?.starts_with(BATCH_PREFIX);
    (ours && batch.is_dir()).then(|| batch.to_owned())
}
