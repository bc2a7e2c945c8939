//! signcache and other OpenPGP programs: theirs verify here, ours verify there.
//!
//! The corpus in `tests/corpus` holds what others made, and `cases` there what everybody says of it.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod cases;
mod make;
mod others;
mod ours;
mod theirs;
