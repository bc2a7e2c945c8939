use std::fs::File;
use std::io;
use std::path::Path;

use crate::bundle::{ArchiveReader, DirectoryReader, Reader};
use crate::cli::error::Error;
use crate::model::Untrusted;
use crate::ops::{self, Source};

/// Opens a bundle: a file, a directory, or stdin.
pub fn open(path: &Path) -> Result<Source, Error> {
    let name = if path == Path::new("-") { b"stdin" } else { path.as_os_str().as_encoded_bytes() };
    let place = Untrusted::from_bytes(name);
    let reader = if path == Path::new("-") {
        ArchiveReader::new(io::stdin()).map(|reader| Box::new(reader) as Box<dyn Reader>)
    } else if path.is_dir() {
        DirectoryReader::new(path).map(|reader| Box::new(reader) as Box<dyn Reader>)
    } else {
        let file = File::open(path).map_err(|error| Error::io("read", path, &error))?;
        ArchiveReader::new(file).map(|reader| Box::new(reader) as Box<dyn Reader>)
    };
    match reader {
        Ok(reader) => Ok(Source::new(place, reader)),
        Err(source) => Err(ops::Error::Bundle { place, source }.into()),
    }
}
