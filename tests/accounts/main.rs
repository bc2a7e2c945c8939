//! What needs several accounts or Nix's daemon; run as root, with `cargo test --test accounts`.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod built;
mod daemon;
mod init;
mod limits;
mod read_only;
mod readers;
mod root;
mod shared;
mod small_disk;
