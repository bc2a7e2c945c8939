//! The Nix store as the cache: what is provided, and how it gets from one store to another, with real Nix.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod awaited;
mod binary_cache;
mod layer;
mod paths;
mod registered;
#[path = "../support/mod.rs"]
mod support;
mod world;
