use std::time::{Duration, Instant};

use crate::cache::{Cache, Found};
use crate::model::Untrusted;
use crate::ops::{Error, Notice, Progress, Session};

/// How many verdicts are noted in one transaction: each waits for the disk, and holds others up for about 0.1 s.
const TOGETHER: usize = 8192;

/// How much work a kill may undo, where each entry takes long.
const OFTEN: Duration = Duration::from_secs(5);

/// Verdicts on their way into the cache, as far as it can be written.
pub(super) struct Notes<'a> {
    session: &'a Session,
    cache: Option<&'a Cache>,
    progress: &'a dyn Progress,
    pending: Vec<Found>,
    written: Instant,
}

impl<'a> Notes<'a> {
    /// Notes for the cache, which is brought up to date for them; none when only to be told.
    pub(super) fn new(session: &'a Session, dry_run: bool, progress: &'a dyn Progress) -> Self {
        let mut notes = Self { session, cache: None, progress, pending: Vec::new(), written: Instant::now() };
        if !dry_run {
            notes.cache = session.writable_cache(progress).map_err(|error| notes.give_up(&error)).ok();
        }
        notes
    }

    pub(super) fn add(&mut self, found: Found) {
        if self.cache.is_some() {
            self.pending.push(found);
        }
    }

    /// Writes what there is, if that is enough.
    pub(super) fn write_some(&mut self) {
        if self.pending.len() >= TOGETHER || self.written.elapsed() >= OFTEN {
            self.write();
        }
    }

    /// Writes what there is. That it can't be written stops no audit.
    pub(super) fn write(&mut self) {
        if let Some(cache) = self.cache
            && !self.pending.is_empty()
            && let Err(error) = cache.note_verdicts(&self.pending, self.session.settings().now)
        {
            self.give_up(&error.into());
            self.cache = None;
        }
        self.pending.clear();
        self.written = Instant::now();
    }

    fn give_up(&self, error: &Error) {
        self.progress.notice(Notice::NotWritten(Untrusted::new(error.to_string())));
    }
}
