//! signcache keeps the first detached signature for every content and key.
pub mod cache;
pub mod cli;
pub mod hash;
pub mod model;
pub mod nix;
pub mod openpgp;
pub mod ops;
