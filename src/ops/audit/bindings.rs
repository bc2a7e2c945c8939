use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use crate::cache::BoundEntry;
use crate::files;
use crate::model::{Pair, Untrusted};
use crate::nix::{self, Store, object_name};
use crate::ops::{Error, Progress, Session};

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
    /// Its path is not the one that the entry's copy has, or has other bytes.
    Differs,
}

impl Astray {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Differs => "differs",
        }
    }
}

/// Tells of all bindings that lead nowhere or elsewhere. Those of stores on other machines can't be looked at.
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
    let own = &session.settings().store;
    cache.each_binding(&mut |bound| {
        if let Some(astray) = look(own, &bound) {
            tell(Binding { pair: bound.pair, path: bound.binding.path, astray });
        }
        !progress.cancelled()
    })?;
    if progress.cancelled() { Err(Error::Interrupted) } else { Ok(()) }
}

fn look(own: &Store, bound: &BoundEntry) -> Option<Astray> {
    let (dir, path) = (bound.binding.store.raw(), bound.binding.path.raw());
    let other = || Store::new(nix::Settings { store_dir: Some(dir.to_owned()), ..nix::Settings::default() });
    let store = if dir == own.dir() { own.clone() } else { other() };
    match store.path_of(&object_name(&bound.pair), &bound.signature) {
        Ok(computed) if computed.to_string() == path => {}
        _ => return Some(Astray::Differs),
    }
    match holds(&store.locate(Path::new(path))?, &bound.signature) {
        Ok(true) => None,
        Ok(false) => Some(Astray::Differs),
        Err(error) if error.kind() == ErrorKind::NotFound => Some(Astray::Gone),
        // What can't be read is Nix's to look after.
        Err(_) => None,
    }
}

/// Whether a file has just these bytes.
fn holds(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let file = match files::open_plain(path, File::options().read(true)) {
        Err(error) if error.kind() == ErrorKind::Unsupported => return Ok(false),
        file => file?,
    };
    let mut found = Vec::new();
    file.take(bytes.len() as u64 + 1).read_to_end(&mut found)?;
    Ok(found == bytes)
}
