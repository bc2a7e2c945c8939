//! What it takes to keep a cache for years, through the real program.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod bindings;
mod gc;
