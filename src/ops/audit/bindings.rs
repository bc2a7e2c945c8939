use std::fmt;

use std::io::ErrorKind;

use crate::cache::BoundEntry;
use crate::model::{Pair, Untrusted};
use crate::ops::{Error, KnownStore, Progress, Session};

/// A binding that leads nowhere, or elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Binding {
    /// The pair of its entry.
    pub pair: Pair,
    /// The store path, as it was noted.
    pub path: Untrusted,
    /// What is wrong with it.
    pub astray: Astray,
}

/// What is wrong with a binding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Astray {
    /// Nothing is at its path, usually because Nix collected it.
    Gone,
    /// Its path is not the one that the entry's copy has.
    Differs,
    /// Its path has other bytes than Nix put there.
    Altered,
    /// It is in a store that is not known here, or that can't be looked at now: nothing is said of it.
    Elsewhere,
}

impl Astray {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Differs | Self::Altered => "differs",
            Self::Elsewhere => "elsewhere",
        }
    }
}

impl fmt::Display for Astray {
    /// What is to be said of a path, after it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gone => "is no longer in the Nix store",
            Self::Differs => "is not the path of the signature's copy",
            Self::Altered => "has other bytes than Nix put there",
            Self::Elsewhere => "is in a store that is not known or can't be looked at here",
        })
    }
}

/// Tells of all bindings that lead nowhere or elsewhere, and of those in stores that can't be looked at from here.
///
/// # Errors
/// When the cache can't be read, or a person asks to stop.
pub fn bindings(
    session: &Session,
    progress: &dyn Progress,
    tell: &mut dyn FnMut(Binding),
) -> Result<(), Error> {
    let Some(cache) = session.cache()? else { return Ok(()) };
    progress.begins("looking for copies in the Nix store");
    let stores = session.stores(&[]);
    cache.each_binding(&mut |bound| {
        if let Some(astray) = look(&stores, &bound) {
            tell(Binding { pair: bound.pair, path: bound.binding.path, astray });
        }
        !progress.cancelled()
    })?;
    if progress.cancelled() { Err(Error::Interrupted) } else { Ok(()) }
}

fn look(stores: &[KnownStore], bound: &BoundEntry) -> Option<Astray> {
    let known = stores.iter().find(|store| store.base_name(&bound.binding.root).is_some());
    let Some(store) = known.filter(|store| store.store.is_reachable()) else {
        return Some(Astray::Elsewhere);
    };
    let path = match store.location_noted(&bound.binding.path, &bound.pair, &bound.signature) {
        Ok(location) if location.path.to_string() == bound.binding.path.raw() => location.path,
        _ => return Some(Astray::Differs),
    };
    match store.holds(&path, &bound.signature) {
        Some(Ok(true)) => None,
        Some(Ok(false)) => Some(Astray::Altered),
        Some(Err(error)) if error.kind() == ErrorKind::NotFound => Some(Astray::Gone),
        // What can't be read is Nix's to look after.
        Some(Err(_)) => None,
        None => Some(Astray::Elsewhere),
    }
}
