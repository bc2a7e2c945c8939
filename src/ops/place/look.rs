use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::bundle;
use crate::files::list;
use crate::files::open_named;
use crate::model::Untrusted;
use crate::nix::binary_cache::is_binary_cache;
use crate::openpgp::is_message;
use crate::ops::Error;

/// Something in a directory.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Its name.
    pub name: Untrusted,
    /// Where it is.
    pub path: PathBuf,
    /// What it is.
    pub kind: Kind,
    /// How many bytes it has, if it is a file.
    pub size: u64,
}

/// What something in a directory is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// A directory.
    Directory,
    /// A directory that is a bundle, or a binary cache of Nix's.
    Bundle,
    /// A plain file.
    File,
    /// A pipe, a device, a link that leads nowhere.
    Other,
}

/// What is in a directory: directories first, then in the order of their names.
///
/// # Errors
/// When it can't be read.
pub fn look(directory: &Path) -> Result<Vec<Found>, Error> {
    let entries = list(directory).map_err(Error::place("read", directory))?;
    // What goes away meanwhile is not there.
    let mut found: Vec<Found> = entries
        .filter_map(Result::ok)
        .map(|entry| {
            let path = entry.path();
            let metadata = fs::metadata(&path).ok();
            let kind = match &metadata {
                Some(there) if there.is_dir() && has_entries(&path) => Kind::Bundle,
                Some(there) if there.is_dir() => Kind::Directory,
                Some(there) if there.is_file() => Kind::File,
                Some(_) | None => Kind::Other,
            };
            let size = metadata.filter(|_| kind == Kind::File).map_or(0, |there| there.len());
            Found { name: Untrusted::from_bytes(entry.file_name().as_encoded_bytes()), path, kind, size }
        })
        .collect();
    found.sort_by(|one, other| {
        (one.kind != Kind::Directory, &one.path).cmp(&(other.kind != Kind::Directory, &other.path))
    });
    Ok(found)
}

/// Whether a directory has entries in a form of our own.
fn has_entries(path: &Path) -> bool {
    bundle::is_bundle(path) || is_binary_cache(path)
}

/// Whether a path is a tree of files with signatures beside them, and not a bundle.
#[must_use]
pub fn is_tree(path: &Path) -> bool {
    path.is_dir() && !has_entries(path)
}

/// Whether a file is an encrypted message: whoever opens it may have to type a passphrase.
#[must_use]
pub fn is_encrypted(path: &Path) -> bool {
    // Enough to tell.
    let mut beginning = Vec::new();
    let read = open_named(path).and_then(|file: File| file.take(4096).read_to_end(&mut beginning));
    read.is_ok() && is_message(&beginning)
}
