//! A binary cache of Nix's that is a directory: what any web server can serve, and `nix copy` reads and writes.
//!
//! ```text
//! nix-cache-info                  which store its paths are of
//! 3v5pqzqhs5gzhgwfzmn9fjaw5im28jyq.narinfo   a store object, signed: see `Narinfo`
//! nar/1qbf….nar.zst               its archive, named by its own SHA-256
//! ```
//!
//! Here it is written and read without Nix, and holds outputs of provided derivations.

mod compression;
mod narinfo;
mod reader;
mod secret_key;
mod writer;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::Error;
use crate::files::Directory;
use crate::model::Untrusted;
use compression::Compression;
use narinfo::{Hashed, Narinfo};

pub use reader::{Look, Reader};
pub use secret_key::{InvalidSecretKey, SecretKey};
pub use writer::{Filled, Object, Writer};

/// The file that makes a directory a binary cache.
const INFO: &str = "nix-cache-info";

/// How the names of the files end that tell of an object.
const NARINFO: &str = ".narinfo";

/// The directory of the archives.
const ARCHIVES: &str = "nar";

/// The file that tells git what it must not change.
const ATTRIBUTES: &str = ".gitattributes";

/// Its text: Nix reads no other line ends than its own.
const PROTECTION: &str = "\
# Written by signcache, so that git changes no byte of the binary cache.
/.gitattributes -text
/nix-cache-info -text
/*.narinfo -text -merge
/nar/** binary
/certificates/** binary
";

/// The most bytes that a signature may have here.
const MAX_FILE: u64 = 64 << 10;

/// Whether a directory is a binary cache.
#[must_use]
pub fn is_binary_cache(path: &Path) -> bool {
    path.join(INFO).is_file()
}

/// Which store the paths of a binary cache are of; none where there is no cache yet.
fn store_dir(path: &Path, root: &Directory) -> Result<Option<String>, Error> {
    let file = path.join(INFO);
    let text = match root.open_plain(INFO) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened.and_then(|opened| read_text(opened, Narinfo::MAX_SIZE)),
    };
    let text = text.map_err(Error::file("read", &file))?;
    let dir = text.lines().find_map(|line| line.strip_prefix("StoreDir:")).map(str::trim);
    dir.map(|dir| Some(dir.to_owned())).ok_or(Error::NotABinaryCache(path.to_owned()))
}

fn read_text(file: File, limit: usize) -> io::Result<String> {
    let mut text = String::new();
    file.take(limit as u64).read_to_string(&mut text)?;
    Ok(text)
}

fn other_store(path: &Path, found: &str, expected: &str) -> Error {
    let (path, expected) = (PathBuf::from(path), expected.to_owned());
    Error::OtherStore { path, found: Untrusted::new(found), expected }
}
