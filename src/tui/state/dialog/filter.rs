use super::Field;
use crate::model::query::{Completions, Query};

/// The filter of a view, while it is typed.
pub struct Filter {
    /// What is typed.
    pub field: Field,
    /// What the filter was before, to go back to.
    pub before: (Query, String),
    /// What is wrong with what is typed.
    pub error: Option<String>,
    /// What the last word could become.
    pub completions: Completions,
    /// Which of them was taken.
    pub taken: Option<usize>,
    /// Which of the former filters is shown, counted from the latest, and what was typed before one was.
    pub recalled: Option<(usize, String)>,
}
