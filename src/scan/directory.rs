use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ffi::OsString;
use std::io;
use std::path::Path;

use rustix::fs::FileType;

use super::name::order;
use crate::files;

/// What a name in a directory is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Directory,
    File,
    Link,
    Special,
}

/// One name in a directory; sorted by the content's name, so that signatures of one content are neighbours.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Listed {
    pub(super) name: OsString,
    pub(super) kind: Kind,
    /// How much of the name is the content's.
    content: u16,
}

/// A part of a directory, in order.
pub(super) struct Window {
    pub(super) listed: Vec<Listed>,
    /// Whether others come after these.
    pub(super) more: bool,
    /// What kept the directory from being listed, or from being listed to its end.
    pub(super) failure: Option<io::Error>,
}

/// The first `most` names of a directory after `after`.
///
/// A directory is listed in no order, so to sort it is to hold its names. A
/// large one is therefore listed several times, and each time only the next
/// `most` names are held: time instead of memory, and only where there are many.
pub(super) fn window(directory: &Path, is_root: bool, after: Option<&Listed>, most: usize) -> Window {
    // A directory that was swapped for a link has nothing in it; the one that the user named may be a link.
    let mut heap = BinaryHeap::with_capacity(64);
    let mut window = Window { listed: Vec::new(), more: false, failure: None };
    let opened: io::Result<Box<dyn Iterator<Item = io::Result<files::Listed>>>> = if is_root {
        files::list(directory).map(|listing| Box::new(listing) as _)
    } else {
        files::list_no_link(directory).map(|listing| Box::new(listing) as _)
    };
    let listing = match opened {
        Ok(listing) => listing,
        Err(error) if !is_root && error.kind() == io::ErrorKind::NotADirectory => return window,
        Err(error) => {
            window.failure = Some(error);
            return window;
        }
    };
    for entry in listing {
        let entry = entry.and_then(|entry| Ok(Listed::new(entry.file_name().to_owned(), entry.kind()?)));
        let listed = match entry {
            Ok(listed) => listed,
            Err(error) => {
                window.failure = Some(error);
                continue;
            }
        };
        if after.is_some_and(|after| listed <= *after) {
            continue;
        }
        if heap.len() < most {
            heap.push(listed);
        } else {
            window.more = true;
            if let Some(mut last) = heap.peek_mut()
                && listed < *last
            {
                *last = listed;
            }
        }
    }
    window.listed = heap.into_sorted_vec();
    window
}

impl From<FileType> for Kind {
    fn from(file_type: FileType) -> Self {
        if file_type.is_dir() {
            Self::Directory
        } else if file_type.is_file() {
            Self::File
        } else if file_type.is_symlink() {
            Self::Link
        } else {
            Self::Special
        }
    }
}

impl Listed {
    fn new(name: OsString, file_type: FileType) -> Self {
        // No file system has names that are longer than 255 bytes by so much.
        let content = u16::try_from(order(name.as_encoded_bytes()).len()).unwrap_or(u16::MAX);
        Self { name, kind: Kind::from(file_type), content }
    }

    fn order(&self) -> (&[u8], &[u8]) {
        let name = self.name.as_encoded_bytes();
        (&name[..usize::from(self.content).min(name.len())], name)
    }
}

impl Ord for Listed {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order())
    }
}

impl PartialOrd for Listed {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
