use std::path::Path;

use super::tree::Tree;
use super::walk::Walk;
use crate::bundle::name::Name;
use crate::bundle::reader::Assembly;
use crate::bundle::{Error, Item, Reader};

/// A bundle that is a directory, file by file.
pub struct DirectoryReader {
    tree: Tree,
    walk: Walk,
    assembly: Assembly,
}

impl DirectoryReader {
    /// Reads the bundle in a directory. What is no part of one beside its parts, such as `.git`, is passed over.
    ///
    /// # Errors
    /// When it is of a newer format, or no bundle.
    pub fn new(root: &Path) -> Result<Self, Error> {
        let tree = Tree::open(root)?;
        tree.check()?;
        let walk = Walk::through(&["wanted", "entries", "certificates", "FORMAT"]);
        Ok(Self { tree, walk, assembly: Assembly::default() })
    }
}

impl Reader for DirectoryReader {
    fn next(&mut self) -> Result<Option<Item>, Error> {
        while let Some(name) = self.walk.next(&self.tree)? {
            if matches!(name, Name::Signature(_)) && !self.assembly.awaits_signature() {
                // Somebody was killed who was writing the entry.
                continue;
            }
            let path = name.to_string();
            self.assembly.expect(&path)?;
            let bytes = self.tree.read(name)?.ok_or_else(|| Error::part(path, "has just been removed"))?;
            if let Some(item) = self.assembly.take(name, bytes)? {
                return Ok(Some(item));
            }
        }
        self.assembly.end().map(|()| None)
    }
}
