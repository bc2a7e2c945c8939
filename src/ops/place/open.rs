use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

use super::nix_cache::NixCacheReader;
use crate::bundle::{self, ArchiveReader, DirectoryReader, Reader};
use crate::files::{Patient, Stop};
use crate::model::Untrusted;
use crate::model::query::Query;
use crate::nix::binary_cache::is_binary_cache;
use crate::openpgp::is_message;
use crate::ops::{Error, Progress, Session, Source, private, wanted};

/// Opens a bundle, a file or a directory, or a binary cache of Nix's. One that is encrypted is decrypted with the user's keys.
///
/// # Errors
/// When it is none, can't be read or decrypted, or a person asks to stop.
pub fn open(session: &Session, path: &Path, stop: &Stop, progress: &dyn Progress) -> Result<Source, Error> {
    let place = Untrusted::from_bytes(path.as_os_str().as_encoded_bytes());
    if is_binary_cache(path) && !bundle::is_bundle(path) {
        let mut wanted = Vec::new();
        wanted::list(session, &Query::default(), progress, &mut |one| {
            wanted.push(one);
            true
        })?;
        let reader = NixCacheReader::new(path, wanted).map_err(wrong(&place, progress))?;
        return Ok(Source::new(place, Box::new(reader)));
    }
    if path.is_dir() {
        let reader = DirectoryReader::new(path).map_err(wrong(&place, progress))?;
        return Ok(Source::new(place, Box::new(reader)));
    }
    let (own, failed) = (path.to_owned(), Error::place("read", path));
    let open = move || File::open(own);
    open_stream(session, (open, place), stop, progress)?.map_err(failed)
}

/// Opens a bundle that comes out of something that is opened, and may keep one waiting for that; gives within the
/// result why it can't be read.
///
/// # Errors
/// As [`open()`].
pub fn open_stream(
    session: &Session,
    (open, place): (impl FnOnce() -> io::Result<File> + Send + 'static, Untrusted),
    stop: &Stop,
    progress: &dyn Progress,
) -> Result<io::Result<Source>, Error> {
    let own = stop.clone();
    let input = move || Ok(Patient::new(open()?, own));
    let (beginning, input) = match Source::beginning(input, progress)? {
        Ok(opened) => opened,
        // Whoever waited for a pipe was woken by it.
        Err(_) if progress.cancelled() => return Err(Error::Interrupted),
        Err(error) => return Ok(Err(error)),
    };
    let encrypted = is_message(&beginning);
    let whole = Cursor::new(beginning).chain(input);
    let reader: Box<dyn Reader> = if encrypted {
        let plain = private::open(session, whole, progress);
        let plain = plain.map_err(|error| if progress.cancelled() { Error::Interrupted } else { error })?;
        Box::new(ArchiveReader::new(plain).map_err(wrong(&place, progress))?)
    } else {
        Box::new(ArchiveReader::new(whole).map_err(wrong(&place, progress))?)
    };
    Ok(Ok(Source::new(place, reader)))
}

/// What is wrong with a bundle; after an interruption, that.
fn wrong<'a>(
    place: &'a Untrusted,
    progress: &'a dyn Progress,
) -> impl FnOnce(crate::bundle::Error) -> Error + 'a {
    move |source| match progress.cancelled() {
        true => Error::Interrupted,
        false => Error::Bundle { place: place.clone(), source },
    }
}
