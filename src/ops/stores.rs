use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{Error, Session};
use crate::files::open_plain;
use crate::model::{Pair, StorePath, Untrusted};
use crate::nix::{Derivation, Store, object_name};

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

/// In which of two ways a signature is in a store.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// As a file whose path depends on its bytes.
    Copy,
    /// As what the pair's provided derivation puts out, whose path depends on the pair alone.
    Provided,
}

impl Form {
    pub(super) const ALL: [Self; 2] = [Self::Copy, Self::Provided];
}

/// Where a signature is in a store, or would be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Location {
    pub(super) path: StorePath,
    /// What puts it out, where it is not a plain copy.
    derivation: Option<Derivation>,
}

impl KnownStore {
    /// Where a signature is in some form.
    pub(super) fn location(&self, form: Form, pair: &Pair, signature: &[u8]) -> Result<Location, Error> {
        Ok(match form {
            Form::Copy => {
                Location { path: self.store.path_of(&object_name(pair), signature)?, derivation: None }
            }
            Form::Provided => {
                let derivation = self.store.provided(pair)?;
                Location { path: derivation.output.clone(), derivation: Some(derivation) }
            }
        })
    }

    /// Where a signature is in all forms.
    pub(super) fn locations(&self, pair: &Pair, signature: &[u8]) -> Result<[Location; 2], Error> {
        let [copy, provided] = Form::ALL.map(|form| self.location(form, pair, signature));
        Ok([copy?, provided?])
    }

    /// Where a signature is in the form that is noted by a path.
    pub(super) fn location_noted(
        &self,
        noted: &Untrusted,
        pair: &Pair,
        signature: &[u8],
    ) -> Result<Location, Error> {
        let [copy, provided] = self.locations(pair, signature)?;
        Ok(if noted.raw() == provided.path.to_string() { provided } else { copy })
    }

    /// Puts signatures where they belong, and roots them.
    pub(super) fn put(&self, items: &[(&Location, &[u8])]) -> Result<(), Error> {
        let (mut copies, mut provided) = (Vec::new(), Vec::new());
        for (location, bytes) in items {
            match &location.derivation {
                None => copies.push((location.path.clone(), *bytes)),
                Some(derivation) => provided.push((derivation.clone(), *bytes)),
            }
        }
        self.store.bind(&self.roots, &copies)?;
        Ok(self.store.register(&self.roots, &provided)?)
    }

    /// Whether the object at a path is a file with just these bytes; none where this can't be said from here.
    pub(super) fn holds(&self, path: &StorePath, bytes: &[u8]) -> Option<io::Result<bool>> {
        Some(match self.read(path, bytes.len())? {
            Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(false),
            read => read.map(|found| found == bytes),
        })
    }

    /// The object at a path, if it is a plain file; of one that has more than `limit` bytes, one more. None where
    /// this can't be said from here.
    pub(super) fn read(&self, path: &StorePath, limit: usize) -> Option<io::Result<Vec<u8>>> {
        let real = self.store.locate(Path::new(&path.to_string()))?;
        let read = || {
            let mut found = Vec::new();
            let file = open_plain(&real, File::options().read(true))?;
            file.take(limit as u64 + 1).read_to_end(&mut found)?;
            Ok(found)
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
