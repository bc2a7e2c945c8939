use crate::cache::Trashed;
use crate::model::{Entry, Pair, Untrusted, Wanted};

pub use crate::ops::browse::{BoundRow, KeyRow, Live};

/// An entry in the table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryRow {
    /// The entry.
    pub entry: Entry,
    /// Whether it has a copy in a Nix store.
    pub bound: bool,
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
