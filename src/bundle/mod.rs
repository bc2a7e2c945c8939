//! Bundles: entries, wanted pairs and certificates on their way from one cache to another.
//!
//! Two shapes of one format, of which this is version 1:
//!
//! ```text
//! FORMAT                              "signcache bundle 1"
//! certificates/FINGERPRINT.pgp        a certificate, minimised, without armor
//! entries/9f/9f86…/FINGERPRINT.entry  what there is to say of an entry: see `Record`
//! entries/9f/9f86…/FINGERPRINT.sig    its signature: one binary packet
//! wanted/9f/9f86…/FINGERPRINT.wanted  a signature that somebody needs: a `Record`
//! ```
//!
//! Digests are 64 lower-case digits below a directory of their first two, fingerprints
//! upper-case. As a **file** it is a tar archive (ustar, members in the order of their
//! names' bytes, nothing in their headers but name and length) compressed with zstd.
//! As a **directory** it is the same files, fit to be committed. Unpacking the one gives
//! the other. Beside them a directory may have what is no part, such as `.git`; names that begin
//! with a dot are passed over within it, too: `.signcache-*` is where an export writes.
//!
//! A directory that an export makes has a `.gitattributes`, so that git changes no byte of it; where git has turned the
//! line ends of texts round all the same, they are read as they were written.
//!
//! Nothing here is believed: whatever reads a bundle takes plain files of these names in
//! this order only, each of bounded length, and holds one entry at a time in memory.

mod archive;
mod directory;
mod error;
mod foreign;
mod item;
mod name;
mod reader;
#[cfg(test)]
mod tests;
mod writer;

pub use archive::{ArchiveReader, ArchiveWriter};
pub use directory::{DirectoryReader, DirectoryWriter, certificate, check, find, is_bundle};
pub use error::Error;
pub use foreign::Foreign;
pub use item::Item;
pub use reader::Reader;
pub use writer::{Put, Writer};

/// The text of the file `FORMAT`.
pub const FORMAT: &str = "signcache bundle 1\n";

/// The file that tells git what it must not change.
const ATTRIBUTES: &str = ".gitattributes";

/// Its text: no byte of a part is changed or merged; of what else is in the directory, nothing is said.
const PROTECTION: &str = "\
# Written by signcache, so that git changes no byte of the bundle.
/.gitattributes -text
/FORMAT -text
/certificates/** binary
/entries/** -text -merge
/entries/**/*.sig binary
/wanted/** -text -merge
";

/// The most bytes that a certificate may have in a bundle.
pub const MAX_CERTIFICATE: usize = 1 << 20;

/// The most bytes that a signature may have.
pub const MAX_SIGNATURE: usize = 64 << 10;
