use jiff::Timestamp;

use super::Position;
use crate::tui::job::{JobId, Reading};

/// What runs, and what ran.
#[derive(Default)]
pub struct Jobs {
    /// The jobs, the latest last.
    pub list: Vec<JobState>,
    /// Where one is.
    pub position: Position,
    /// The number that the last one got.
    next: JobId,
}

/// A job as the screen knows it.
pub struct JobState {
    /// Its number.
    pub id: JobId,
    /// What it does.
    pub title: String,
    /// When it began.
    pub began: Timestamp,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// How far it is.
    pub reading: Reading,
    /// What it had to say besides, a line each; fit for a terminal.
    pub lines: Vec<String>,
    /// Whether a person asked it to stop.
    pub cancelled: bool,
    /// How it ended.
    pub result: Option<(Standing, String)>,
}

/// How a job ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// As it should.
    Good,
    /// Something deserves a look.
    Warning,
    /// It failed.
    Bad,
}

/// So many jobs are remembered.
const REMEMBERED: usize = 200;

impl Jobs {
    /// A number for a job, be it one that nobody cares to read of.
    pub const fn number(&mut self) -> JobId {
        self.next += 1;
        self.next
    }

    /// Notes a job that begins, and gives it a number.
    pub fn begin(&mut self, title: impl Into<String>, now: Timestamp) -> JobId {
        let id = self.number();
        if self.list.len() >= REMEMBERED
            && let Some(ended) = self.list.iter().position(|job| job.ended.is_some())
        {
            self.list.remove(ended);
        }
        let title = title.into();
        let reading = Reading::default();
        self.list.push(JobState {
            id,
            title,
            began: now,
            ended: None,
            reading,
            lines: Vec::new(),
            cancelled: false,
            result: None,
        });
        id
    }

    /// Takes a job off the list.
    pub fn forget(&mut self, id: JobId) {
        self.list.retain(|job| job.id != id);
    }

    /// A job by its number.
    pub fn get_mut(&mut self, id: JobId) -> Option<&mut JobState> {
        self.list.iter_mut().find(|job| job.id == id)
    }

    /// The jobs that run.
    pub fn running(&self) -> impl Iterator<Item = &JobState> {
        self.list.iter().filter(|job| job.ended.is_none())
    }
}

impl JobState {
    /// How much is done in a second, and how many seconds are left if that is known.
    #[must_use]
    pub fn rate(&self, now: Timestamp) -> Option<(u64, Option<u64>)> {
        let passed = now.duration_since(self.began).as_millis();
        let passed = u64::try_from(passed).ok().filter(|passed| *passed >= 500)?;
        let rate = self.reading.done.saturating_mul(1000) / passed;
        let left = self.reading.total.map(|total| total.saturating_sub(self.reading.done));
        Some((rate, left.and_then(|left| left.checked_div(rate))))
    }
}
