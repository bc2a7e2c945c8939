use memchr::{memchr, memchr_iter, memmem};

use crate::cache::RowId;

/// What ends a label: no text has it.
const END: u8 = 0xff;

/// No more labels than this, in bytes, are kept: those of the latest rows.
const MOST: usize = 32 << 20;

/// The labels of entries, in memory, where a filter by name finds its first rows at once.
///
/// What it finds may have become something else since: whoever asks looks into the rows.
pub struct Labels {
    /// The latest row when they were read.
    pub latest: RowId,
    /// Whether there are no older rows.
    pub is_whole: bool,
    /// The rows, the latest first.
    rows: Vec<RowId>,
    /// Their labels, folded for ASCII as SQLite does.
    folded: Vec<u8>,
}

impl Labels {
    /// No labels yet of the rows up to this one.
    pub const fn new(latest: RowId) -> Self {
        Self { latest, is_whole: false, rows: Vec::new(), folded: Vec::new() }
    }

    /// The row whose older ones are not known; none when all are, or there is no room for more.
    pub fn rest(&self) -> Option<RowId> {
        let last = self.rows.last().copied().unwrap_or(self.latest.saturating_add(1));
        (!self.is_whole && self.folded.len() < MOST).then_some(last)
    }

    /// Adds the label of a row that is older than all others.
    pub fn push(&mut self, row: RowId, label: &str) {
        self.rows.push(row);
        self.folded.extend(label.bytes().map(|byte| byte.to_ascii_lowercase()));
        self.folded.push(END);
    }

    /// The rows whose labels contain a text, the latest first.
    pub fn containing(&self, text: &str) -> impl Iterator<Item = RowId> {
        let finder = memmem::Finder::new(text.to_ascii_lowercase().as_bytes()).into_owned();
        // How many rows are passed, and the bytes of their labels.
        let (mut row, mut passed) = (0, 0);
        std::iter::from_fn(move || {
            let rest = &self.folded[passed..];
            let at = finder.find(rest)?;
            row += memchr_iter(END, &rest[..at]).count();
            let found = self.rows.get(row).copied()?;
            passed += at + memchr(END, &rest[at..])? + 1;
            row += 1;
            Some(found)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_once_and_in_their_order_whatever_the_case() {
        let mut labels = Labels::new(9);
        for (row, label) in [(9, "Anna"), (7, ""), (4, "bänänä"), (3, "BANANA"), (1, "n")] {
            labels.push(row, label);
        }
        let check = |text: &str, expected: &[RowId]| {
            assert_eq!(labels.containing(text).collect::<Vec<_>>(), expected, "{text}");
        };
        check("N", &[9, 4, 3, 1]);
        check("ana", &[3]);
        check("Änä", &[]);
        check("änä", &[4]);
        check("ab", &[]);
        check("", &[9, 7, 4, 3, 1]);
    }
}
