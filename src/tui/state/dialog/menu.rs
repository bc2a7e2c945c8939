use crate::model::query::Sort;

/// Some things to choose from.
pub struct Menu {
    /// What is chosen.
    pub title: &'static str,
    /// The things, each with the key that chooses it.
    pub items: Vec<(char, String, Choice)>,
    /// The one that the cursor is on.
    pub cursor: usize,
}

/// What one can choose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Choice {
    /// An order of the entries.
    Sort(Option<Sort>),
    /// An order of one of the shorter lists: a column, and whether it descends.
    SortList(usize, bool),
    /// A text for the clipboard, and what it is.
    Copy(String, &'static str),
}
