//! What several integration tests share.
// Each integration test is a crate of its own that uses only some of it, and nobody outside can reach it.
#![allow(dead_code, clippy::unwrap_used)]

pub mod agent;
pub mod dice;
pub mod gnupg;
pub mod nix_store;
pub mod storm;
pub mod user;
