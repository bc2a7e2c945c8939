//! What earlier versions wrote is read by this one, and the signatures in it are handed out byte for byte.
//!
//! The fixtures, and which commits made them, are described in `tests/fixtures/upgrade/README.md`. No test
//! here knows which version is the newest.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod caches;
mod configuration;
mod fixture;
mod ledger;
mod migration;
mod shared;
