use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use super::{ContentDigest, KeyId, Proof, Untrusted, Verdict};

/// What a signature is *of* and *by*: the pair that has exactly one signature for ever.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Pair {
    /// The digest of the content that is signed.
    pub content: ContentDigest,
    /// The key that signs it.
    pub key: KeyId,
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}, {}>", self.content, self.key)
    }
}

/// Where an entry came from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Origin {
    /// Signed by this program, here.
    Signed,
    /// Put back from the user's own ledger, after it was lost from the cache.
    Recovered,
    /// Out of a bundle that somebody exported.
    Imported,
    /// Copied from another cache, or a bundle, that is read where this cache lacks something.
    Upstream,
    /// Found beside its content, or in a private cache, and verified.
    Adopted,
    /// Out of a file that was overwritten on demand. It was never the signature of its pair.
    Replaced,
}

/// A word that is no origin.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an origin")]
pub struct UnknownOrigin;

impl FromStr for Origin {
    type Err = UnknownOrigin;

    fn from_str(text: &str) -> Result<Self, UnknownOrigin> {
        match text {
            "signed" => Ok(Self::Signed),
            "recovered" => Ok(Self::Recovered),
            "imported" => Ok(Self::Imported),
            "upstream" => Ok(Self::Upstream),
            "adopted" => Ok(Self::Adopted),
            "replaced" => Ok(Self::Replaced),
            _ => Err(UnknownOrigin),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Signed => "signed",
            Self::Recovered => "recovered",
            Self::Imported => "imported",
            Self::Upstream => "upstream",
            Self::Adopted => "adopted",
            Self::Replaced => "replaced",
        })
    }
}

/// What a signature says of itself, beside when it was made.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SignatureFacts {
    /// The primary key or subkey that made it: the bytes of its fingerprint, or of its 64-bit key id where the
    /// signature names no more and nothing proved which key it is.
    pub made_by: Option<Vec<u8>>,
    /// The hash function, in lower case: `sha256`.
    pub hash: Option<String>,
    /// Until when it holds, where it says so.
    pub expires: Option<Timestamp>,
}

/// An entry that is about to be stored, its signature verified.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewEntry {
    /// The content and the key.
    pub pair: Pair,
    /// One binary signature packet in canonical form.
    pub signature: Vec<u8>,
    /// What proves the signature without the content, where the scheme allows it.
    pub proof: Option<Proof>,
    /// The content's length in bytes.
    pub size: u64,
    /// When the signature says that it was made.
    pub signed: Timestamp,
    /// What else it says of itself.
    pub facts: SignatureFacts,
    /// Where it came from.
    pub origin: Origin,
    /// What people call the content, usually its file name.
    pub label: Option<Untrusted>,
    /// What was found when it was verified.
    pub verdict: Verdict,
}

/// An entry as the cache holds it. Nothing in it is to be believed before it is verified.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The content and the key.
    pub pair: Pair,
    /// One binary signature packet, in canonical form unless somebody changed it.
    pub signature: Vec<u8>,
    /// The proof's bytes, as they are stored.
    pub proof: Option<Vec<u8>>,
    /// The content's length in bytes.
    pub size: u64,
    /// When the signature says that it was made.
    pub signed: Timestamp,
    /// When it came into this cache.
    pub stored: Timestamp,
    /// When it was last handed out, to within some hours.
    pub used: Timestamp,
    /// Where it came from; none when the word is unknown to this version.
    pub origin: Option<Origin>,
    /// What people call the content.
    pub label: Option<Untrusted>,
    /// The verdict that was reached last; informs people and decides nothing.
    pub verdict: Option<Verdict>,
    /// When that verdict was reached.
    pub judged: Option<Timestamp>,
    /// Whether a person asked to keep it whatever any policy says.
    pub pinned: bool,
}
