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
        let away = matches!(error, Away { .. } | Busy { .. } | Exchanged(_) | Vanished(_))
            || matches!(error, cache::Error::Io { source, .. } if is_gone(source));
        Self { away, reason: reason(error) }
    }

    pub(super) fn of_bundle(error: &bundle::Error) -> Self {
        let away = matches!(error, bundle::Error::Io { source, .. } if is_gone(source));
        Self { away, reason: reason(error) }
    }
}

/// Whether the system says that something is not there or can't be reached now.
fn is_gone(error: &io::Error) -> bool {
    use io::ErrorKind::{
        HostUnreachable, NetworkDown, NetworkUnreachable, NotConnected, NotFound, StaleNetworkFileHandle,
        TimedOut,
    };
    matches!(
        error.kind(),
        NotFound
            | StaleNetworkFileHandle
            | NotConnected
            | TimedOut
            | HostUnreachable
            | NetworkDown
            | NetworkUnreachable
    )
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
