//! `signcache::nix` against real Nix. Without Nix these tests fail; they never pass by being skipped.

mod binding;
mod collections;
mod extra_builtins;
mod paths;
mod printer;
mod results;

#[path = "../support/mod.rs"]
mod support;
