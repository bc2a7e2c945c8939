//! The promises of signcache, each through the real program, GnuPG and Nix.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod evaluation;
mod first_wins;
mod keys;
mod layers;
mod ledger;
mod listing;
mod places;
mod refusals;
mod signers;
mod tampering;
mod versions;
