use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

use crate::bundle::{ArchiveReader, DirectoryReader, Reader};
use crate::cli::error::Error;
use crate::cli::resolve::Work;
use crate::model::Untrusted;
use crate::openpgp::is_message;
use crate::ops::{self, Source};

/// As many bytes as tell an encrypted bundle from another one.
const BEGINNING: u64 = 64;

/// Opens a bundle: a file, a directory, or stdin. One that is encrypted is decrypted with the user's keys.
pub fn open(path: &Path, work: &Work<'_>) -> Result<Source, Error> {
    let name = if path == Path::new("-") { b"stdin" } else { path.as_os_str().as_encoded_bytes() };
    let place = Untrusted::from_bytes(name);
    let wrong = |source| ops::Error::Bundle { place: place.clone(), source };
    let reader: Box<dyn Reader> = if path != Path::new("-") && path.is_dir() {
        Box::new(DirectoryReader::new(path).map_err(wrong)?)
    } else {
        let mut input: Box<dyn Read + Send> = if path == Path::new("-") {
            Box::new(io::stdin())
        } else {
            Box::new(File::open(path).map_err(|error| Error::io("read", path, &error))?)
        };
        let mut beginning = Vec::new();
        let read = (&mut input).take(BEGINNING).read_to_end(&mut beginning);
        read.map_err(|error| Error::io("read", path, &error))?;
        let encrypted = is_message(&beginning);
        let whole = Cursor::new(beginning).chain(input);
        if encrypted {
            let plain = ops::private::open(&work.session, whole, &work.bars)?;
            Box::new(ArchiveReader::new(plain).map_err(wrong)?)
        } else {
            Box::new(ArchiveReader::new(whole).map_err(wrong)?)
        }
    };
    Ok(Source::new(place, reader))
}
