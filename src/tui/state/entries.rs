use std::collections::HashMap;

use super::rows::{EntryRow, Trouble};
use super::{Marks, Position};
use crate::cache::RowId;
use crate::model::Pair;
use crate::model::query::Query;
use crate::ops::Shown;

/// The table of entries: the numbers of all rows, and the few entries that are in sight.
#[derive(Default)]
pub struct Entries {
    /// The rows that match, in their order.
    pub ids: Vec<RowId>,
    /// What is known of the rows in sight.
    pub window: HashMap<RowId, Slot>,
    /// Where one is.
    pub position: Position,
    /// What is marked.
    pub marks: Marks,
    /// Where a range of marks begins, if one was begun.
    pub range: Option<usize>,
    /// The query that selects the rows, and its text.
    pub query: (Query, String),
    /// The number of the question whose answer the rows are, or are becoming.
    pub generation: u64,
    /// Whether rows are still to come.
    pub loading: Loading,
    /// What the last filter matched, in ascending order, and the text of that filter.
    pub matches: (Vec<RowId>, String),
    /// Everything that there is to say of one entry: what the details show.
    pub shown: Option<Box<Shown>>,
    /// The pair whose details were asked for last.
    pub asked: Option<Pair>,
    /// Why the rows can't be read.
    pub trouble: Option<Trouble>,
}

/// What is known of a row in sight.
pub enum Slot {
    /// It was asked for.
    Asked,
    /// The entry.
    Known(Box<EntryRow>),
    /// It is not there any more.
    Gone,
}

/// How far the rows are known.
#[derive(Default)]
pub enum Loading {
    /// Nothing was asked for yet.
    #[default]
    Not,
    /// They were asked for, and none has come: what is shown is what was there before.
    Asked,
    /// Some have come.
    Coming,
    /// They are asked for anew because something changed; these have come, and are shown when all have.
    Again(Vec<RowId>),
    /// All are there.
    Done,
}

impl Entries {
    /// The entry that the cursor is on, if it is known.
    #[must_use]
    pub fn row(&self) -> Option<&EntryRow> {
        self.at(self.position.cursor)
    }

    /// The entry in a line of the table, if it is known.
    #[must_use]
    pub fn at(&self, line: usize) -> Option<&EntryRow> {
        match self.window.get(self.ids.get(line)?)? {
            Slot::Known(row) => Some(row),
            Slot::Asked | Slot::Gone => None,
        }
    }

    /// The rows around what is in sight that nobody asked for yet; forgets those that are far away.
    pub fn unknown(&mut self, height: usize) -> Vec<RowId> {
        let first = self.position.offset.saturating_sub(height);
        let last = (self.position.offset + 2 * height).min(self.ids.len());
        let near = self.ids.get(first..last).unwrap_or_default();
        if self.window.len() > 8 * height.max(16) {
            self.window.retain(|id, _| near.contains(id));
        }
        let unknown: Vec<_> = near.iter().copied().filter(|id| !self.window.contains_key(id)).collect();
        // A row in sight makes it worth to ask, and then its neighbours come along.
        let seen = self.ids.iter().skip(self.position.offset).take(height);
        if seen.clone().all(|id| self.window.contains_key(id)) {
            return Vec::new();
        }
        self.window.extend(unknown.iter().map(|id| (*id, Slot::Asked)));
        unknown
    }

    /// Takes rows that have come.
    pub fn take(&mut self, ids: Vec<RowId>, done: bool, height: usize) {
        match &mut self.loading {
            Loading::Again(coming) => {
                coming.extend(ids);
                if done {
                    let before = self.ids.get(self.position.cursor).copied();
                    self.ids = std::mem::take(coming);
                    self.loading = Loading::Done;
                    self.stay(before, height);
                }
            }
            Loading::Not | Loading::Asked => {
                let before = self.ids.get(self.position.cursor).copied();
                self.ids = ids;
                self.loading = if done { Loading::Done } else { Loading::Coming };
                self.stay(before, height);
            }
            Loading::Coming | Loading::Done => {
                self.ids.extend(ids);
                if done {
                    self.loading = Loading::Done;
                }
            }
        }
        if done {
            self.ids.shrink_to_fit();
        }
    }

    /// Shows the first rows until the others come.
    pub fn glimpse(&mut self, ids: Vec<RowId>, height: usize) {
        // Whatever is asked for again is there already.
        if matches!(self.loading, Loading::Asked) {
            let before = self.ids.get(self.position.cursor).copied();
            self.ids = ids;
            self.stay(before, height);
        }
    }

    /// Whether all rows are there, as far as is known.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        matches!(self.loading, Loading::Done | Loading::Again(_))
    }

    /// Puts the cursor on the row that it was on, if that is still there, else on the same line.
    fn stay(&mut self, before: Option<RowId>, height: usize) {
        let same = before.and_then(|before| self.ids.iter().position(|id| *id == before));
        let at =
            same.unwrap_or(if before.is_some() && !self.is_complete() { 0 } else { self.position.cursor });
        self.position.go(at, self.ids.len(), height);
        self.range = None;
    }
}
