use std::fs::File;
use std::io::{self, ErrorKind, Read};

use super::Store;
use crate::files::open_plain;
use crate::model::StorePath;

impl Store {
    /// Whether the object at a path is a file with just these bytes; none when this can't be said from here.
    ///
    /// # Errors
    /// When it can't be read, or nothing is there.
    pub fn holds(&self, path: &StorePath, bytes: &[u8]) -> Option<io::Result<bool>> {
        let place = self.place.as_ref()?;
        let read = || {
            let file = match open_plain(&path.below(&place.real), File::options().read(true)) {
                Err(error) if error.kind() == ErrorKind::Unsupported => return Ok(false),
                file => file?,
            };
            let mut found = Vec::new();
            file.take(bytes.len() as u64 + 1).read_to_end(&mut found)?;
            Ok(found == bytes)
        };
        Some(read())
    }
}
