use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{Error, Session};
use crate::files::open_plain;
use crate::model::{Pair, StorePath, Untrusted};
use crate::nix::{Store, object_name};

/// A Nix store in which signatures are bound, and where its roots are.
#[derive(Clone, Debug)]
pub struct KnownStore {
    /// What people call it.
    pub name: Untrusted,
    /// The store.
    pub store: Store,
    /// The directory of its roots.
    pub roots: PathBuf,
}

impl KnownStore {
    /// The path that a signature's copy has there.
    ///
    /// # Errors
    /// When Nix would not allow it.
    pub fn path_of(&self, pair: &Pair, signature: &[u8]) -> Result<StorePath, Error> {
        Ok(self.store.path_of(&object_name(pair), signature)?)
    }

    /// Whether the object at a path is a file with just these bytes; none where this can't be said from here.
    pub(super) fn holds(&self, path: &StorePath, bytes: &[u8]) -> Option<io::Result<bool>> {
        let real = self.store.locate(Path::new(&path.to_string()))?;
        let read = || {
            let file = match open_plain(&real, File::options().read(true)) {
                Err(error) if error.kind() == io::ErrorKind::Unsupported => return Ok(false),
                file => file?,
            };
            let mut found = Vec::new();
            file.take(bytes.len() as u64 + 1).read_to_end(&mut found)?;
            Ok(found == bytes)
        };
        Some(read())
    }

    /// The link by which a root is found, as it is noted in the cache.
    pub(super) fn root(&self, base_name: &str) -> Untrusted {
        Untrusted::new(self.roots.join(base_name).display().to_string())
    }

    /// The base name of the copy whose root this is; none when it is not one of this store.
    pub(super) fn base_name<'a>(&self, root: &'a Untrusted) -> Option<&'a str> {
        let root = Path::new(root.raw());
        (root.parent() == Some(&self.roots)).then(|| root.file_name()?.to_str()).flatten()
    }
}

impl Session {
    /// The store of the environment.
    #[must_use]
    pub fn store(&self) -> KnownStore {
        let store = &self.settings().store;
        KnownStore {
            name: Untrusted::new(store.dir()),
            store: store.clone(),
            roots: store.roots_below(self.roots()),
        }
    }

    /// The store of the environment, those of the configuration and those that are given beside them, each once.
    ///
    /// Each is given by a value that `NIX_REMOTE` takes.
    #[must_use]
    pub fn stores(&self, given: &[String]) -> Vec<KnownStore> {
        let mut stores = vec![self.store()];
        for store in self.settings().stores.iter().chain(given).map(|remote| self.store_at(remote)) {
            if stores.iter().all(|known| known.roots != store.roots) {
                stores.push(store);
            }
        }
        stores
    }

    /// The store that `NIX_REMOTE` would name by this value.
    #[must_use]
    pub fn store_at(&self, remote: &str) -> KnownStore {
        let store = self.settings().store.elsewhere(remote);
        KnownStore { name: Untrusted::new(remote), roots: store.roots_below(self.roots()), store }
    }
}
