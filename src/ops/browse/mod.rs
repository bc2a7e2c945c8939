//! Looking around in a cache: rows that are in sight, and what is beside them.

mod bindings;
mod history;
mod keys;
mod labels;
mod rows;

use super::secret::hurried;
use super::{Error, Progress, Session, Settings};
use crate::cache::{Interrupter, RowId};
use crate::model::query::{Filter, Query};
use crate::model::{Entry, Pair};

use labels::Labels;

pub use history::History;
pub use rows::{BoundRow, KeyRow, Live};

/// Somebody who looks around. Reads only; a cache that appears later is found.
pub struct Browser {
    settings: Settings,
    session: Session,
    /// The labels that were learned.
    labels: Option<Labels>,
}

impl Browser {
    /// Somebody who looks around in the cache of these settings.
    #[must_use]
    pub fn new(mut settings: Settings) -> Self {
        settings.gnupg = hurried(&settings.gnupg);
        Self { session: Session::new(settings.clone()), settings, labels: None }
    }

    /// The session, with a cache if there is one by now.
    ///
    /// # Errors
    /// When the cache can't be read.
    pub fn session(&mut self) -> Result<&Session, Error> {
        if self.session.cache()?.is_none() {
            self.session = Session::new(self.settings.clone());
        }
        Ok(&self.session)
    }

    /// Sets the time that ages are counted from.
    pub fn at(&mut self, now: jiff::Timestamp) {
        self.settings.now = now;
        self.session.set_now(now);
    }

    /// What stops a question from another thread; none where there is no cache yet.
    ///
    /// # Errors
    /// As [`Browser::session`].
    pub fn interrupter(&mut self) -> Result<Option<Interrupter>, Error> {
        Ok(self.session()?.cache()?.map(|cache| cache.interrupter()))
    }

    /// Calls `each` with rows of entries that a query selects, in its order, some at a time. Without an order the
    /// latest come first. `each` returns false to stop.
    ///
    /// # Errors
    /// When the cache can't be read, or somebody interrupts.
    pub fn rows(&mut self, query: &Query, each: &mut dyn FnMut(Vec<RowId>) -> bool) -> Result<(), Error> {
        let now = self.settings.now;
        let Some(cache) = self.session()?.cache()? else { return Ok(()) };
        let (mut some, mut size) = (Vec::new(), FIRST);
        let whole = query.terms.is_empty() && query.sort.is_none();
        let mut last = None;
        cache.row_ids(query, now, &mut |id| {
            some.push(id);
            if some.len() < size {
                return true;
            }
            (size, last) = (MORE, Some(id));
            each(std::mem::take(&mut some)) && !whole
        })?;
        if let Some(last) = last.filter(|_| whole) {
            // The first rows are on the screen by now; an index has the numbers of all.
            let mut all = cache.all_row_ids()?;
            each(all.split_off(all.partition_point(|id| *id >= last)));
        } else if !some.is_empty() {
            each(some);
        }
        Ok(())
    }

    /// Learns the labels of some more entries, so that [`Browser::glimpse`] finds their rows; tells whether there are more.
    ///
    /// # Errors
    /// As [`Browser::rows`].
    pub fn learn_labels(&mut self) -> Result<bool, Error> {
        self.session()?;
        let Some(cache) = self.session.cache()? else { return Ok(false) };
        let latest = self.labels.as_ref().map_or(0, |labels| labels.latest);
        let new = cache.rows_after(latest, MANY_NEW)?;
        if let Some(newest) = new.first()
            && (self.labels.is_none() || new.len() == MANY_NEW)
        {
            self.labels = Some(Labels::new(*newest));
        }
        let Some((labels, rest)) =
            self.labels.as_mut().and_then(|labels| labels.rest().map(|rest| (labels, rest)))
        else {
            return Ok(false);
        };
        let found = cache.labels_before(rest, SLICE, &mut |row, label| labels.push(row, label))?;
        labels.is_whole = found < SLICE;
        Ok(labels.rest().is_some())
    }

    /// The first rows that a query by name selects, as far as they are found without reading all entries. None may be found
    /// although there are some; `None` where the query is not by name, or has an order of its own.
    ///
    /// # Errors
    /// As [`Browser::rows`].
    pub fn glimpse(&mut self, query: &Query) -> Result<Option<Vec<RowId>>, Error> {
        let now = self.settings.now;
        let name = query.terms.iter().find_map(|term| match &term.filter {
            Filter::Name(name) if !term.negated => Some(name),
            _ => None,
        });
        let Some(name) = name.filter(|_| query.sort.is_none()) else { return Ok(None) };
        self.session()?;
        let (Some(labels), Some(cache)) = (&self.labels, self.session.cache()?) else {
            return Ok(Some(Vec::new()));
        };
        let mut rows = cache.rows_after(labels.latest, MANY_NEW)?;
        let mut containing = labels.containing(name);
        let mut found = Vec::new();
        for _ in 0..GLIMPSES {
            rows.extend(containing.by_ref().take(FIRST));
            found.extend(cache.selected_of(&rows, query, now)?);
            if rows.is_empty() || found.len() >= FIRST {
                break;
            }
            rows.clear();
        }
        Ok(Some(found))
    }

    /// The entries in some rows, and whether each has a copy in a Nix store.
    ///
    /// # Errors
    /// When the cache can't be read.
    pub fn entries(&mut self, ids: &[RowId]) -> Result<Vec<(RowId, Entry, bool)>, Error> {
        Ok(self.session()?.cache()?.map(|cache| cache.rows(ids)).transpose()?.unwrap_or_default())
    }

    /// The pairs of the entries in some rows.
    ///
    /// # Errors
    /// When the cache can't be read.
    pub fn pairs(&mut self, ids: &[RowId]) -> Result<Vec<Pair>, Error> {
        Ok(self.entries(ids)?.into_iter().map(|(_, entry, _)| entry.pair).collect())
    }

    /// A number that changes when somebody else has changed the cache; none where there is no cache.
    ///
    /// # Errors
    /// When the cache can't be read.
    pub fn version(&mut self) -> Result<Option<i64>, Error> {
        Ok(self.session()?.cache()?.map(|cache| cache.data_version()).transpose()?)
    }

    /// Everything that there is to say of an entry.
    ///
    /// # Errors
    /// When there is no such entry any more, or the cache can't be read.
    pub fn describe(&mut self, entry: Entry, progress: &dyn Progress) -> Result<super::Shown, Error> {
        super::show::describe(self.session()?, entry, progress)
    }
}

/// More rows than a screen has.
const FIRST: usize = 200;

/// So many labels are learned in a few milliseconds: no question waits for longer.
const SLICE: usize = 20_000;

/// After so many new entries their labels are learned, too.
const MANY_NEW: usize = 1_000;

/// How often as many rows as a screen has are looked into for a glimpse: other conditions may leave none of them.
const GLIMPSES: usize = 20;

/// So many rows at once that telling of them costs little.
const MORE: usize = 1 << 16;
