//! The agent and the builder: the real programs, over a real socket, with a real gpg-agent.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod clients;
mod load;
mod policy;
#[path = "../support/mod.rs"]
mod support;
