//! The query language of `list` and of everything else that selects entries.
//!
//! Terms are separated by blanks and must all hold; `-` before a term turns it
//! round; double quotes keep blanks together.
//!
//! | term | holds for entries |
//! |---|---|
//! | `1f0c…` | whose content digest begins with these hexadecimal digits |
//! | `key:X` | whose key is the alias X, or whose fingerprint begins or ends with these digits |
//! | `name:X` | whose label contains X, whatever the case |
//! | `verdict:X` | whose last verdict was X |
//! | `age:>30d`, `age:<2h` | stored longer ago, or more recently, than that |
//! | `used:>30d`, `used:<2h` | last used longer ago, or more recently, than that |
//! | `bound:yes`, `bound:no` | with or without a copy in a Nix store |
//! | `pinned:yes`, `pinned:no` | that a person asked to keep whatever any policy says, or not |
//! | `sort:FIELD`, `sort:-FIELD` | all; sorts by digest, key, name, size, signed, stored or used |

mod complete;
mod parse;

use std::collections::BTreeSet;

use super::{Age, Fingerprint, Pair, Verdict};

pub use complete::{Completions, complete};
pub use parse::InvalidQuery;

/// What to select and in which order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    /// All of these must hold.
    pub terms: Vec<Term>,
    /// The order; by digest and key when there is none.
    pub sort: Option<Sort>,
}

/// A filter, possibly turned round.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Term {
    /// Whether the filter must fail instead of hold.
    pub negated: bool,
    /// What must hold.
    pub filter: Filter,
}

/// One condition on an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Filter {
    /// The content digest begins with these lower-case hexadecimal digits (1 to 64).
    Digest(String),
    /// The key has this alias, or a fingerprint that begins or ends with these digits.
    Key(KeyMatch),
    /// The label contains this text.
    Name(String),
    /// The last verdict was this one.
    Verdict(Verdict),
    /// It was stored so long ago.
    Stored(Span),
    /// It was last used so long ago.
    Used(Span),
    /// It has a copy in a Nix store.
    Bound(bool),
    /// A person asked to keep it whatever any policy says.
    Pinned(bool),
    /// It is of one of these pairs. Nobody types this: somebody marked them on a screen.
    Pairs(BTreeSet<Pair>),
}

/// How `key:` names keys.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum KeyMatch {
    /// Exactly this certificate.
    Exactly(Fingerprint),
    /// Upper-case hexadecimal digits at the beginning or at the end of the fingerprint.
    Digits(String),
    /// A name from the configuration, to be resolved by whoever knows it.
    Alias(String),
}

/// A range of time before now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Span {
    /// Longer ago than this.
    Before(Age),
    /// More recently than this.
    Within(Age),
}

/// An order of entries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sort {
    /// By what.
    pub field: Field,
    /// Largest, latest or last first.
    pub descending: bool,
}

/// What entries can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    /// The content digest.
    Digest,
    /// The key id.
    Key,
    /// The label.
    Name,
    /// The content's length.
    Size,
    /// When it was signed.
    Signed,
    /// When it was stored.
    Stored,
    /// When it was last used.
    Used,
    /// The last verdict.
    Verdict,
    /// Whether it has a copy in a Nix store.
    Bound,
}

impl Field {
    /// All fields with their words.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Digest, "digest"),
        (Self::Key, "key"),
        (Self::Name, "name"),
        (Self::Size, "size"),
        (Self::Signed, "signed"),
        (Self::Stored, "stored"),
        (Self::Used, "used"),
        (Self::Verdict, "verdict"),
        (Self::Bound, "bound"),
    ];
}

impl Query {
    /// Replaces each alias by the fingerprint that `resolve` knows for it.
    ///
    /// # Errors
    /// With the first alias that `resolve` does not know.
    pub fn resolve_aliases(
        &mut self,
        resolve: impl Fn(&str) -> Option<Fingerprint>,
    ) -> Result<(), InvalidQuery> {
        for term in &mut self.terms {
            if let Filter::Key(key) = &mut term.filter
                && let KeyMatch::Alias(alias) = key
            {
                *key = match resolve(alias) {
                    Some(fingerprint) => KeyMatch::Exactly(fingerprint),
                    None => return Err(InvalidQuery::Key(alias.clone())),
                };
            }
        }
        Ok(())
    }

    /// The same query, of what is wanted; `age:` and `sort:stored` then speak of when it was first asked for.
    ///
    /// # Errors
    /// When a term speaks of what only entries have.
    pub fn of_wanted(self) -> Result<Self, InvalidQuery> {
        match self.only_of_entries() {
            Some(term) => Err(InvalidQuery::OfEntries(term)),
            None => Ok(self),
        }
    }

    /// The first term that speaks of something else than of keys and their names.
    #[must_use]
    pub fn not_of_keys(&self) -> Option<&'static str> {
        let filters = self.terms.iter().find_map(|term| match term.filter {
            Filter::Key(_) | Filter::Name(_) => None,
            Filter::Digest(_) | Filter::Pairs(_) => Some("a digest"),
            Filter::Stored(_) => Some("age:"),
            Filter::Verdict(_) | Filter::Used(_) | Filter::Bound(_) | Filter::Pinned(_) => {
                self.only_of_entries()
            }
        });
        filters.or(self.sort.map(|_| "sort:"))
    }

    /// The first term that speaks of what only entries have.
    #[must_use]
    pub fn only_of_entries(&self) -> Option<&'static str> {
        let filters = self.terms.iter().find_map(|term| match term.filter {
            Filter::Digest(_) | Filter::Key(_) | Filter::Name(_) | Filter::Stored(_) | Filter::Pairs(_) => {
                None
            }
            Filter::Verdict(_) => Some("verdict:"),
            Filter::Used(_) => Some("used:"),
            Filter::Bound(_) => Some("bound:"),
            Filter::Pinned(_) => Some("pinned:"),
        });
        filters.or(match self.sort.map(|sort| sort.field) {
            Some(Field::Signed) => Some("sort:signed"),
            Some(Field::Used) => Some("sort:used"),
            Some(Field::Verdict) => Some("sort:verdict"),
            Some(Field::Bound) => Some("sort:bound"),
            None | Some(Field::Digest | Field::Key | Field::Name | Field::Size | Field::Stored) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wanted_is_selected_by_what_is_known_of_it() {
        for text in ["", "1f0c key:release -name:x age:>30d sort:-size", "sort:stored"] {
            let query: Query = text.parse().unwrap();
            assert_eq!(query.clone().of_wanted(), Ok(query), "{text}");
        }
        for text in ["verdict:good", "1f0c -used:>1d", "bound:no", "pinned:no", "sort:signed", "sort:-used"] {
            assert!(matches!(text.parse::<Query>().unwrap().of_wanted(), Err(InvalidQuery::OfEntries(_))));
        }
    }

    #[test]
    fn keys_are_selected_by_what_is_known_of_them() {
        let term = |text: &str| text.parse::<Query>().unwrap().not_of_keys();
        assert_eq!(term("key:release -name:x"), None);
        assert_eq!(
            ["1f0c", "name:x age:>1d", "verdict:good", "sort:-size"].map(term),
            [Some("a digest"), Some("age:"), Some("verdict:"), Some("sort:")]
        );
    }
}
