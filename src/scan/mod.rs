//! Walking a tree for detached signatures and what they are of.
//!
//! Nothing here knows what a signature looks like inside: a file is found by
//! its name, and read if it is a plain file that is small enough. What can't
//! be used is told with the reason, and ends nothing.

mod beside;
mod directory;
mod name;
mod open;
mod skipped;
mod walk;

pub use beside::{content_of, read_named, read_small, signatures_of};
pub use open::open_plain;
pub use skipped::Reason;
pub use walk::{Error, Found, Scan, SignatureFile, SignedContent};

#[cfg(test)]
mod tests;
