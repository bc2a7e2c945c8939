use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::provided::{Derivation, stream};
use super::remote::Place;
use super::roots::{Batch, is_there};
use super::{Error, Store};
use crate::model::StorePath;

/// How many files one process takes: its arguments stay far below what systems allow.
pub const BATCH: usize = 500;

/// How often a collection may be faster than the rooting, before it is called an error.
const ATTEMPTS: u32 = 20;

type Item<'a> = (&'a StorePath, &'a [u8]);

impl Store {
    /// Puts files into the store and keeps them there by roots in a directory.
    ///
    /// Each file comes with the path that [`Store::path_of`] gave; Nix must
    /// arrive at the same. It costs three processes for every 500 files, so
    /// ask [`Store::is_bound`] before. After it, no collection takes them: neither
    /// one that runs meanwhile nor any later one. In a store that can't be
    /// looked at, the files are added and not rooted.
    ///
    /// # Errors
    /// When `nix-store` is missing or fails, when it answers another path, when
    /// files or links can't be made, or collections won every time.
    pub fn bind(&self, roots_dir: &Path, items: &[(StorePath, &[u8])]) -> Result<(), Error> {
        let items = items.iter().map(|(path, bytes)| (path, *bytes));
        self.put(roots_dir, items, &|batch| self.add(&Staged::write(batch)?, batch))
    }

    /// Registers files as what provided derivations put out, and keeps them there by roots in a directory.
    ///
    /// As [`Store::bind`], but with `nix-store --import`, which Nix allows to those whom it trusts only. What is
    /// registered already stays as it is, whatever its bytes.
    ///
    /// # Errors
    /// As [`Store::bind`]; and when Nix does not trust the user, or a path has other bytes.
    pub fn register(&self, roots_dir: &Path, items: &[(Derivation, &[u8])]) -> Result<(), Error> {
        let derivations: BTreeMap<_, _> = items.iter().map(|(found, _)| (&found.output, found)).collect();
        let items = items.iter().map(|(derivation, bytes)| (&derivation.output, *bytes));
        self.put(roots_dir, items, &|batch| {
            let objects = batch.iter().filter_map(|(path, bytes)| Some((*derivations.get(path)?, *bytes)));
            self.import(&stream(objects))
        })
    }

    /// Puts files into the store in some way, and roots them.
    fn put<'a>(
        &self,
        roots_dir: &Path,
        items: impl Iterator<Item = Item<'a>>,
        add: &dyn Fn(&[Item<'_>]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let distinct: BTreeMap<_, _> = items.collect();
        let distinct: Vec<Item<'_>> = distinct.into_iter().collect();
        distinct.chunks(BATCH).try_for_each(|batch| match &self.place {
            Some(place) => self.add_and_root(place, roots_dir, batch, add),
            None => add(batch),
        })
    }

    /// Asks Nix about a path, whatever it says: whether the store can be reached at all.
    ///
    /// # Errors
    /// When `nix-store` is missing, or fails.
    pub fn reach(&self, path: &StorePath) -> Result<(), Error> {
        // With this option a path that is not there is an answer, not a failure.
        self.nix_store("--check-validity", ["--print-invalid".to_owned(), path.to_string()]).map(drop)
    }

    fn add_and_root(
        &self,
        place: &Place,
        roots_dir: &Path,
        batch: &[Item<'_>],
        add: &dyn Fn(&[Item<'_>]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let roots = Batch::new(roots_dir)?;
        let mut attempts = 0;
        loop {
            add(batch)?;
            attempts += 1;
            // The second call is for a collection that looked for roots before there
            // were any, and for temporary roots after the first process had gone: it
            // tells a collector that still runs, and the look at the files notices one
            // that is through.
            let rooted = self.root(&roots, batch).and_then(|()| self.root(&roots, batch));
            let lost = |(_, (path, _)): &(usize, &Item<'_>)| !is_there(path, &place.real);
            let lost: Vec<_> = batch.iter().enumerate().filter(lost).collect();
            match (rooted, lost.first()) {
                (Ok(()), None) => return roots.publish(place, batch.iter().map(|(path, _)| *path)),
                (Err(error), _) if attempts == ATTEMPTS => return Err(error),
                (Ok(()), Some((_, (path, _)))) if attempts == ATTEMPTS => {
                    return Err(Error::Collected { path: (*path).clone(), at: place.real.clone(), attempts });
                }
                (Ok(()), Some(_)) => self.forget(place, &roots, &lost),
                // A path that was collected before it was rooted makes `--realise` fail.
                (Err(_), _) => {}
            }
        }
    }

    /// Makes Nix forget objects that it calls valid and that are not there, or it would never write them again.
    ///
    /// Nix 2.8 comes to this by itself, when a collector deletes a file that is just being
    /// registered. Should it refuse, the next attempt finds out.
    fn forget(&self, place: &Place, roots: &Batch, lost: &[(usize, &Item<'_>)]) {
        for (index, (path, _)) in lost {
            roots.release(place, *index, path);
        }
        _ = self.nix_store("--delete", lost.iter().map(|(_, (path, _))| path.to_string()));
    }

    fn add(&self, staged: &Staged, batch: &[Item<'_>]) -> Result<(), Error> {
        let output = self.nix_store("--add", &staged.files)?;
        let mut lines = output.split(|byte| *byte == b'\n');
        batch.iter().try_for_each(|(expected, _)| match lines.next().unwrap_or_default() {
            line if line == expected.to_string().as_bytes() => Ok(()),
            line => Err(Error::unexpected(expected, line)),
        })
    }

    fn import(&self, stream: &[u8]) -> Result<(), Error> {
        self.nix_store_fed("--import", stream).map(drop).map_err(|error| match error {
            Error::Failed { message, .. } if message.raw().contains("lacks a") => Error::Distrusted(message),
            error => error,
        })
    }

    /// Makes the roots, and tells a collector that runs at this moment.
    fn root(&self, roots: &Batch, batch: &[Item<'_>]) -> Result<(), Error> {
        let paths = batch.iter().map(|(path, _)| path.to_string().into());
        let link = roots.link(0).into_os_string();
        // `--indirect` was needed before Nix 2.4. A path that has gone is added again, not downloaded.
        let options = ["--indirect", "--option", "substitute", "false", "--add-root"];
        let options = options.map(Into::into).into_iter().chain([link]);
        self.nix_store::<OsString>("--realise", paths.chain(options)).map(drop)
    }
}

/// Files under the names that their store objects will have, until they are added.
struct Staged {
    files: Vec<PathBuf>,
    _dir: TempDir,
}

impl Staged {
    fn write(batch: &[Item<'_>]) -> Result<Self, Error> {
        let dir = tempfile::tempdir()
            .map_err(Error::file("make a temporary directory in", tempfile::env::temp_dir()))?;
        let files = batch.iter().enumerate().map(|(index, (path, bytes))| {
            // Names are short, so two objects may share one.
            let own = dir.path().join(index.to_string());
            fs::create_dir(&own).map_err(Error::file("make the directory", &own))?;
            let file = own.join(path.name());
            fs::write(&file, bytes).map_err(Error::file("write", &file))?;
            Ok(file)
        });
        Ok(Self { files: files.collect::<Result<_, Error>>()?, _dir: dir })
    }
}
