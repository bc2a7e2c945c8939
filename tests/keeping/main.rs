//! Looking after a cache for years: what is kept, what goes, and what comes back.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod audit;
mod bindings;
mod doctor;
mod edit;
mod lists;
mod rotate;
mod stats;
#[path = "../support/mod.rs"]
mod support;

mod gc;
