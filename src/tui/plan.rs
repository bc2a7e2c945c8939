//! What a person is asked to agree to: the same plans as on the command line, before anything happens.

use crate::model::gc::{Guard, words};
use crate::model::query::Query;
use crate::model::{Pair, Untrusted};
use crate::ops::gc;

/// A plan that was made, and that is carried out once a person agrees.
pub enum Planned {
    /// Entries go to the trash.
    Deletion(gc::Plan),
}

/// A row of a plan.
pub struct Row {
    /// What becomes of it, or why, in a word or two.
    pub word: String,
    /// The pair, if it is about one.
    pub pair: Option<Pair>,
    /// What people call it, or where it is.
    pub text: Option<Untrusted>,
}

impl Planned {
    /// What it would do, as a title.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Deletion(_) => "Delete",
        }
    }

    /// What it does when it is carried out.
    #[must_use]
    pub const fn doing(&self) -> &'static str {
        match self {
            Self::Deletion(_) => "moving to the trash",
        }
    }

    /// What it comes to, a line each.
    #[must_use]
    pub fn summary(&self) -> Vec<String> {
        match self {
            Self::Deletion(plan) => {
                vec![gc::summary(plan), "They can be restored as long as they rest in the trash.".into()]
            }
        }
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Deletion(plan) => plan.items.len() + plan.spared.len(),
        }
    }

    /// Whether there is nothing to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Deletion(plan) => plan.items.is_empty(),
        }
    }

    /// One of its rows.
    #[must_use]
    pub fn row(&self, index: usize) -> Option<Row> {
        match self {
            Self::Deletion(plan) => plan
                .items
                .get(index)
                .map(|item| Row {
                    word: words(&item.reasons),
                    pair: Some(item.pair),
                    text: item.label.clone(),
                })
                .or_else(|| {
                    let spared = plan.spared.get(index.checked_sub(plan.items.len())?)?;
                    let guards: Vec<_> = spared.guards.iter().map(|guard: &Guard| guard.word()).collect();
                    let word = format!("kept ({})", guards.join(", "));
                    Some(Row { word, pair: Some(spared.pair), text: spared.label.clone() })
                }),
        }
    }
}

/// The entries that an action is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chosen {
    /// What selects them.
    pub query: Query,
    /// The same in words.
    pub text: String,
    /// How many there are, as far as is known.
    pub count: usize,
}
