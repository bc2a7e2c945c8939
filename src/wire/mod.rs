//! What is said on the agent's socket, by builds and by the agent.
//!
//! Version 1. A client sends requests, one after the other, and waits for the reply to each:
//!
//! ```text
//! signcache 1 content openpgp:8F5B… release.tar      then the content, in chunks
//! signcache 1 whole openpgp:8F5B… release.tar        the same again, where the agent asked for it
//! signcache 1 digest openpgp:8F5B… 9f86…             only to look up
//! signcache 1 proof openpgp:8F5B… 6a09…              the state of a hash: to sign what nobody sees
//! ```
//!
//! A chunk is its length as 32 bits, big-endian, and as many bytes; an empty one ends the content. A reply is a
//! line, `signature LENGTH` with as many bytes after it, or a [`Refusal`]: a word and a sentence for the log of a
//! build. The agent may refuse before the content has come whole; it hangs up then.

mod chunks;
mod client;
mod line;
mod reply;
mod request;

pub use chunks::{CHUNK, next_chunk, send_chunks};
pub use client::{Asked, ask};
pub use line::read_line;
pub use reply::{Refusal, Reply, Word};
pub use request::{InvalidRequest, Request};

/// Where the agent listens, on a machine and in the sandboxes there.
pub const SOCKET: &str = "/run/signcache/socket";
