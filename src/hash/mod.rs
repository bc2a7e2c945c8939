//! One streaming pass over a content: its digest, its proof, its size.
//!
//! SHA-256 is kept as a bare state here, because that state is what makes a
//! signature provable without its content (see [`Proof`]).
//! The compression function is `sha2`'s; a test holds the rest against it.

mod file;
mod sha256;

pub use file::{Error, hash_file, hash_opened};
pub use sha256::Sha256State;

use crate::model::{ContentDigest, FileStamp, Proof};

/// What one pass over a content gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hashed {
    /// The content's digest.
    pub digest: ContentDigest,
    /// The state from which the digest was finished.
    pub proof: Proof,
    /// What the file system said of the file, before and after.
    pub stamp: FileStamp,
}
