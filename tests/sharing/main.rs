//! Several people with homes, GnuPG homes and caches of their own, who share signatures through the real program.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod broken;
mod conflicts;
mod git;
mod hostile;
mod journeys;
mod own_caches;
mod people;
mod private;
mod same_bytes;
mod trash;
mod wanted;
