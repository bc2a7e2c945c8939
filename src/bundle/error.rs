use std::io;
use std::path::{Path, PathBuf};

use super::Foreign;
use crate::model::{InvalidRecord, Untrusted};

/// What goes wrong with a bundle.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not begin as a bundle does.
    #[error("it is not a signcache bundle")]
    NotABundle,
    /// It is something else that is known.
    #[error("it is not a signcache bundle: {0}")]
    Foreign(Foreign),
    /// It is packed in another way than a bundle is.
    #[error("`{name}` {what}")]
    Packing {
        /// The name of a member.
        name: Untrusted,
        /// What is wrong with it.
        what: &'static str,
    },
    /// It is of a newer format.
    #[error("it has the format `{0}`, which this signcache does not know")]
    Newer(Untrusted),
    /// It ends before its end.
    #[error("it is cut short")]
    Truncated,
    /// A part has a name that no part has, or comes at the wrong place.
    #[error("`{name}` {what}")]
    Part {
        /// The name.
        name: Untrusted,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A record makes no sense.
    #[error("`{name}` is no record: {source}")]
    Record {
        /// Its name.
        name: Untrusted,
        /// What is wrong with it.
        source: InvalidRecord,
    },
    /// What is not a bundle, and carries entries all the same, can't be read or written.
    #[error(transparent)]
    Other(Box<dyn std::error::Error + Send + Sync>),
    /// Somebody else is writing it.
    #[error("another process is writing to it")]
    Busy,
    /// There is no room left where it is written.
    #[error("no room left for it")]
    Full,
    /// The bytes can't be read or written.
    #[error("reading or writing it failed")]
    Stream(#[source] io::Error),
    /// A file of a bundle that is a directory can't be read or written.
    #[error("can't {what} {}", path.display())]
    Io {
        /// What was tried, as a verb.
        what: &'static str,
        /// With which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Error {
    pub(super) fn part(name: impl Into<String>, what: &'static str) -> Self {
        Self::Part { name: Untrusted::new(name), what }
    }

    pub(super) fn packing(name: impl Into<String>, what: &'static str) -> Self {
        Self::Packing { name: Untrusted::new(name), what }
    }

    pub(super) fn stream(source: io::Error) -> Self {
        if is_full(&source) { Self::Full } else { Self::Stream(source) }
    }

    pub(super) fn io(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| {
            if is_full(&source) { Self::Full } else { Self::Io { what, path: path.to_owned(), source } }
        }
    }
}

fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}
