//! Provided derivations: store paths that are a function of the pair alone, and are registered instead of built.

mod derivation;
mod missing;
mod stream;

use super::{Error, Store};
use crate::model::{Pair, StorePath};

pub use derivation::Derivation;
pub(super) use stream::stream;

/// The name of the store object that a provided derivation puts out, whatever it signs.
pub(super) const NAME: &str = "signature";

/// The system feature that a provided derivation requires, and that no machine ever lists: so Nix never builds it.
pub const FEATURE: &str = "signcache-provided";

impl Store {
    /// The derivation that stands for a pair's signature in this store, and its output.
    ///
    /// Version 1 of the contract: a function of the pair and the store's directory, on each platform and for ever.
    ///
    /// # Errors
    /// When Nix would not allow the store's directory.
    pub fn provided(&self, pair: &Pair) -> Result<Derivation, Error> {
        Derivation::of(self.dir(), pair)
    }
}

/// Whether a store object is called like the output of a provided derivation.
#[must_use]
pub fn is_provided(path: &StorePath) -> bool {
    path.name() == NAME
}
