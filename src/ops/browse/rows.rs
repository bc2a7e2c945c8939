use jiff::Timestamp;

use crate::model::{KeyId, Pair, Untrusted, Verdict};

/// A key, with what there is to know of it here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyRow {
    /// The key.
    pub key: KeyId,
    /// Whose it is, in its holder's own words.
    pub user_id: Option<Untrusted>,
    /// When it expires, or why it can't sign any more, in words; none where it never expires.
    pub standing: Option<Untrusted>,
    /// Whether its certificate allows new signatures today.
    pub usable: bool,
    /// Whether it can sign here; none where GnuPG did not say.
    pub signs_here: Option<bool>,
    /// How many entries it has.
    pub entries: u64,
    /// How many of them have which verdict.
    pub verdicts: Vec<(Option<Verdict>, u64)>,
    /// When it signed last.
    pub last_signed: Option<Timestamp>,
}

/// A copy in a Nix store, as it was noted and as it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BoundRow {
    /// The pair that it is of.
    pub pair: Pair,
    /// What people call its content.
    pub label: Option<Untrusted>,
    /// The store.
    pub store: Untrusted,
    /// The store path.
    pub path: Untrusted,
    /// The link that keeps it.
    pub root: Untrusted,
    /// When it was bound.
    pub bound: Timestamp,
    /// Whether it is there still.
    pub live: Live,
}

/// Whether a copy is in its store.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Live {
    /// The path is there, and its root keeps it.
    Rooted,
    /// The path is there, and nothing of ours keeps it.
    Unrooted,
    /// The path is gone.
    Collected,
    /// It is another user's, or in a store that is not known or can't be looked at here.
    Elsewhere,
}

impl Live {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rooted => "live",
            Self::Unrooted => "unrooted",
            Self::Collected => "collected",
            Self::Elsewhere => "elsewhere",
        }
    }
}
