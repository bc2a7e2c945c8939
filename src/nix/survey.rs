use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Error, Store};
use crate::files::list;

/// What there is in a directory of roots.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Roots {
    /// Names that lead to something in the store.
    pub live: u64,
    /// Names of roots whose object is gone from the store.
    pub collected: Vec<PathBuf>,
    /// Names that lead to no root any more, and so keep nothing.
    pub dangling: Vec<PathBuf>,
    /// Directories of batches in which no link is left, or none ever was.
    pub empty: Vec<PathBuf>,
}

impl Store {
    /// Looks at all roots in a directory. There are none where there is no directory.
    ///
    /// Roots of stores that can't be looked at count as live.
    ///
    /// # Errors
    /// When the directory can't be read.
    pub fn survey_roots(&self, roots_dir: &Path) -> Result<Roots, Error> {
        let mut roots = Roots::default();
        let entries = match list(roots_dir) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(roots),
            entries => entries.map_err(Error::file("read the directory", roots_dir))?,
        };
        for entry in entries {
            let path = entry.map_err(Error::file("read the directory", roots_dir))?.path();
            if path.is_dir() && !path.is_symlink() {
                let of_batch =
                    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"batch-"));
                if of_batch && list(&path).is_ok_and(|mut links| links.next().is_none()) {
                    roots.empty.push(path);
                }
                continue;
            }
            let Ok(root) = fs::read_link(&path) else { continue };
            match fs::read_link(&root) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => roots.dangling.push(path),
                Ok(object) if self.is_gone(&object) => roots.collected.push(path),
                _ => roots.live += 1,
            }
        }
        Ok(roots)
    }

    /// Whether an object is nowhere to be found, neither under its own name nor where this store really is.
    fn is_gone(&self, object: &Path) -> bool {
        let gone =
            |path: &Path| path.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
        gone(object) && self.locate(object).is_some_and(|real| gone(&real))
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::nix::Settings;

    #[test]
    fn a_root_is_live_collected_or_dangling_and_a_batch_may_be_empty() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        for name in ["store/there", "roots/batch-a", "roots/batch-b"] {
            fs::create_dir_all(at(name)).unwrap();
        }
        let object = |name: &str| at("store").join(name);
        symlink(object("there"), at("roots/batch-a/root")).unwrap();
        symlink(object("gone"), at("roots/batch-a/root-2")).unwrap();
        symlink("/elsewhere/store/gone", at("roots/batch-a/root-3")).unwrap();
        for (name, root) in
            [("live", "root"), ("collected", "root-2"), ("other", "root-3"), ("dangling", "root-4")]
        {
            symlink(at("roots/batch-a").join(root), at("roots").join(name)).unwrap();
        }
        let store_dir = Some(at("store").to_str().unwrap().to_owned());
        let store = Store::new(Settings { store_dir, ..Settings::default() });
        let expected = Roots {
            live: 2,
            collected: vec![at("roots/collected")],
            dangling: vec![at("roots/dangling")],
            empty: vec![at("roots/batch-b")],
        };
        assert_eq!(store.survey_roots(&at("roots")).unwrap(), expected);
        assert_eq!(store.survey_roots(&at("none")).unwrap(), Roots::default());
    }
}
