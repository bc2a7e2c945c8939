use std::error::Error as StdError;
use std::io;

use crate::model::Untrusted;
use crate::{bundle, cache};

/// Why an upstream can't be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::ops) struct Trouble {
    /// Whether it is not there or can't be reached now; else it is damaged, newer, or closed to this user.
    pub(in crate::ops) away: bool,
    /// What is wrong, in words.
    pub(in crate::ops) reason: Untrusted,
}

impl Trouble {
    pub(super) fn of_cache(error: &cache::Error) -> Self {
        use cache::Error::{Away, Busy, Exchanged, Vanished};
        let away = matches!(error, Away { .. } | Busy { .. } | Exchanged(_) | Vanished(_));
        Self { away, reason: reason(error) }
    }

    pub(super) fn of_bundle(error: &bundle::Error) -> Self {
        let gone = |source: &io::Error| {
            matches!(source.kind(), io::ErrorKind::NotFound | io::ErrorKind::StaleNetworkFileHandle)
        };
        let away = matches!(error, bundle::Error::Io { source, .. } if gone(source));
        Self { away, reason: reason(error) }
    }
}

/// An error with all its causes, as one text.
pub(super) fn reason(error: &dyn StdError) -> Untrusted {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        text = format!("{text}: {source}");
        cause = source.source();
    }
    Untrusted::new(text)
}
