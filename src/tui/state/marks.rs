use std::collections::BTreeSet;

use crate::model::Pair;
use crate::model::query::{Filter, Query, Term};

/// What a person has marked: some pairs, or everything that matches but for some.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Marks {
    /// Whether everything that matches is marked.
    all: bool,
    /// What is marked, or what is not if everything is.
    pairs: BTreeSet<Pair>,
}

impl Marks {
    /// Whether nothing is marked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.all && self.pairs.is_empty()
    }

    /// Whether a pair is marked.
    #[must_use]
    pub fn has(&self, pair: &Pair) -> bool {
        self.all != self.pairs.contains(pair)
    }

    /// How many of so many that match are marked.
    #[must_use]
    pub fn count(&self, matching: usize) -> usize {
        if self.all { matching.saturating_sub(self.pairs.len()) } else { self.pairs.len() }
    }

    /// Marks a pair, or takes its mark away.
    pub fn toggle(&mut self, pair: Pair) {
        if !self.pairs.remove(&pair) {
            self.pairs.insert(pair);
        }
    }

    /// Marks pairs.
    pub fn add(&mut self, pairs: impl IntoIterator<Item = Pair>) {
        for pair in pairs {
            if self.all {
                self.pairs.remove(&pair);
            } else {
                self.pairs.insert(pair);
            }
        }
    }

    /// Marks everything that matches, or nothing if something is marked.
    pub fn toggle_all(&mut self) {
        *self = Self { all: self.is_empty(), pairs: BTreeSet::new() };
    }

    /// The query for what is marked, given the one that matches.
    #[must_use]
    pub fn query(&self, matching: &Query) -> Query {
        let term = Term { negated: self.all, filter: Filter::Pairs(self.pairs.clone()) };
        match (self.all, self.pairs.is_empty()) {
            (true, true) => matching.clone(),
            (true, false) => {
                let mut query = matching.clone();
                query.terms.push(term);
                query
            }
            // Marks outlive the filter that they were made under.
            (false, _) => Query { terms: vec![term], sort: matching.sort },
        }
    }
}
