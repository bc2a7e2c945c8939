use std::error::Error as StdError;
use std::io::ErrorKind;

use super::exit::Exit;
use super::explain;
use crate::ops;

/// What goes wrong, how the program ends for it, and what the user can do.
#[derive(Debug)]
pub struct Error {
    exit: Exit,
    source: Box<dyn StdError>,
    hints: Vec<String>,
}

impl Error {
    /// An error of this kind.
    pub fn new(exit: Exit, source: impl Into<Box<dyn StdError>>) -> Self {
        Self { exit, source: source.into(), hints: Vec::new() }
    }

    /// The command line makes no sense.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message.into())
    }

    /// A file or stream can't be read or written.
    pub fn io(what: &str, path: &std::path::Path, source: &std::io::Error) -> Self {
        let hint = match source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "make room and run the command again",
            _ => "check the name and your permissions",
        };
        Self::new(Exit::Failed, format!("can't {what} {}: {source}", shown(path))).hinted(hint)
    }

    /// What an error says, and what the user can do about it.
    pub fn explained(error: &ops::Error) -> (String, Vec<String>) {
        (in_words(error), explain::explain(error).1)
    }

    /// How the program ends for an error.
    pub fn exit_of(error: &ops::Error) -> Exit {
        explain::explain(error).0
    }

    /// The same error with something that the user can do.
    #[must_use]
    pub fn hinted(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// How the program ends for it.
    pub const fn exit(&self) -> Exit {
        self.exit
    }

    /// What the user can do.
    pub fn hints(&self) -> &[String] {
        &self.hints
    }

    /// The message, with what caused it.
    pub fn message(&self) -> String {
        in_words(self.source.as_ref())
    }
}

/// An error with all that caused it.
fn in_words(error: &dyn StdError) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        let text = source.to_string();
        if !message.ends_with(&text) {
            message = format!("{message}: {text}");
        }
        cause = source.source();
    }
    message
}

impl From<ops::Error> for Error {
    fn from(source: ops::Error) -> Self {
        let (exit, hints) = explain::explain(&source);
        Self { exit, source: source.into(), hints }
    }
}

/// A path as people may see it.
pub fn shown(path: &std::path::Path) -> String {
    crate::model::Untrusted::from_bytes(path.as_os_str().as_encoded_bytes()).to_string()
}
