use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;

use crate::model::{KeyId, Pair, Untrusted, Verdict};
use crate::openpgp::Refusal;

/// What is known of an entry, in one word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Standing {
    /// A verdict, as it is noted.
    Verdict(Verdict),
    /// This build can't compute what it takes to verify it; noted as unproven.
    Unsupported,
}

impl Standing {
    /// All of them, in the order in which they are counted out.
    pub const ALL: [Self; 8] = [
        Self::Verdict(Verdict::Good),
        Self::Verdict(Verdict::Expired),
        Self::Verdict(Verdict::Revoked),
        Self::Verdict(Verdict::Weak),
        Self::Verdict(Verdict::Bad),
        Self::Verdict(Verdict::Unproven),
        Self::Verdict(Verdict::UnknownKey),
        Self::Unsupported,
    ];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Verdict(verdict) => verdict.word(),
            Self::Unsupported => "unsupported",
        }
    }

    /// What is noted for it.
    #[must_use]
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::Verdict(verdict) => verdict,
            Self::Unsupported => Verdict::Unproven,
        }
    }

    /// Whether it verifies, whatever became of its key.
    #[must_use]
    pub const fn is_proven(self) -> bool {
        matches!(self, Self::Verdict(Verdict::Good | Verdict::Expired | Verdict::Revoked | Verdict::Weak))
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// An entry that was judged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    /// The pair.
    pub pair: Pair,
    /// What people call the content.
    pub label: Option<Untrusted>,
    /// What is known of it now.
    pub standing: Standing,
    /// Why it must not be used although it verifies, by what held when it was made.
    pub refusal: Option<Refusal>,
    /// Whether the user was given another signature of the pair before, though this one is not bad.
    pub changed: bool,
    /// What its standing means, where it is not simply good.
    pub reason: Option<Untrusted>,
}

/// Something that an audit found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding {
    /// An entry, good or not.
    Entry(Judged),
    /// A signature that was put into quarantine some time ago.
    Quarantined {
        /// The pair.
        pair: Pair,
        /// Why it was put there.
        reason: Untrusted,
        /// When.
        at: Timestamp,
        /// Whether the pair has an entry by now that verifies.
        healed: bool,
    },
}

/// What an audit came to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// How many entries of each key are how.
    pub keys: BTreeMap<KeyId, BTreeMap<Standing, u64>>,
    /// How many entries verify and must not be used.
    pub refused: u64,
    /// How many entries are others than the user was given before.
    pub changed: u64,
    /// How many pairs have a signature in quarantine, and no entry that verifies.
    pub quarantined: u64,
    /// How many entries were not judged, for a verdict on them is noted that is not old.
    pub passed_over: u64,
    /// How many rows of the cache are no entries.
    pub unreadable: u64,
}

impl Report {
    /// How many entries are so.
    #[must_use]
    pub fn of(&self, standing: Standing) -> u64 {
        self.keys.values().filter_map(|counts| counts.get(&standing)).sum()
    }

    /// Whether something does not verify, must not be used, or is not what it was.
    #[must_use]
    pub fn is_bad(&self) -> bool {
        let bad = self.of(Standing::Verdict(Verdict::Bad));
        [bad, self.quarantined, self.refused, self.changed].into_iter().any(|count| count > 0)
    }

    pub(super) fn count(&mut self, judged: &Judged) {
        self.refused += u64::from(judged.refusal.is_some());
        self.changed += u64::from(judged.changed);
        *self.keys.entry(judged.pair.key).or_default().entry(judged.standing).or_default() += 1;
    }
}
