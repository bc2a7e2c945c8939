use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rustix::io::Errno;

use super::name::{ENDINGS, by_key, stem};
use crate::files;

/// The files beside a content that may have signatures of it.
pub fn signatures_of(content: &Path) -> impl Iterator<Item = PathBuf> {
    ENDINGS.into_iter().filter_map(|ending| {
        let mut name = content.file_name()?.to_owned();
        // They are ASCII.
        name.push(str::from_utf8(ending).ok()?);
        Some(content.with_file_name(name))
    })
}

/// The file beside a file that its name says it is a signature of, if that is there.
#[must_use]
pub fn content_of(signature: &Path) -> Option<PathBuf> {
    let stem = stem(signature.file_name()?.as_encoded_bytes())?;
    let names = [Some(stem), by_key(stem).map(|(content, _)| content)];
    let beside = names.into_iter().flatten().map(|name| signature.with_file_name(os_str(name)));
    beside.into_iter().find(|path| fs::metadata(path).is_ok_and(|there| !there.is_dir()))
}

/// The bytes of a plain file, be it by a link, if it is there and has no more than `longest`.
///
/// # Errors
/// When it is there and can't be read.
pub fn read_small(path: &Path, longest: u64) -> io::Result<Option<Vec<u8>>> {
    let read = || {
        // What is no plain file is not even opened, and neither is what has taken its place by then.
        let there = fs::metadata(path)?;
        if there.is_file() && there.len() <= longest { read_named(path, longest) } else { Ok(None) }
    };
    match read() {
        Err(error) if is_absent(&error) => Ok(None),
        read => read,
    }
}

/// The bytes of what was a plain file just now, if it still is and has no more than `longest`.
///
/// # Errors
/// When it can't be read.
pub fn read_named(path: &Path, longest: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    files::open_named(path)?.take(longest + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() as u64 <= longest))
}

/// Whether an error says that there is no such file, or none that could be read like one.
fn is_absent(error: &io::Error) -> bool {
    let absent = [Errno::NOENT, Errno::NOTDIR, Errno::NAMETOOLONG, Errno::LOOP, Errno::NXIO];
    error.kind() == io::ErrorKind::Unsupported
        || Errno::from_io_error(error).is_some_and(|error| absent.contains(&error))
}

fn os_str(bytes: &[u8]) -> &std::ffi::OsStr {
    std::os::unix::ffi::OsStrExt::from_bytes(bytes)
}
