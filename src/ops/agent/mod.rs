//! The agent: signatures for builds, over a socket, as far as a policy allows.
//!
//! A thread for each connection, taken from those whose clients have gone, reads requests and hashes contents as they come; nothing of
//! a content is kept. What was handed out moments ago is answered by that thread. Everything else goes to a few workers, each with a session;
//! requests for one pair that come together are one flight (`flights.rs`), so that it is looked up, and signed, once.
//! Whoever waits for one waits for a limited time, and so does whoever waits for a client.

mod connection;
mod decision;
mod flights;
mod memo;
mod pace;
mod queue;
mod serve;
mod worker;

use std::io;
use std::sync::Mutex;
use std::time::Duration;

use jiff::Timestamp;

use super::{Progress, Settings};
use crate::model::Policy;
use flights::Flights;
use memo::Memo;
use pace::Pace;

pub use decision::{Decided, Decision, Peer};

/// What an agent needs to know.
pub struct Agent<'a> {
    /// The user's own settings.
    pub settings: Settings,
    /// What may be done.
    pub policy: Policy,
    /// How many clients are served at once; others wait to be accepted.
    pub clients: usize,
    /// How long a client may be silent, and how long one may wait for a signature.
    pub patience: Patience,
    /// Notes a decision for good. Nothing is handed out of which that fails.
    pub log: &'a (dyn Fn(&Decision) -> io::Result<()> + Sync),
    /// What time it is.
    pub now: fn() -> Timestamp,
    /// Who is told of what deserves a look, and stops it.
    pub progress: &'a dyn Progress,
}

/// How long an agent waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Patience {
    /// For the next piece of a request, and for a client to take its reply.
    pub client: Duration,
    /// For a signature, on behalf of a client.
    pub signature: Duration,
}

/// An agent at work.
struct Running<'a> {
    agent: &'a Agent<'a>,
    memo: Mutex<Memo>,
    flights: Flights,
    pace: Mutex<Pace>,
}
