use std::fmt;
use std::str::FromStr;

/// What is known about a signature, in one word.
///
/// `Expired`, `Revoked` and `Weak` are proven too: the signature verifies, and
/// something about its key or its algorithms deserves a look.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verdict {
    /// It verifies, and nothing is wrong with the key.
    Good,
    /// It verifies; the key has expired.
    Expired,
    /// It verifies; the key was revoked.
    Revoked,
    /// It verifies, with algorithms that are refused today.
    Weak,
    /// It does not verify.
    Bad,
    /// It can't be verified without the content.
    Unproven,
    /// No certificate is there to verify it with.
    UnknownKey,
}

/// A word that is no verdict.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("no verdict (good, expired, revoked, weak, bad, unproven, unknown-key)")]
pub struct UnknownVerdict;

impl Verdict {
    /// All verdicts, in the order in which they are listed.
    pub const ALL: [Self; 7] =
        [Self::Good, Self::Expired, Self::Revoked, Self::Weak, Self::Bad, Self::Unproven, Self::UnknownKey];

    /// The word for it, as it is shown, stored and typed.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Weak => "weak",
            Self::Bad => "bad",
            Self::Unproven => "unproven",
            Self::UnknownKey => "unknown-key",
        }
    }
}

impl FromStr for Verdict {
    type Err = UnknownVerdict;

    fn from_str(text: &str) -> Result<Self, UnknownVerdict> {
        Self::ALL.into_iter().find(|verdict| verdict.word() == text).ok_or(UnknownVerdict)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}
