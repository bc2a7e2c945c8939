//! A bundle that is a directory.

mod reader;
mod tree;
mod walk;
mod writer;

use std::io;
use std::path::Path;

use super::Error;
use super::name::Name;
use super::reader::record;
use crate::model::{Fingerprint, Pair, Record};
use tree::Tree;

pub use reader::DirectoryReader;
pub use writer::DirectoryWriter;

/// Whether a directory is a bundle.
#[must_use]
pub fn is_bundle(directory: &Path) -> bool {
    directory.join("FORMAT").symlink_metadata().is_ok()
}

/// A pair's entry in a bundle that is a directory: its record and its signature. Reads nothing else.
///
/// # Errors
/// When something else is in its place.
pub fn find(directory: &Path, pair: &Pair) -> Result<Option<(Record, Vec<u8>)>, Error> {
    let tree = Tree::open(directory)?;
    let entry = Name::Entry(*pair);
    let Some(text) = tree.read(entry)? else {
        // A signature alone is what is left of an entry: no place without one.
        return match tree.read(Name::Signature(*pair))? {
            // It is still the bundle that it was: a disk may have been unmounted meanwhile.
            None if is_bundle(directory) => tree.check().map(|()| None),
            None => Err(Error::io("find", &directory.join("FORMAT"))(io::ErrorKind::NotFound.into())),
            Some(_) => Err(Error::part(Name::Signature(*pair).to_string(), "has no record beside it")),
        };
    };
    let signature = tree
        .read(Name::Signature(*pair))?
        .ok_or_else(|| Error::part(entry.to_string(), "has no signature beside it"))?;
    Ok(Some((record(entry, *pair, &text)?, signature)))
}

/// The certificate of a key in a bundle that is a directory.
///
/// # Errors
/// When something else is in its place.
pub fn certificate(directory: &Path, key: &Fingerprint) -> Result<Option<Vec<u8>>, Error> {
    Tree::open(directory)?.read(Name::Certificate(*key))
}

/// Refuses a directory that is no bundle of a known format.
///
/// # Errors
/// When it is of a newer format, or no bundle.
pub fn check(directory: &Path) -> Result<(), Error> {
    Tree::open(directory)?.check()
}
