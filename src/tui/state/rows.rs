use jiff::Timestamp;

use crate::cache::Trashed;
use crate::model::{Entry, KeyId, Pair, Untrusted, Verdict, Wanted};

/// An entry in the table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryRow {
    /// The entry.
    pub entry: Entry,
    /// Whether it has a copy in a Nix store.
    pub bound: bool,
}

/// A key, with what there is to know of it here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyRow {
    /// The key.
    pub key: KeyId,
    /// Whose it is, in its holder's own words.
    pub user_id: Option<Untrusted>,
    /// When it expires or was revoked, in words; none where nothing is to be said, or no certificate is known.
    pub standing: Option<Untrusted>,
    /// Whether its signatures still count as good for new ones today.
    pub usable: bool,
    /// Whether it can sign here.
    pub signs_here: bool,
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
}

impl Live {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rooted => "live",
            Self::Unrooted => "unrooted",
            Self::Collected => "collected",
        }
    }
}

/// What went wrong, and what can be done about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trouble {
    /// What went wrong.
    pub message: Untrusted,
    /// What can be done.
    pub hints: Vec<String>,
}

impl Trouble {
    /// All of it, fit for a terminal.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let hints = self.hints.iter().map(|hint| format!("hint: {}", Untrusted::new(hint.as_str())));
        std::iter::once(self.message.to_string()).chain(hints).collect()
    }
}

/// A row that is about one pair.
pub trait OfPair {
    /// The pair.
    fn pair(&self) -> Option<Pair>;

    /// What people call its content.
    fn label(&self) -> Option<&Untrusted>;
}

impl OfPair for KeyRow {
    fn pair(&self) -> Option<Pair> {
        None
    }

    fn label(&self) -> Option<&Untrusted> {
        None
    }
}

impl OfPair for BoundRow {
    fn pair(&self) -> Option<Pair> {
        Some(self.pair)
    }

    fn label(&self) -> Option<&Untrusted> {
        self.label.as_ref()
    }
}

impl OfPair for Wanted {
    fn pair(&self) -> Option<Pair> {
        Some(self.pair)
    }

    fn label(&self) -> Option<&Untrusted> {
        self.label.as_ref()
    }
}

impl OfPair for Trashed {
    fn pair(&self) -> Option<Pair> {
        Some(self.entry.pair)
    }

    fn label(&self) -> Option<&Untrusted> {
        self.entry.label.as_ref()
    }
}
