//! `signcache::nix` against real Nix. Without Nix these tests fail; they never pass by being skipped.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod binding;
mod collections;
mod extra_builtins;
mod kept;
mod paths;
mod printer;
mod results;
mod unroot;

#[path = "../support/mod.rs"]
mod support;
