use super::Error;
use crate::model::{Pair, Untrusted};

/// A pair that is not there, and what people call its content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Missing {
    /// The pair.
    pub pair: Pair,
    /// The content's label.
    pub label: Option<Untrusted>,
}

impl Error {
    /// The error that there is no signature for a content.
    #[must_use]
    pub fn not_in_cache(pair: Pair, label: Option<&Untrusted>) -> Self {
        Self::NotInCache(Box::new(Missing { pair, label: label.cloned() }))
    }
}
