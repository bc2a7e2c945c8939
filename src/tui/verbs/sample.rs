use jiff::Timestamp;

use super::entries;
use crate::model::Verdict;
use crate::model::query::Query;
use crate::ops::{self, Error};
use crate::tui::job::{At, Row};
use crate::tui::state::table::LONGEST;

/// What a query selects: counted, and the first rows of it to be looked at.
#[derive(Default)]
pub struct Sample {
    /// How many entries there are.
    pub count: u64,
    bytes: u64,
    signed: Option<(Timestamp, Timestamp)>,
    rows: Vec<Row>,
}

impl Sample {
    /// Reads what a query selects.
    pub fn of(query: &Query, at: &At<'_>) -> Result<Self, Error> {
        let mut sample = Self::default();
        at.progress.expect_entries(Some(ops::selection(at.session, query)?.count));
        ops::list(at.session, query, at.progress, &mut |entry, _| {
            at.progress.did_entries(1);
            sample.count += 1;
            sample.bytes += (entry.signature.len() + entry.proof.as_ref().map_or(0, Vec::len)) as u64;
            let (first, last) = sample.signed.unwrap_or((entry.signed, entry.signed));
            sample.signed = Some((first.min(entry.signed), last.max(entry.signed)));
            if sample.rows.len() < LONGEST {
                let word = entry.verdict.map_or("unproven", Verdict::word).to_owned();
                sample.rows.push(Row { word, pair: Some(entry.pair), text: entry.label });
            }
            true
        })?;
        Ok(sample)
    }

    /// How many there are, of how many bytes, and from when, in a line.
    pub fn summary(&self) -> String {
        let mut text = format!("{} ({} bytes of signatures and proofs)", entries(self.count), self.bytes);
        if let Some((first, last)) = self.signed {
            let day = |time: Timestamp| time.strftime("%Y-%m-%d").to_string();
            text += &format!(", signed from {} to {}", day(first), day(last));
        }
        if self.count > LONGEST as u64 {
            text += &format!("; the first {LONGEST} are shown");
        }
        text
    }

    /// How many rows can be looked at.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// One of the rows.
    pub fn row(&self, index: usize) -> Option<Row> {
        self.rows.get(index).cloned()
    }
}
