use std::cmp::Ordering;

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

/// A row of a list that can be sorted by its columns.
pub trait Sortable: OfPair {
    /// The columns: the key that chooses one, its name, and whether one expects it to descend.
    const COLUMNS: &'static [(char, &'static str, bool)];

    /// Which of two comes first, by a column.
    fn compare(&self, other: &Self, column: usize) -> Ordering;
}

impl Sortable for KeyRow {
    const COLUMNS: &'static [(char, &'static str, bool)] =
        &[('e', "entries", true), ('l', "last signed", true), ('o', "whose", false)];

    fn compare(&self, other: &Self, column: usize) -> Ordering {
        match column {
            0 => self.entries.cmp(&other.entries),
            1 => self.last_signed.cmp(&other.last_signed),
            _ => raw(self.user_id.as_ref()).cmp(&raw(other.user_id.as_ref())),
        }
    }
}

impl Sortable for BoundRow {
    const COLUMNS: &'static [(char, &'static str, bool)] =
        &[('b', "bound", true), ('t', "state", true), ('n', "label", false), ('p', "path", false)];

    fn compare(&self, other: &Self, column: usize) -> Ordering {
        match column {
            0 => self.bound.cmp(&other.bound),
            1 => self.live.word().cmp(other.live.word()).reverse(),
            2 => raw(self.label()).cmp(&raw(other.label())),
            _ => self.path.raw().cmp(other.path.raw()),
        }
    }
}

impl Sortable for Wanted {
    const COLUMNS: &'static [(char, &'static str, bool)] =
        &[('t', "asked", true), ('z', "size", true), ('n', "label", false), ('d', "digest", false)];

    fn compare(&self, other: &Self, column: usize) -> Ordering {
        match column {
            0 => self.asked.cmp(&other.asked),
            1 => self.size().cmp(&other.size()),
            2 => raw(self.label()).cmp(&raw(other.label())),
            _ => self.pair.content.cmp(&other.pair.content),
        }
    }
}

impl Sortable for Trashed {
    const COLUMNS: &'static [(char, &'static str, bool)] =
        &[('t', "deleted", true), ('r', "reason", false), ('n', "label", false), ('d', "digest", false)];

    fn compare(&self, other: &Self, column: usize) -> Ordering {
        match column {
            0 => self.deleted.cmp(&other.deleted),
            1 => self.reason.raw().cmp(other.reason.raw()),
            2 => raw(self.label()).cmp(&raw(other.label())),
            _ => self.entry.pair.content.cmp(&other.entry.pair.content),
        }
    }
}

fn raw(text: Option<&Untrusted>) -> Option<&str> {
    text.map(Untrusted::raw)
}
