use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use super::Desk;
use crate::files::Stop;
use crate::model::Untrusted;
use crate::ops::{Notice, Progress};
use crate::tui::job::{JobId, Reading, Unit};
use crate::tui::msg::Msg;

/// How far a job is, and whether it is to stop. Written by the job's threads, read by the screen's.
#[derive(Default)]
pub struct Meter {
    said: Option<(JobId, Mutex<Desk>)>,
    stop: Stop,
    step: Mutex<Option<&'static str>>,
    entries: Count,
    signatures: Count,
    bytes: Count,
}

#[derive(Default)]
struct Count {
    done: AtomicU64,
    /// One more than that; 0 where nobody knows.
    total: AtomicU64,
}

impl Count {
    fn expect(&self, more: u64) {
        let before = self.total.load(Ordering::Relaxed).max(1);
        self.total.store(before + more, Ordering::Relaxed);
    }

    fn did(&self, more: u64) {
        self.done.fetch_add(more, Ordering::Relaxed);
    }

    fn reading(&self, unit: Unit) -> Reading {
        let total = self.total.load(Ordering::Relaxed).checked_sub(1);
        Reading { step: None, done: self.done.load(Ordering::Relaxed), total, unit }
    }
}

impl Meter {
    /// A meter for a job, whose news go to a desk.
    pub fn new(job: JobId, desk: Desk) -> Self {
        Self { said: Some((job, Mutex::new(desk))), ..Self::default() }
    }

    /// A meter that nobody reads.
    pub fn silent() -> Self {
        Self::default()
    }

    /// Asks the job to stop.
    pub fn cancel(&self) {
        self.stop.ask();
    }

    /// What asks it to stop.
    pub const fn stop(&self) -> &Stop {
        &self.stop
    }

    /// How far it is.
    pub fn reading(&self) -> Reading {
        let counts = [
            self.entries.reading(Unit::Entries),
            self.signatures.reading(Unit::Signatures),
            self.bytes.reading(Unit::Bytes),
        ];
        let counted = counts.into_iter().find(|count| count.done > 0 || count.total.is_some());
        let step = *self.step.lock().unwrap_or_else(PoisonError::into_inner);
        Reading { step, ..counted.unwrap_or_default() }
    }
}

impl Progress for Meter {
    fn expect_bytes(&self, bytes: u64) {
        self.bytes.expect(bytes);
    }

    fn read_bytes(&self, bytes: u64) {
        self.bytes.did(bytes);
    }

    fn expect_signatures(&self, count: usize) {
        self.signatures.expect(count as u64);
    }

    fn signed(&self) {
        self.signatures.did(1);
    }

    fn expect_entries(&self, count: Option<u64>) {
        *self.step.lock().unwrap_or_else(PoisonError::into_inner) = None;
        if let Some(count) = count {
            self.entries.expect(count);
        }
    }

    fn did_entries(&self, count: u64) {
        self.entries.did(count);
    }

    fn begins(&self, what: &'static str) {
        *self.step.lock().unwrap_or_else(PoisonError::into_inner) = Some(what);
    }

    fn notice(&self, notice: Notice) {
        if let Some((job, desk)) = &self.said {
            let text = Untrusted::new(notice.to_string());
            desk.lock().unwrap_or_else(PoisonError::into_inner).tell(Msg::Said(*job, text));
        }
    }

    fn cancelled(&self) -> bool {
        self.stop.is_asked()
    }
}
