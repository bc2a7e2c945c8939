//! A bundle that is a directory.

mod reader;
mod writer;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::Error;
use super::name::Name;
use super::reader::{check_format, record};
use crate::files::open_plain;
use crate::model::{Fingerprint, Pair, Record};

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
    let (entry, signature) = (Name::Entry(*pair), Name::Signature(*pair));
    let Some(text) = read(directory, entry)? else { return Ok(None) };
    let signature = read(directory, signature)?
        .ok_or_else(|| Error::part(entry.to_string(), "has no signature beside it"))?;
    Ok(Some((record(entry, *pair, &text)?, signature)))
}

/// The certificate of a key in a bundle that is a directory.
///
/// # Errors
/// When something else is in its place.
pub fn certificate(directory: &Path, key: &Fingerprint) -> Result<Option<Vec<u8>>, Error> {
    read(directory, Name::Certificate(*key))
}

/// Refuses a directory that is no bundle of a known format.
///
/// # Errors
/// When it is of a newer format, or no bundle.
pub fn check(directory: &Path) -> Result<(), Error> {
    check_format(&read(directory, Name::Format)?.ok_or(Error::NotABundle)?)
}

/// The bytes of a part; none where it is not there.
fn read(directory: &Path, name: Name) -> Result<Option<Vec<u8>>, Error> {
    let path = directory.join(name.to_string());
    let failed = |source| Error::io("read", &path)(source);
    let file = match open_plain(&path, File::options().read(true)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let mut bytes = Vec::new();
    file.take(name.limit() as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > name.limit() {
        return Err(Error::part(name.to_string(), "is too long"));
    }
    Ok(Some(bytes))
}
