use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;

use crate::model::{ContentDigest, KeyId, Proof, Untrusted};

/// What a client asks for: the signature of something by a key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Request {
    /// Of a content that follows, in chunks.
    Content {
        /// The key.
        key: KeyId,
        /// What the client calls the content; empty when it does not say.
        label: Untrusted,
        /// Whether the content comes a second time, because its digest was not enough.
        whole: bool,
    },
    /// Of a content of which only the digest is told: a look-up.
    Digest {
        /// The key.
        key: KeyId,
        /// The digest.
        digest: ContentDigest,
    },
    /// Of a content that nobody sees: the state of its hash is signed.
    Proof {
        /// The key.
        key: KeyId,
        /// The state.
        proof: Proof,
    },
}

/// A line that is no request of this version.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("it is no request that this agent understands")]
pub struct InvalidRequest;

impl Request {
    /// The most characters of a label that are sent: labels are for people.
    pub const MAX_LABEL: usize = 255;

    /// The key that is to have made it.
    #[must_use]
    pub const fn key(&self) -> &KeyId {
        match self {
            Self::Content { key, .. } | Self::Digest { key, .. } | Self::Proof { key, .. } => key,
        }
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("signcache 1 ")?;
        match self {
            Self::Content { key, label, whole } => {
                let label: String = label.to_string().chars().take(Self::MAX_LABEL).collect();
                write!(f, "{} {key} {label}", if *whole { "whole" } else { "content" })
            }
            Self::Digest { key, digest } => write!(f, "digest {key} {digest}"),
            Self::Proof { key, proof } => write!(f, "proof {key} {}", HEXLOWER.encode(&proof.to_bytes())),
        }
    }
}

impl FromStr for Request {
    type Err = InvalidRequest;

    fn from_str(line: &str) -> Result<Self, InvalidRequest> {
        let mut words = line.strip_prefix("signcache 1 ").ok_or(InvalidRequest)?.splitn(3, ' ');
        let mut word = || words.next().ok_or(InvalidRequest);
        let (what, key, rest) = (word()?, word()?, word()?);
        let key: KeyId = key.parse().map_err(|_| InvalidRequest)?;
        Ok(match what {
            "content" | "whole" => {
                let label = rest.chars().take(Self::MAX_LABEL).collect::<String>();
                Self::Content { key, label: Untrusted::new(label), whole: what == "whole" }
            }
            "digest" => Self::Digest { key, digest: rest.parse().map_err(|_| InvalidRequest)? },
            "proof" => {
                let proof = HEXLOWER.decode(rest.as_bytes()).map_err(|_| InvalidRequest)?;
                Self::Proof { key, proof: Proof::from_bytes(&proof).map_err(|_| InvalidRequest)? }
            }
            _ => return Err(InvalidRequest),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_come_back_and_nothing_else_is_one() {
        let key = "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B";
        let digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        for line in [
            format!("signcache 1 content {key} a file"),
            format!("signcache 1 whole {key} "),
            format!("signcache 1 digest {key} {digest}"),
            format!("signcache 1 proof {key} {}0000000000000000", "01020304".repeat(8)),
        ] {
            match line.parse::<Request>() {
                Ok(request) => assert_eq!(request.to_string(), line),
                // A state of nothing is the initial one.
                Err(InvalidRequest) => assert!(line.contains("proof")),
            }
        }
        for line in [
            "",
            "signcache 2 content x y",
            "signcache 1 content",
            "signcache 1 content release x",
            &format!("signcache 1 digest {key} {}", &digest[1..]),
            &format!("signcache 1 sign {key} {digest}"),
        ] {
            assert_eq!(line.parse::<Request>(), Err(InvalidRequest), "{line}");
        }
    }
}
