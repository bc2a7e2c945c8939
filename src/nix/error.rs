use std::io;
use std::path::PathBuf;

use crate::model::{StorePath, Untrusted};

/// What can go wrong between signcache and Nix.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The program that talks to the store is not installed, or not where it was looked for.
    #[error("the program `{}` was not found", program.display())]
    NoProgram {
        /// What was to be started.
        program: PathBuf,
    },
    /// The program printed more than it could have to say, and was killed.
    #[error("`{}` printed more than {} MiB, and was stopped", program.display(), limit >> 20)]
    TooMuch {
        /// Which one.
        program: PathBuf,
        /// How many bytes it may print.
        limit: usize,
    },
    /// The program is there and could not be started.
    #[error("`{}` could not be started", program.display())]
    Start {
        /// What was to be started.
        program: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The program ran and said no.
    #[error("`{command}` failed ({status}): {message}")]
    Failed {
        /// The program and its operation.
        command: String,
        /// How it ended.
        status: std::process::ExitStatus,
        /// The last lines of what it wrote to its standard error.
        message: Untrusted,
    },
    /// Nix put a file elsewhere than its bytes and its name demand, so nothing is handed out.
    #[error("Nix answered `{answer}` where {expected} was due")]
    Unexpected {
        /// The path that was computed.
        expected: StorePath,
        /// What Nix said instead.
        answer: Untrusted,
    },
    /// Garbage collections were faster, again and again; or the store is not where it was looked for.
    #[error("{path} was not found at {} after it was added and rooted, {attempts} times", at.display())]
    Collected {
        /// The path that did not stay.
        path: StorePath,
        /// Where it was looked for.
        at: PathBuf,
        /// How often it was tried.
        attempts: u32,
    },
    /// A file, directory or link could not be made, read or removed.
    #[error("could not {act} {}", path.display())]
    File {
        /// What was to be done with it.
        act: &'static str,
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A store directory or an object's name is not one that Nix allows.
    #[error("`{name}` below `{dir}` can't be a store path")]
    Name {
        /// The store's directory.
        dir: Untrusted,
        /// The object's name.
        name: Untrusted,
    },
    /// Nix takes objects only from those whom it trusts, and the user is none of them.
    #[error("Nix does not take what is not signed by a key that it trusts: {0}")]
    Distrusted(Untrusted),
    /// What should be a derivation of this store is none that can be looked at.
    #[error("`{0}` is no derivation of a store that can be looked at from here")]
    NoDerivation(Untrusted),
    /// A directory is no binary cache.
    #[error("{} is no binary cache: it has no `nix-cache-info` that names a store", .0.display())]
    NotABinaryCache(PathBuf),
    /// A binary cache is of another store.
    #[error("{} is a binary cache of the store {found}, and the store here is {expected}", path.display())]
    OtherStore {
        /// The binary cache.
        path: PathBuf,
        /// The store of its paths.
        found: Untrusted,
        /// The store that is used here.
        expected: String,
    },
    /// Another process is writing to a binary cache.
    #[error("another process is writing to {}", .0.display())]
    Busy(PathBuf),
    /// A Nix string can't hold a NUL byte; Nix 2.8 would cut the text there without a word.
    #[error("a text with a NUL byte can't be given to Nix")]
    Nul,
}

impl Error {
    pub(super) fn file(act: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { act, path, source }
    }

    pub(super) fn unexpected(expected: &StorePath, answer: &[u8]) -> Self {
        Self::Unexpected { expected: expected.clone(), answer: Untrusted::excerpt(answer) }
    }
}
