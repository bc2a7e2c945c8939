use std::io;

use crate::model::Untrusted;

/// Why something in a tree was passed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// A symbolic link. None is followed.
    Link,
    /// A FIFO, a socket or a device. None is opened.
    Special,
    /// A directory or file that can't be read; says why.
    Unreadable(Untrusted),
    /// It was there, and then it was not.
    Vanished,
    /// It is named like a signature, and has more bytes than any has.
    TooLarge(u64),
    /// It is named like a signature, and there is no content of that name beside it.
    WithoutContent,
    /// It is named like a signature, and what has the content's name is no plain file.
    OddContent,
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Link => f.write_str("a symbolic link, which is not followed"),
            Self::Special => f.write_str("neither a file nor a directory"),
            Self::Unreadable(why) => write!(f, "it can't be read: {why}"),
            Self::Vanished => f.write_str("it disappeared meanwhile"),
            Self::TooLarge(size) => write!(f, "{size} bytes, which is too much for signatures"),
            Self::WithoutContent => f.write_str("there is no content beside it"),
            Self::OddContent => f.write_str("the content beside it is no plain file"),
        }
    }
}

impl From<&io::Error> for Reason {
    fn from(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Vanished,
            _ => Self::Unreadable(Untrusted::new(error.to_string())),
        }
    }
}
