use std::num::NonZeroU32;

use crate::cache::{Cache, Page, ToJudge};
use crate::ops::{Error, Progress};

/// The entries that are to be judged, page by page.
pub(super) struct Pages<'a> {
    cache: &'a Cache,
    which: ToJudge<'a>,
    place: Place,
    expected: u64,
    unreadable: u64,
}

/// What comes next.
enum Place {
    /// All from this row on.
    From(Option<i64>),
    /// Those of these rows that are behind a position.
    Sample(Vec<i64>, usize),
}

impl<'a> Pages<'a> {
    pub(super) fn new(
        cache: &'a Cache,
        which: ToJudge<'a>,
        sample: Option<NonZeroU32>,
        progress: &dyn Progress,
    ) -> Result<Self, Error> {
        let (place, expected) = match sample {
            None => (Place::From(Some(i64::MIN)), cache.count_to_judge(which)?),
            Some(count) => {
                let chosen = cache.sample_to_judge(which, count, &|| progress.cancelled())?;
                let rows = chosen.ok_or(Error::Interrupted)?;
                let expected = rows.len() as u64;
                (Place::Sample(rows, 0), expected)
            }
        };
        Ok(Self { cache, which, place, expected, unreadable: 0 })
    }

    /// How many entries there are.
    pub(super) const fn expected(&self) -> u64 {
        self.expected
    }

    /// How many rows were no entries until now.
    pub(super) const fn unreadable(&self) -> u64 {
        self.unreadable
    }

    /// The next page; none after the last one.
    pub(super) fn next(&mut self) -> Result<Option<Page>, Error> {
        let page = match &mut self.place {
            Place::From(place) => {
                let Some(from) = *place else { return Ok(None) };
                let page = self.cache.page_to_judge(self.which, from)?;
                *place = page.next;
                page
            }
            Place::Sample(rows, done) => {
                if *done == rows.len() {
                    return Ok(None);
                }
                let (page, read) = self.cache.page_of_rows(&rows[*done..])?;
                *done += read;
                page
            }
        };
        self.unreadable += page.unreadable;
        Ok(Some(page))
    }
}
