//! What garbage collection decides: policies give reasons, guards keep, and what is left of both is a plan.
//!
//! Everything here is data and arithmetic. What a store or a verification
//! says of an entry comes in as [`Finding`]s, and only for the entries that
//! have a reason to go: [`Chooser`] asks for them last.

mod choose;
mod policy;
mod reason;
#[cfg(test)]
mod tests;

pub use choose::{Chooser, Chosen, Facts, Finding, Inspect, Kept, Leaving};
pub use policy::{ByteCount, InvalidByteCount, Policy, Rules};
pub use reason::{Guard, Reason, words};
