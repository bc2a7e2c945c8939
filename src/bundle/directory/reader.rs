use std::fs;
use std::path::{Path, PathBuf};

use super::{check, read};
use crate::bundle::reader::Assembly;
use crate::bundle::{Error, Item, Reader};

/// The most files of one directory, whose names are in memory at once: enough for 250 million digests.
const MOST: usize = 1 << 20;

/// A bundle that is a directory, file by file.
pub struct DirectoryReader {
    root: PathBuf,
    assembly: Assembly,
    /// Names that are still to be looked at, the last one first, with the paths of their directories.
    todo: Vec<(PathBuf, Vec<String>)>,
}

impl DirectoryReader {
    /// Reads the bundle in a directory. What is no part of one beside its parts, such as `.git`, is passed over.
    ///
    /// # Errors
    /// When it is of a newer format, or no bundle.
    pub fn new(root: &Path) -> Result<Self, Error> {
        check(root)?;
        let parts = ["wanted", "entries", "certificates", "FORMAT"];
        let there = |name: &&str| root.join(name).symlink_metadata().is_ok();
        let names = parts.iter().filter(|name| there(name)).map(|name| (*name).to_owned()).collect();
        Ok(Self { root: root.to_owned(), assembly: Assembly::default(), todo: vec![(PathBuf::new(), names)] })
    }

    /// The next file's path below the root.
    fn path(&mut self) -> Result<Option<PathBuf>, Error> {
        loop {
            let Some((directory, names)) = self.todo.last_mut() else { return Ok(None) };
            let Some(name) = names.pop() else {
                self.todo.pop();
                continue;
            };
            let path = directory.join(name);
            let whole = self.root.join(&path);
            if !whole.symlink_metadata().map_err(Error::io("look at", &whole))?.is_dir() {
                return Ok(Some(path));
            }
            if self.todo.len() > 3 {
                return Err(Error::part(path.to_string_lossy(), "is a directory"));
            }
            let names = names_in(&whole)?;
            self.todo.push((path, names));
        }
    }
}

impl Reader for DirectoryReader {
    fn next(&mut self) -> Result<Option<Item>, Error> {
        while let Some(path) = self.path()? {
            let path = path.to_string_lossy();
            if path.ends_with(".sig") && !self.assembly.awaits_signature() {
                // Somebody was killed who was writing the entry.
                continue;
            }
            let name = self.assembly.expect(&path)?;
            let bytes = read(&self.root, name)?.ok_or_else(|| Error::part(path, "has just been removed"))?;
            if let Some(item) = self.assembly.take(name, bytes)? {
                return Ok(Some(item));
            }
        }
        self.assembly.end().map(|()| None)
    }
}

/// The names in a directory, descending, without those that begin with a dot: they are no parts.
fn names_in(directory: &Path) -> Result<Vec<String>, Error> {
    let failed = |source| Error::io("list", directory)(source);
    let mut names = Vec::new();
    for item in fs::read_dir(directory).map_err(failed)? {
        let name = item.map_err(failed)?.file_name().to_string_lossy().into_owned();
        if names.len() >= MOST {
            return Err(Error::part(directory.to_string_lossy(), "has too many files"));
        }
        if !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort_unstable_by(|one, other| other.cmp(one));
    Ok(names)
}
