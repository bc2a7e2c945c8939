//! Signatures that exist already: what is found in a tree, and what is said of it.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod contents;
mod corpus;
mod debian;
mod gpgv;
mod odd_files;
mod program;
mod races;
mod run;
mod vanishing;
