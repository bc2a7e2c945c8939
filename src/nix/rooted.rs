use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::roots::BATCH_PREFIX;
use super::unroot::{ASIDE_PREFIX, lock, modified, put_back};
use super::{Error, Store};
use crate::files::list;
use crate::model::StorePath;

/// A copy that a root of signcache's keeps in a store.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rooted {
    /// The base name of the copy, as its root is named.
    pub base_name: String,
    /// Where the root leads; none when it has gone, or leads to another object or out of this store.
    pub path: Option<StorePath>,
    /// When the copy was last told to somebody.
    pub handed_out: Timestamp,
}

impl Store {
    /// The copies that are rooted in a directory, by their base names. Looks at links only.
    ///
    /// # Errors
    /// When the directory can't be read.
    pub fn rooted(&self, roots_dir: &Path) -> Result<Vec<Rooted>, Error> {
        let mut rooted = Vec::new();
        for name in entries(roots_dir)? {
            // What is no link is a batch, and a link may go while this looks.
            let (Some(base_name), Ok(root), Ok(handed_out)) =
                (base_name(&name), fs::read_link(&name), modified(&name))
            else {
                continue;
            };
            let target =
                fs::read_link(root).ok().and_then(|target| target.into_os_string().into_string().ok());
            let path = target.and_then(|target| StorePath::parse(self.dir(), &target).ok());
            let path = path.filter(|path| path.base_name() == base_name);
            rooted.push(Rooted { base_name: base_name.to_owned(), path, handed_out });
        }
        rooted.sort_by(|a, b| a.base_name.cmp(&b.base_name));
        Ok(rooted)
    }

    /// When the copy at a path was last handed out, if it has a root in a directory.
    #[must_use]
    pub fn handed_out(&self, roots_dir: &Path, path: &StorePath) -> Option<Timestamp> {
        modified(&roots_dir.join(path.base_name())).ok()
    }

    /// What killed processes left among the roots: roots that no name leads to, and directories without roots.
    ///
    /// Only what was last changed before a time is listed, since what is younger may be in the making.
    ///
    /// # Errors
    /// When directories can't be read.
    pub fn leftover_roots(&self, roots_dir: &Path, before: Timestamp) -> Result<Vec<PathBuf>, Error> {
        let named: BTreeSet<PathBuf> = entries(roots_dir)?
            .iter()
            .filter_map(|name| fs::read_link(name).ok())
            .map(|root| within_batch(&root))
            .collect();
        let mut leftovers = Vec::new();
        for batch in batches(roots_dir)? {
            let links = entries(&batch)?;
            let old = |path: &PathBuf| modified(path).is_ok_and(|modified| modified < before);
            let left: Vec<_> = links
                .iter()
                .filter(|link| {
                    old(link) && !named.contains(&within_batch(link)) && !self.may_protect(roots_dir, link)
                })
                .cloned()
                .collect();
            let nothing_else = left.len() == links.len();
            leftovers.extend(left);
            if nothing_else && old(&batch) {
                leftovers.push(batch);
            }
        }
        Ok(leftovers)
    }

    /// Whether a root without a name may be all that keeps a copy for one of several states that share the directory.
    ///
    /// Their names are the same, and lead to the root of whoever bound last. A root is surely left over where its
    /// copy has no name at all, or where this collector knows both it and the one that has the name.
    fn may_protect(&self, roots_dir: &Path, root: &Path) -> bool {
        let target = fs::read_link(root).ok();
        let Some(base_name) = target.as_deref().and_then(base_name) else { return false };
        let Ok(published) = fs::read_link(roots_dir.join(base_name)) else { return false };
        // The collector names a root by its path without links.
        let registers = |root: &Path| {
            let real = root.parent().and_then(|batch| batch.canonicalize().ok()).zip(root.file_name());
            let real = real.map(|(batch, name)| batch.join(name));
            self.place.as_ref().zip(real).is_some_and(|(place, root)| place.registers(&root))
        };
        published.is_symlink() && !(registers(root) && registers(&published))
    }

    /// Removes what [`Store::leftover_roots`] lists, after what killed processes were about to remove is
    /// as it was. Gives how many links and directories went.
    ///
    /// # Errors
    /// When directories can't be read, or links can't be removed.
    pub fn sweep_roots(&self, roots_dir: &Path, before: Timestamp) -> Result<usize, Error> {
        // Nobody puts names aside meanwhile, so a root without one was told to nobody, or its copy has another root.
        let Some(_lock) = lock(roots_dir)? else { return Ok(0) };
        for batch in batches(roots_dir)? {
            for link in entries(&batch)? {
                if let Some(base_name) = base_name(&link).and_then(|name| name.strip_prefix(ASIDE_PREFIX)) {
                    put_back(&link, &roots_dir.join(base_name))?;
                }
            }
        }
        let leftovers = self.leftover_roots(roots_dir, before)?;
        for left in &leftovers {
            let removed = if left.is_symlink() { fs::remove_file(left) } else { fs::remove_dir(left) };
            removed.map_err(Error::file("remove", left))?;
        }
        Ok(leftovers.len())
    }
}

fn batches(roots_dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut all = entries(roots_dir)?;
    all.retain(|path| base_name(path).is_some_and(|name| name.starts_with(BATCH_PREFIX)) && path.is_dir());
    Ok(all)
}

/// A root as its batch calls it. The directory of roots has several spellings where a link leads to it, and
/// batches have names of their own.
fn within_batch(root: &Path) -> PathBuf {
    root.parent().and_then(Path::file_name).into_iter().chain(root.file_name()).collect()
}

/// What is in a directory; nothing when it is not there.
fn entries(directory: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = || Error::file("read the directory", directory);
    match list(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        read => read.map_err(failed())?.map(|entry| Ok(entry.map_err(failed())?.path())).collect(),
    }
}

fn base_name(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()
}
