//! Reading entries page by page to judge them, and noting what was found.

use std::num::NonZeroU32;

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Row, params, params_from_iter};

use super::{Cache, Error, row, select};
use crate::model::query::Query;
use crate::model::{Entry, Verdict};

/// How many rows are read at once.
const ROWS: usize = 4096;

/// About as many bytes, which matters where somebody put large ones there.
const BYTES: usize = 8 << 20;

/// Which entries are to be judged.
#[derive(Clone, Copy, Debug)]
pub struct ToJudge<'a> {
    /// Those that a query selects, whatever its order.
    pub query: &'a Query,
    /// The time that the query counts from.
    pub now: Timestamp,
    /// Those that have a verdict from after this time may be passed over, unless it is one to be looked into.
    pub judged_before: Option<Timestamp>,
}

/// Entries with the numbers of their rows, which stay the same as long as they are there.
#[derive(Debug, Default)]
pub struct Page {
    /// The entries that are to be judged, in the order of their numbers.
    pub entries: Vec<(i64, Entry)>,
    /// Those that may be passed over, as far as the database is believed, in the same order.
    pub judged: Vec<(i64, Entry)>,
    /// How many rows between them are no entries.
    pub unreadable: u64,
    /// The number that the next page begins with; none after the last page.
    pub next: Option<i64>,
}

/// What was found when an entry was judged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// The number of its row.
    pub row: i64,
    /// The signature that was judged.
    pub signature: Vec<u8>,
    /// What is known of it now.
    pub verdict: Verdict,
}

impl Cache {
    /// How many entries are to be judged.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn count_to_judge(&self, which: ToJudge<'_>) -> Result<u64, Error> {
        let (conditions, lately, values) = conditions(which);
        let sql = format!("SELECT count(*) {FROM} WHERE {conditions} AND NOT {lately}");
        let count = self.connection.query_row(&sql, params_from_iter(values), |row| row.get::<_, i64>(0));
        Ok(self.run(count)?.try_into().unwrap_or(0))
    }

    /// Some of those that the query selects, from the row `from` on; in the order in which they lie in the file.
    ///
    /// Nothing is held between two pages, so that others can write, and tidy up.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn page_to_judge(&self, which: ToJudge<'_>, from: i64) -> Result<Page, Error> {
        let (conditions, lately, mut values) = conditions(which);
        values.extend([Value::Integer(from), Value::Integer(ROWS as i64)]);
        let sql = format!(
            "SELECT {}, entry.id, {lately} {FROM} WHERE {conditions} AND entry.id >= ?{} ORDER BY entry.id LIMIT ?{}",
            row::ENTRY,
            values.len() - 1,
            values.len(),
        );
        let mut statement = self.run(self.connection.prepare_cached(&sql))?;
        let mut rows = self.run(statement.query(params_from_iter(values)))?;
        let (mut page, mut taken) = (Page::default(), Taken::default());
        while let Some(row) = self.run(rows.next())? {
            let id: i64 = self.run(row.get(ID))?;
            page.next = id.checked_add(1);
            if taken.take(&mut page, id, row) {
                return Ok(page);
            }
        }
        page.next = None;
        Ok(page)
    }

    /// The rows of some of those that are to be judged, chosen by chance; ascending.
    ///
    /// Each of them is as likely as any other, and no more than `count` are in memory. None when `cancelled`.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn sample_to_judge(
        &self,
        which: ToJudge<'_>,
        count: NonZeroU32,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Result<Option<Vec<i64>>, Error> {
        let (conditions, lately, mut values) = conditions(which);
        values.push(Value::Integer(count.get().into()));
        // SQLite sorts no more rows at a time than it is to give.
        let sql = format!(
            "SELECT entry.id {FROM} WHERE {conditions} AND NOT {lately} ORDER BY random() LIMIT ?{}",
            values.len()
        );
        let chosen = self.interruptibly(cancelled, || {
            let mut statement = self.connection.prepare(&sql)?;
            let rows = statement.query_map(params_from_iter(values), |row| row.get(0))?;
            rows.collect::<rusqlite::Result<Vec<i64>>>()
        })?;
        Ok(chosen.map(|mut rows| {
            rows.sort_unstable();
            rows
        }))
    }

    /// The first of these rows, as many as a page has, and how many of `rows` that were.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn page_of_rows(&self, rows: &[i64]) -> Result<(Page, usize), Error> {
        let sql = format!("SELECT {}, entry.id, FALSE {FROM} WHERE entry.id = ?1", row::ENTRY);
        let mut statement = self.run(self.connection.prepare_cached(&sql))?;
        let (mut page, mut taken) = (Page::default(), Taken::default());
        for (done, id) in (1..).zip(rows) {
            let mut found = self.run(statement.query([id]))?;
            // It may be gone by now.
            if let Some(row) = self.run(found.next())?
                && taken.take(&mut page, *id, row)
            {
                return Ok((page, done));
            }
        }
        Ok((page, rows.len()))
    }

    /// Notes verdicts and when they were reached, in one transaction; for entries that still have the signature.
    ///
    /// # Errors
    /// When the database can't be written; then nothing was noted.
    pub fn note_verdicts(&self, found: &[Found], now: Timestamp) -> Result<(), Error> {
        self.write(|connection| {
            let sql = "UPDATE entry SET verdict = ?1, judged = ?2 WHERE id = ?3 AND signature = ?4";
            let mut statement = self.run(connection.prepare_cached(sql))?;
            for Found { row, signature, verdict } in found {
                self.run(statement.execute(params![verdict.word(), now.as_second(), row, signature]))?;
            }
            Ok(())
        })
    }
}

