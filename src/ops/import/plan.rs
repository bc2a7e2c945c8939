use std::collections::BTreeMap;

use crate::model::{Pair, Untrusted};

/// How far an import may go.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ImportWish {
    /// Only tell what would be done.
    pub dry_run: bool,
    /// Take what can't be proven, too. It is marked as such, and proven before it is ever handed out.
    pub unproven: bool,
    /// Which signature stays where a pair has another one already.
    pub prefer: Prefer,
}

/// Which signature of a pair stays.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Prefer {
    /// The one that is here.
    #[default]
    Here,
    /// The one that was made first; of two made in the same second the one with the smaller bytes.
    ///
    /// One that must not be used comes after all others. So everybody who imports from everybody ends up with the same one.
    Earliest,
}

/// What becomes of an entry that is offered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Class {
    /// It is stored: the pair was not here.
    New,
    /// It is here already.
    Identical,
    /// It takes the place of a later signature, or of one that was never proven, which goes to the trash.
    Replaced,
    /// The pair is here with an earlier signature, which stays as was asked for.
    Kept,
    /// The pair is here with another signature, which stays.
    Conflicting,
    /// It can't be proven, and is not stored unless that was asked for.
    Unproven,
    /// Nobody has the certificate, or the key in it, that made it; it is not stored.
    UnknownKey,
    /// This program can't compute what it takes to verify it; it is not stored.
    Unsupported,
    /// It verifies, but its key was compromised, or not allowed to make it; it is not stored.
    Refused,
    /// It does not verify; it is not stored.
    Bad,
    /// A file that is named like a signature, and is none.
    NotASignature,
    /// A file or directory that was passed over.
    Skipped,
}

impl Class {
    /// All classes, in the order in which they are counted out.
    pub const ALL: [Self; 12] = [
        Self::New,
        Self::Identical,
        Self::Replaced,
        Self::Kept,
        Self::Conflicting,
        Self::Unproven,
        Self::UnknownKey,
        Self::Unsupported,
        Self::Refused,
        Self::Bad,
        Self::NotASignature,
        Self::Skipped,
    ];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Identical => "identical",
            Self::Replaced => "replaced",
            Self::Kept => "kept",
            Self::Conflicting => "conflicting",
            Self::Unproven => "unproven",
            Self::UnknownKey => "unknown-key",
            Self::Unsupported => "unsupported",
            Self::Refused => "refused",
            Self::Bad => "bad",
            Self::NotASignature => "not-a-signature",
            Self::Skipped => "skipped",
        }
    }
}

/// What becomes of one entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// The content and the key, as far as they are known.
    pub pair: Option<Pair>,
    /// The file that it is in, where it was looked for in a tree.
    pub place: Option<Untrusted>,
    /// What people call the content, as whoever offers it says.
    pub label: Option<Untrusted>,
    /// What becomes of it.
    pub class: Class,
    /// Why, where that is not plain.
    pub reason: Option<Untrusted>,
}

/// How many entries became what.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Counts(BTreeMap<Class, u64>);

impl Counts {
    /// How many there are of a class.
    #[must_use]
    pub fn of(&self, class: Class) -> u64 {
        self.0.get(&class).copied().unwrap_or_default()
    }

    /// Counts one more.
    pub fn add(&mut self, class: Class) {
        *self.0.entry(class).or_default() += 1;
    }

    /// Adds the counts of another import.
    pub fn merge(&mut self, other: &Self) {
        for (class, count) in &other.0 {
            *self.0.entry(*class).or_default() += count;
        }
    }
}
