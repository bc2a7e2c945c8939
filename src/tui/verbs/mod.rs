//! What can be done, one file a verb: how the plan is made, what it says, and how it is carried out, by the same
//! operations as on the command line.

mod delete;
mod edit;

use crate::model::query::Query;

pub use delete::Delete;
pub use edit::{Change, Label};

/// The entries that something is done with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chosen {
    /// What selects them.
    pub query: Query,
    /// The same in words.
    pub text: String,
    /// How many there are, as far as is known.
    pub count: usize,
}
