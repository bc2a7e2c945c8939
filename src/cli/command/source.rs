use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

use crate::bundle::{ArchiveReader, DirectoryReader, Reader};
use crate::cli::error::Error;
use crate::cli::resolve::Work;
use crate::model::Untrusted;
use crate::openpgp::is_message;
use crate::ops::{self, Source};

/// Opens a bundle: a file, a directory, or stdin. One that is encrypted is decrypted with the user's keys.
pub fn open(path: &Path, work: &Work<'_>) -> Result<Source, Error> {
    let name = if path == Path::new("-") { b"stdin" } else { path.as_os_str().as_encoded_bytes() };
    let place = Untrusted::from_bytes(name);
    let wrong = |source| ops::Error::Bundle { place: place.clone(), source };
    let reader: Box<dyn Reader> = if path != Path::new("-") && path.is_dir() {
        Box::new(DirectoryReader::new(path).map_err(wrong)?)
    } else {
        let own = path.to_owned();
        let input = move || -> io::Result<Box<dyn Read + Send>> {
            Ok(if own == Path::new("-") { Box::new(io::stdin()) } else { Box::new(File::open(own)?) })
        };
        let (beginning, input) =
            Source::beginning(input, &work.bars)?.map_err(|error| Error::io("read", path, &error))?;
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
