//! Where bundles are written to, and read from.

mod look;
mod nix_cache;
mod open;
mod signature;
mod target;
mod whole;

pub use look::{Found, Kind, is_encrypted, is_tree, look};
pub use nix_cache::nix_key;
pub use open::{open, open_stream};
pub use signature::{SignatureFile, write_signature};
pub(super) use signature::{check_signature_file, probe_directory};
pub use target::Target;
pub use whole::write_whole;
