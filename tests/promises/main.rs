//! The promises of signcache, each through the real program, GnuPG and Nix.

#[path = "../support/mod.rs"]
mod support;

mod first_wins;
mod keys;
mod listing;
mod refusals;
mod tampering;
mod versions;
mod without_writing;
