//! A binary cache of Nix's as a place for entries: Nix takes the signatures out of it, and signcache the entries.
//!
//! Beside what Nix reads, `certificates/FINGERPRINT.pgp` has the certificates, as in a bundle, and each narinfo
//! the record of its entry.

mod key;
mod reader;
mod writer;

use crate::bundle;
use crate::nix;

pub use key::nix_key;
pub(super) use reader::NixCacheReader;
pub(super) use writer::NixCacheWriter;

/// The directory of the certificates.
const CERTIFICATES: &str = "certificates";

fn other(error: nix::Error) -> bundle::Error {
    bundle::Error::Other(Box::new(error))
}