/// Rows whose key is not there are damage that is to be noticed.
const FROM: &str = "FROM entry LEFT JOIN key ON key.id = entry.key";

/// The columns after those of [`row::ENTRY`].
const ID: usize = 13;
const LATELY: usize = 14;

/// The verdicts that can be left for a while: with the others, an entry is bad, or may be one that must not be used.
const QUIET: [Verdict; 4] = [Verdict::Good, Verdict::Weak, Verdict::Unproven, Verdict::UnknownKey];

/// How much of a page is full.
#[derive(Default)]
struct Taken {
    rows: usize,
    bytes: usize,
}

impl Taken {
    /// Adds a row to a page; says whether that is full now.
    fn take(&mut self, page: &mut Page, id: i64, row: &Row<'_>) -> bool {
        match row::entry(row).and_then(|entry| Ok((entry, row.get(LATELY)?))) {
            Ok((entry, lately)) => {
                self.bytes += entry.signature.len() + entry.proof.as_ref().map_or(0, Vec::len);
                let to = if lately { &mut page.judged } else { &mut page.entries };
                to.push((id, entry));
            }
            Err(_) => page.unreadable += 1,
        }
        self.rows += 1;
        self.rows == ROWS || self.bytes >= BYTES
    }
}

/// What holds for the rows that a query selects, what does for those of them that were judged lately, and the values in both.
fn conditions(ToJudge { query, now, judged_before }: ToJudge<'_>) -> (String, String, Vec<Value>) {
    let (conditions, mut values) = select::conditions(query, now, select::ENTRIES);
    let Some(limit) = judged_before else { return (conditions, "FALSE".to_owned(), values) };
    let words = QUIET.map(|verdict| format!("'{}'", verdict.word())).join(", ");
    values.extend([limit, now].map(|time| Value::Integer(time.as_second())));
    // A time that is still to come is nobody's who judged anything.
    let lately = format!(
        "coalesce(entry.verdict IN ({words}) AND entry.judged > ?{} AND entry.judged <= ?{}, FALSE)",
        values.len() - 1,
        values.len(),
    );
    (conditions, lately, values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ContentDigest, NewEntry, Origin, Pair, SignatureFacts};

    #[test]
    fn a_verdict_on_another_signature_than_is_there_by_now_is_not_noted() {
        let directory = tempfile::tempdir().unwrap();
        let cache = Cache::open_or_create(directory.path()).unwrap();
        let key = "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B".parse().unwrap();
        let pair = Pair { content: ContentDigest::new([7; 32]), key };
        let entry = NewEntry {
            pair,
            signature: b"there".into(),
            proof: None,
            size: 1,
            signed: Timestamp::UNIX_EPOCH,
            facts: SignatureFacts::default(),
            origin: Origin::Signed,
            label: None,
            verdict: Verdict::Good,
        };
        let now = Timestamp::UNIX_EPOCH;
        cache.insert(&[entry], now).unwrap();
        let (which, query) = (|query| ToJudge { query, now, judged_before: None }, Query::default());
        let row = cache.page_to_judge(which(&query), i64::MIN).unwrap().entries[0].0;
        let found = |signature: &[u8]| Found { row, signature: signature.into(), verdict: Verdict::Bad };
        let verdict = || cache.get(&pair).unwrap().unwrap().verdict;
        cache.note_verdicts(&[found(b"judged")], now).unwrap();
        assert_eq!(verdict(), Some(Verdict::Good));
        cache.note_verdicts(&[found(b"there")], now).unwrap();
        assert_eq!(verdict(), Some(Verdict::Bad));
    }
}
