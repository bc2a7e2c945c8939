use std::fs::File;
use std::io::{self, Cursor, Read};
use std::os::fd::AsFd;
use std::path::Path;

use crate::bundle::{ArchiveReader, DirectoryReader, Reader};
use crate::cli::error::Error;
use crate::cli::patient::Patient;
use crate::cli::resolve::Work;
use crate::model::Untrusted;
use crate::openpgp::is_message;
use crate::ops::{self, Progress, Source};

/// Opens a bundle: a file, a directory, or stdin. One that is encrypted is decrypted with the user's keys.
pub fn open(path: &Path, work: &Work<'_>) -> Result<Source, Error> {
    let name = if path == Path::new("-") { b"stdin" } else { path.as_os_str().as_encoded_bytes() };
    let place = Untrusted::from_bytes(name);
    let wrong = |source| interrupted_or(work, ops::Error::Bundle { place: place.clone(), source });
    let reader: Box<dyn Reader> = if path != Path::new("-") && path.is_dir() {
        Box::new(DirectoryReader::new(path).map_err(wrong)?)
    } else {
        let (own, signals) = (path.to_owned(), work.bars.signals().clone());
        let input = move || -> io::Result<Patient<File>> {
            let stdin = || io::stdin().as_fd().try_clone_to_owned().map(File::from);
            let file = if own == Path::new("-") { stdin()? } else { File::open(own)? };
            Ok(Patient::new(file, signals))
        };
        let (beginning, input) = Source::beginning(input, &work.bars)?
            .map_err(|error| interrupted_or(work, Error::io("read", path, &error)))?;
        let encrypted = is_message(&beginning);
        let whole = Cursor::new(beginning).chain(input);
        if encrypted {
            let plain = ops::private::open(&work.session, whole, &work.bars);
            let plain = plain.map_err(|error| interrupted_or(work, error))?;
            Box::new(ArchiveReader::new(plain).map_err(wrong)?)
        } else {
            Box::new(ArchiveReader::new(whole).map_err(wrong)?)
        }
    };
    Ok(Source::new(place, reader))
}

/// What went wrong; after an interruption, that, for whoever waited for a pipe was woken by it.
fn interrupted_or(work: &Work<'_>, error: impl Into<Error>) -> Error {
    if work.bars.cancelled() { ops::Error::Interrupted.into() } else { error.into() }
}
