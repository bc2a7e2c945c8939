//! Where roots are, and how one is found again without starting a process.
//!
//! ```text
//! ROOTS/batch-Xy12ab/root, root-2, …     links into the store, made and numbered by Nix
//! ROOTS/<base name of the object>        -> ROOTS/batch-Xy12ab/root-2
//! STATE/gcroots/auto/<hash of the path>  -> ROOTS/batch-Xy12ab/root-2, made by Nix
//! ```
//!
//! A collector follows the third to the second, so the second can't be renamed
//! to say what it keeps; hence the first. When the first was last changed is when the
//! copy was last handed out: see [`Store::hand_out`] and [`Store::unroot`].

use std::fs::{self, Permissions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, CWD, Timespec, Timestamps, UTIME_NOW, UTIME_OMIT, utimensat};
use sha1collisiondetection::Sha1CD;
use tempfile::TempDir;

use super::remote::Place;
use super::{Error, Store};
use crate::files::as_owner_above;
use crate::model::{StorePath, nix_base32};

/// How the directory of a batch is called.
pub(super) const BATCH_PREFIX: &str = "batch-";

impl Store {
    /// As [`Store::is_bound`], for one who is about to tell an evaluation of the path.
    ///
    /// Notes the time first, so that [`Store::unroot`] either sees it, or is seen by this one.
    /// Where it can't be noted, the copy looks as if it had not been used.
    #[must_use]
    pub fn hand_out(&self, roots_dir: &Path, path: &StorePath) -> bool {
        let omit = Timespec { tv_sec: 0, tv_nsec: UTIME_OMIT };
        let now = Timespec { tv_sec: 0, tv_nsec: UTIME_NOW };
        let times = Timestamps { last_access: omit, last_modification: now };
        _ = utimensat(CWD, roots_dir.join(path.base_name()), &times, AtFlags::SYMLINK_NOFOLLOW);
        self.is_bound(roots_dir, path)
    }

    /// Whether a path is in the store and kept there by a root of this directory.
    ///
    /// Looks at three links and the object, and starts no process: the link
    /// named after the object leads to a root, the root leads to just this path,
    /// the collector knows the root (which it forgets when a directory is moved, or
    /// the state of Nix is lost), and the object is there. Always false for a
    /// store that can't be looked at.
    #[must_use]
    pub fn is_bound(&self, roots_dir: &Path, path: &StorePath) -> bool {
        let (Some(place), Ok(root)) = (&self.place, fs::read_link(roots_dir.join(path.base_name()))) else {
            return false;
        };
        leads_to(&root, path.to_string().as_ref()) && place.registers(&root) && is_there(path, &place.real)
    }
}

impl Place {
    /// Whether this state's collector knows a root. Machines that share a home share roots, and each collector knows its own.
    pub(super) fn registers(&self, root: &Path) -> bool {
        registration(root).is_some_and(|name| leads_to(&self.state.join(name), root))
    }
}

/// Whether an object is at its place below the directory that really holds the store.
pub(super) fn is_there(path: &StorePath, real: &Path) -> bool {
    path.below(real).symlink_metadata().is_ok()
}

/// The roots that one process of `nix-store` makes; they vanish unless they are published.
pub(super) struct Batch {
    roots_dir: PathBuf,
    own_dir: TempDir,
}

impl Batch {
    /// Makes a directory that no other process uses.
    pub(super) fn new(roots_dir: &Path) -> Result<Self, Error> {
        as_owner_above(roots_dir, || fs::create_dir_all(roots_dir))
            .and_then(|made| made)
            .map_err(Error::file("make the directory", roots_dir))?;
        // The collector names a root by its path without links.
        let roots_dir = roots_dir.canonicalize().map_err(Error::file("resolve", roots_dir))?;
        let own_dir = tempfile::Builder::new()
            .prefix(BATCH_PREFIX)
            .permissions(Permissions::from_mode(0o755))
            .tempdir_in(&roots_dir)
            .map_err(Error::file("make a directory in", &roots_dir))?;
        Ok(Self { roots_dir, own_dir })
    }

    /// The link that Nix makes for a path of the batch; the one of the first is handed to `--add-root`.
    pub(super) fn link(&self, index: usize) -> PathBuf {
        match index {
            0 => self.own_dir.path().join("root"),
            _ => self.own_dir.path().join(format!("root-{}", index + 1)),
        }
    }

    /// Drops the root of a path of the batch and the one that was published before, as far as they are there.
    ///
    /// What another state's collector follows protects a copy there, and stays.
    pub(super) fn release(&self, place: &Place, index: usize, path: &StorePath) {
        let published = fs::read_link(self.roots_dir.join(path.base_name())).ok();
        let published = published.filter(|root| place.registers(root));
        for root in published.into_iter().chain([self.link(index)]) {
            drop_root(&root, path);
        }
    }

    /// Keeps the roots and makes them findable, once each leads where it should.
    ///
    /// A former root goes only where this state's collector knows it: elsewhere it may be all that keeps a copy.
    pub(super) fn publish<'a>(
        self,
        place: &Place,
        paths: impl Iterator<Item = &'a StorePath>,
    ) -> Result<(), Error> {
        let fresh = self.own_dir.path().join("name");
        for (index, path) in paths.enumerate() {
            let root = self.link(index);
            let target = fs::read_link(&root).map_err(Error::file("read the link", &root))?;
            if target.as_os_str() != path.to_string().as_str() {
                return Err(Error::unexpected(path, target.as_os_str().as_bytes()));
            }
            let name = self.roots_dir.join(path.base_name());
            let former = fs::read_link(&name)
                .ok()
                .filter(|former| leads_to(former, &target) && place.registers(former));
            symlink(&root, &fresh).map_err(Error::file("make the link", &fresh))?;
            fs::rename(&fresh, &name).map_err(Error::file("make the link", &name))?;
            // Nobody would find it any more, and it would keep the path for ever.
            if let Some(former) = former {
                _ = fs::remove_file(&former);
                // Only an empty directory can be removed like this.
                _ = former.parent().map(fs::remove_dir);
            }
        }
        let _kept = self.own_dir.keep();
        Ok(())
    }
}

fn drop_root(root: &Path, path: &StorePath) {
    if leads_to(root, path.to_string().as_ref()) {
        _ = fs::remove_file(root);
    }
}

fn leads_to(link: &Path, target: &Path) -> bool {
    fs::read_link(link).is_ok_and(|found| found == target)
}

/// Below the state directory, the link by which the collector finds a root.
fn registration(root: &Path) -> Option<String> {
    let mut hash = Sha1CD::default();
    hash.update(root.as_os_str().as_bytes());
    let hash = hash.finalize_cd().ok()?;
    Some(format!("gcroots/auto/{}", nix_base32::encode(&hash)))
}
