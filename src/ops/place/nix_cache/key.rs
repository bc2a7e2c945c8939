use std::io::Read;
use std::path::Path;

use zeroize::Zeroizing;

use crate::files::{keep_memory_private, open_named};
use crate::nix::binary_cache::{InvalidSecretKey, SecretKey};
use crate::ops::Error;

/// Reads a key with which Nix signs store paths.
///
/// # Errors
/// When there is none in the file.
pub fn nix_key(path: &Path) -> Result<SecretKey, Error> {
    keep_memory_private();
    let mut text = Zeroizing::new(Vec::with_capacity(SecretKey::MAX_SIZE));
    let file = open_named(path).map_err(Error::place("read", path))?;
    file.take(SecretKey::MAX_SIZE as u64).read_to_end(&mut text).map_err(Error::place("read", path))?;
    let text = std::str::from_utf8(&text).map_err(|_| InvalidSecretKey);
    text.and_then(SecretKey::read).map_err(|source| Error::NixKey { path: path.to_owned(), source })
}
