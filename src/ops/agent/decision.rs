use std::fmt;

use jiff::Timestamp;

use crate::model::{ContentDigest, KeyId, Untrusted};

/// What an agent decided on a request, as its log has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// When.
    pub at: Timestamp,
    /// Who asked, as the system says.
    pub peer: Option<Peer>,
    /// With which key; none where the request made no sense.
    pub key: Option<KeyId>,
    /// For what; none where that was not even read.
    pub content: Option<ContentDigest>,
    /// How many bytes it has, as far as they were read.
    pub size: Option<u64>,
    /// What the client calls it.
    pub label: Untrusted,
    /// What was decided.
    pub decided: Decided,
    /// Why, where it was not to hand a signature out.
    pub reason: Option<Untrusted>,
}

/// Who is at the other end of a socket (`unix(7)`, `SO_PEERCRED`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Peer {
    /// The account.
    pub uid: u32,
    /// Its group.
    pub gid: u32,
    /// The process, which may be another one by now.
    pub pid: i32,
}

/// What an agent decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decided {
    /// A signature that was there was handed out.
    Cached,
    /// A signature was made and handed out.
    Signed,
    /// It was noted as wanted, for a person to approve.
    Asked,
    /// The policy does not allow it.
    Denied,
    /// It would have been allowed, and went wrong.
    Failed,
    /// It made no sense, or was never asked to its end.
    Malformed,
}

impl fmt::Display for Decided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Cached => "cached",
            Self::Signed => "signed",
            Self::Asked => "asked",
            Self::Denied => "denied",
            Self::Failed => "failed",
            Self::Malformed => "malformed",
        })
    }
}
