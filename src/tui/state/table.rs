use super::rows::{OfPair, Sortable};
use super::{Marks, Position};
use crate::model::Pair;
use crate::model::query::Query;

/// One of the shorter lists: its rows are all in memory, but for those beyond [`LONGEST`].
pub struct Table<T> {
    /// The rows that there are to be seen.
    pub rows: Vec<T>,
    /// How many more there are.
    pub more: u64,
    /// Whether they were read at all.
    pub known: bool,
    /// Where one is.
    pub position: Position,
    /// What is marked.
    pub marks: Marks,
    /// The column that they are sorted by, and whether it descends.
    pub sort: Option<(usize, bool)>,
    /// The query that they were selected by, and its text.
    pub query: (Query, String),
}

/// So many rows of a list are shown at most; a filter finds others.
pub const LONGEST: usize = 10_000;

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            more: 0,
            known: false,
            position: Position::default(),
            marks: Marks::default(),
            sort: None,
            query: (Query::default(), String::new()),
        }
    }
}

impl<T: Sortable> Table<T> {
    /// Sorts the rows that there are by a column, and keeps to that.
    pub fn sort_by(&mut self, sort: Option<(usize, bool)>) {
        self.sort = sort;
        let Some((column, descending)) = sort else { return };
        self.rows.sort_by(|one, other| {
            let order = one.compare(other, column);
            if descending { order.reverse() } else { order }
        });
    }

    /// Takes rows that were read, and stays on the row of the same pair if it is still there.
    pub fn take(&mut self, rows: Vec<T>, more: u64, height: usize) {
        let before = self.pair();
        (self.rows, self.more, self.known) = (rows, more, true);
        self.sort_by(self.sort);
        let same = before.and_then(|pair| self.rows.iter().position(|row| row.pair() == Some(pair)));
        self.position.go(same.unwrap_or(self.position.cursor), self.rows.len(), height);
    }
}

impl<T: OfPair> Table<T> {
    /// The row that the cursor is on.
    #[must_use]
    pub fn row(&self) -> Option<&T> {
        self.rows.get(self.position.cursor)
    }

    /// The pair of the row that the cursor is on.
    #[must_use]
    pub fn pair(&self) -> Option<Pair> {
        self.row()?.pair()
    }

    /// How many rows there are, those beyond the longest list included.
    #[must_use]
    pub fn total(&self) -> usize {
        self.rows.len().saturating_add(usize::try_from(self.more).unwrap_or(usize::MAX))
    }
}
