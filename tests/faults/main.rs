//! What happens when things break: processes are killed, agents hang, clocks run backwards, readers go away.
//!
//! What must be root to be tried is in the target `accounts`.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod agents;
mod clocks;
mod closing;
mod interruptions;
mod kills;
mod prompts;
mod readers;
