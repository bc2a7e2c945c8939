use std::path::{Path, PathBuf};

use crate::openpgp::{self, DetachedSignature};
use crate::ops::Error;
use crate::scan::{content_of, read_small};

/// The file beside a file of which it is a detached signature, by its name and by what is in it.
///
/// A certificate, or an encrypted message, may have such a name as well, and is a file like any other.
pub(super) fn content_if_signature(path: &Path) -> Result<Option<PathBuf>, Error> {
    let Some(content) = content_of(path) else { return Ok(None) };
    let bytes = read_small(path, DetachedSignature::MAX_FILE_SIZE as u64);
    let Some(bytes) = bytes.map_err(Error::place("read", path))? else { return Ok(None) };
    let parts = DetachedSignature::all_from_bytes(&bytes);
    // Version 3 is what programs of the nineties made.
    let is_signature = parts.iter().any(|part| matches!(part, Ok(_) | Err(openpgp::Error::Version(_))));
    Ok(is_signature.then_some(content))
}
