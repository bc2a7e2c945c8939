use std::collections::BTreeSet;
use std::str::FromStr;

use super::{Guard, Reason};
use crate::model::Age;

/// Which entries are not worth keeping, in the words of a person. Without any of these nothing is to go.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Policy {
    /// Entries that were not handed out for so long go.
    pub unused_for: Option<Age>,
    /// Entries that came into the cache so long ago go.
    pub older_than: Option<Age>,
    /// At most so many entries stay, those that were used last.
    pub max_entries: Option<u64>,
    /// At most so many bytes of signatures and proofs stay, those that were used last.
    pub max_bytes: Option<u64>,
    /// Entries go of whose facts one of these is told: bad, superseded and the like.
    pub facts: BTreeSet<Reason>,
}

impl Policy {
    /// Whether it asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it asks when entries were used, which the hits of people who only read leave no trace of.
    #[must_use]
    pub const fn is_by_use(&self) -> bool {
        self.unused_for.is_some() || self.max_entries.is_some() || self.max_bytes.is_some()
    }
}

/// A policy, and how far it reaches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rules {
    /// What is to go.
    pub policy: Policy,
    /// Entries that came into the cache more recently than this stay.
    pub grace: Age,
    /// The guards that a person has switched off.
    pub allowed: BTreeSet<Guard>,
    /// Whether there is no other place that could have a copy, so that each good signature is the last one.
    pub alone: bool,
}

/// A number of bytes as people write it: `800`, `64K`, `500M`, `2G`, `1T`, in powers of 1024.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ByteCount(pub u64);

/// A text that is no number of bytes.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a number of bytes (such as 800, 64K, 500M or 2G)")]
pub struct InvalidByteCount;

impl FromStr for ByteCount {
    type Err = InvalidByteCount;

    fn from_str(text: &str) -> Result<Self, InvalidByteCount> {
        let units = [('K', 10), ('M', 20), ('G', 30), ('T', 40)];
        let unit = units.into_iter().find_map(|(unit, shift)| Some((text.strip_suffix(unit)?, shift)));
        let (digits, shift) = unit.unwrap_or((text, 0));
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(InvalidByteCount);
        }
        let number: u64 = digits.parse().map_err(|_| InvalidByteCount)?;
        number.checked_mul(1 << shift).map(Self).ok_or(InvalidByteCount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_bytes_are_read() {
        let check = |text: &str, bytes: Option<u64>| {
            assert_eq!(text.parse().ok().map(|ByteCount(bytes)| bytes), bytes, "{text}");
        };
        check("0", Some(0));
        check("64K", Some(65_536));
        check("2G", Some(2 << 30));
        for bad in ["", "K", "-1", "+1", "1.5G", "1k", "1KB", "99999999999T"] {
            check(bad, None);
        }
    }
}
