use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::PathBuf;

use serde::Deserialize;

use super::Text;
use crate::model::gc::ByteCount;
use crate::model::{Age, Allow};

/// What the agent may do, and for whom it is there.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Agent {
    /// Where it listens.
    pub socket: Option<PathBuf>,
    /// The group whose members may connect.
    pub group: Option<String>,
    /// The file that every decision is appended to.
    pub log: Option<PathBuf>,
    /// How many clients are served at once.
    pub max_clients: Option<NonZeroU32>,
    /// How long a client may take for a request, and for each 64 KiB of a content.
    pub client_timeout: Option<Text<Age>>,
    /// How long one may wait for a signature.
    pub signature_timeout: Option<Text<Age>>,
    /// What may be done with which key; any other is denied.
    pub keys: BTreeMap<String, AgentKey>,
}

/// What may be done with a key.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AgentKey {
    /// What is done when there is no signature yet.
    pub policy: AgentPolicy,
    /// The most bytes that a content may have.
    pub max_size: Option<Text<ByteCount>>,
    /// How many signatures may be made, or asked of a person, within a minute.
    pub max_per_minute: Option<u32>,
    /// Whether what was not sent is signed, too, from the state of its hash.
    #[serde(default)]
    pub sign_unseen: bool,
}

/// What is done when there is no signature yet.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgentPolicy {
    /// Nothing.
    Cached,
    /// One is made.
    Sign,
    /// A person is asked.
    Ask,
}

impl From<AgentPolicy> for Allow {
    fn from(policy: AgentPolicy) -> Self {
        match policy {
            AgentPolicy::Cached => Self::Cached,
            AgentPolicy::Sign => Self::Sign,
            AgentPolicy::Ask => Self::Ask,
        }
    }
}
