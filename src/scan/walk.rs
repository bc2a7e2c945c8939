use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::vec;

use super::Reason;
use super::directory::{Kind, Listed, window};
use super::name::{by_key, named, stem};
use super::open::read_plain;
use crate::model::ContentDigest;

/// How many names of one directory are held at once: 250,000 of 64 bytes take some 30 MB.
const WINDOW: usize = 250_000;

/// A tree that can't be walked at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The directory can't be read.
    #[error("can't read the directory {}", path.display())]
    Read {
        /// The directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is something else.
    #[error("{} is no directory", .0.display())]
    NotADirectory(PathBuf),
}

/// What a walk finds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// A file that may have signatures.
    Signatures(SignatureFile),
    /// Something that was passed over.
    Skipped {
        /// Where it is.
        path: PathBuf,
        /// Why.
        reason: Reason,
    },
}

/// A file that may have signatures, going by its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignatureFile {
    /// Where it is.
    pub path: PathBuf,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// What it is of.
    pub content: SignedContent,
    /// Whose it is, if a name says so: a fingerprint or a key id of 16 digits, upper-case.
    pub key: Option<String>,
}

/// What a file with signatures is of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SignedContent {
    /// A plain file beside it.
    Beside {
        /// Where that is.
        path: PathBuf,
        /// How many bytes it has.
        size: u64,
    },
    /// Something that is elsewhere, or nowhere any more.
    Named(ContentDigest),
}

/// A walk through a tree: an iterator over what it finds, always in the same order for the same tree.
///
/// Symbolic links are not followed, except that the tree itself may be named
/// by one, and only plain files are opened. In a directory the signatures of
/// one content follow one another. What is held grows with the depth of the
/// tree, not with its size: of each directory on the way, a limited number of
/// names.
#[derive(Debug)]
pub struct Scan {
    stack: Vec<Level>,
    longest: u64,
    window: usize,
    failure: Option<Found>,
}

/// A directory that is being walked.
#[derive(Debug)]
struct Level {
    path: PathBuf,
    name: Option<OsString>,
    listed: vec::IntoIter<Listed>,
    /// The last name that was listed, if there are more.
    after: Option<Listed>,
}

impl Scan {
    /// Begins to walk the tree at `root`, reading no signature file with more than `longest` bytes.
    ///
    /// # Errors
    /// When there is no directory, or it can't be read.
    pub fn new(root: &Path, longest: u64) -> Result<Self, Error> {
        Self::with_window(root, longest, WINDOW)
    }

    pub(super) fn with_window(root: &Path, longest: u64, window: usize) -> Result<Self, Error> {
        let failed = |source| Error::Read { path: root.to_owned(), source };
        if !fs::metadata(root).map_err(failed)?.is_dir() {
            return Err(Error::NotADirectory(root.to_owned()));
        }
        // The directory of a private cache may be named by a key even where the user calls it `.`.
        let name = root.canonicalize().ok().and_then(|path| path.file_name().map(OsStr::to_owned));
        let mut scan = Self { stack: Vec::new(), longest, window, failure: None };
        match scan.enter(root.to_owned(), name) {
            Some(error) if scan.stack[0].listed.as_slice().is_empty() => Err(failed(error)),
            error => {
                scan.failure = error.map(|error| skipped(root.to_owned(), Reason::from(&error)));
                Ok(scan)
            }
        }
    }

    fn enter(&mut self, path: PathBuf, name: Option<OsString>) -> Option<io::Error> {
        let window = window(&path, self.stack.is_empty(), None, self.window);
        let after = window.listed.last().filter(|_| window.more).cloned();
        self.stack.push(Level { path, name, listed: window.listed.into_iter(), after });
        window.failure
    }

    /// The next name, and the level it is on; goes up where a directory is through.
    fn step(&mut self) -> Option<(usize, Listed)> {
        loop {
            let depth = self.stack.len().checked_sub(1)?;
            let level = &mut self.stack[depth];
            if let Some(listed) = level.listed.next() {
                return Some((depth, listed));
            }
            let Some(after) = level.after.take() else {
                self.stack.pop();
                continue;
            };
            let window = window(&level.path, depth == 0, Some(&after), self.window);
            level.after = window.listed.last().filter(|_| window.more).cloned();
            level.listed = window.listed.into_iter();
            if let Some(error) = window.failure {
                let path = level.path.clone();
                self.failure = Some(skipped(path, Reason::from(&error)));
            }
        }
    }

    /// A file, if its name is one of a signature.
    fn file(&self, depth: usize, name: &OsStr) -> Option<Found> {
        let level = &self.stack[depth];
        let (content, key) = match signed_content(level, name)? {
            Ok(found) => found,
            Err(reason) => {
                let path = level.path.join(name);
                return Some(skipped(path, reason));
            }
        };
        let path = level.path.join(name);
        Some(match read_plain(&path, self.longest) {
            Ok(bytes) => Found::Signatures(SignatureFile { path, bytes, content, key }),
            Err(reason) => skipped(path, reason),
        })
    }
}

impl Iterator for Scan {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            if let Some(failure) = self.failure.take() {
                return Some(failure);
            }
            let Some((depth, listed)) = self.step() else { return self.failure.take() };
            let path = || self.stack[depth].path.join(&listed.name);
            let found = match listed.kind {
                Kind::File => self.file(depth, &listed.name),
                Kind::Link => Some(skipped(path(), Reason::Link)),
                Kind::Special => Some(skipped(path(), Reason::Special)),
                Kind::Directory => {
                    let path = path();
                    let failure = self.enter(path.clone(), Some(listed.name));
                    failure.map(|error| skipped(path, Reason::from(&error)))
                }
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

const fn skipped(path: PathBuf, reason: Reason) -> Found {
    Found::Skipped { path, reason }
}

/// What a file is of and by, going by its name; none where that is not the name of a signature.
fn signed_content(level: &Level, name: &OsStr) -> Option<Result<(SignedContent, Option<String>), Reason>> {
    let bytes = name.as_bytes();
    let stem = stem(bytes);
    let own = stem.map(|stem| (stem, None));
    let by_key = stem.and_then(by_key).map(|(content, key)| (content, Some(key)));
    let mut reason = Reason::WithoutContent;
    for (content, key) in own.into_iter().chain(by_key) {
        let path = level.path.join(OsStr::from_bytes(content));
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_file() => {
                return Some(Ok((SignedContent::Beside { path, size: metadata.len() }, key)));
            }
            Ok(_) => reason = Reason::OddContent,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => reason = Reason::from(&error),
        }
    }
    if let Some(named) = named(bytes, level.name.as_deref().map(OsStrExt::as_bytes)) {
        return Some(Ok((SignedContent::Named(named.digest), named.key)));
    }
    stem.map(|_| Err(reason))
}
