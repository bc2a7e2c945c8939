use std::time::{Duration, Instant};

use crate::openpgp::Password;
use crate::ops::{Error, Notice, Progress};

/// The end of the time that somebody gives a run.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(Option<Instant>);

impl Deadline {
    /// The end of a time that begins now; never without one, and never for one too long to be counted.
    #[must_use]
    pub fn after(time: Option<Duration>) -> Self {
        Self(time.and_then(|time| Instant::now().checked_add(time)))
    }

    /// Whether it is over.
    pub(super) fn is_over(self) -> bool {
        self.0.is_some_and(|end| Instant::now() >= end)
    }

    /// Does something that is of no use by half, and breaks it off when the time is over.
    ///
    /// # Errors
    /// Those of the work, and [`Error::OutOfTime`] before `what`.
    pub fn bound<T>(
        self,
        what: &'static str,
        progress: &dyn Progress,
        work: impl FnOnce(&dyn Progress) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let limited = Limited { deadline: self, progress };
        let result = if limited.cancelled() { Err(Error::Interrupted) } else { work(&limited) };
        result.map_err(|error| match error {
            Error::Interrupted if !progress.cancelled() => Error::OutOfTime { what },
            error => error,
        })
    }
}

/// A progress that is cancelled when the time is over, too.
struct Limited<'a> {
    deadline: Deadline,
    progress: &'a dyn Progress,
}

impl Progress for Limited<'_> {
    fn expect_bytes(&self, bytes: u64) {
        self.progress.expect_bytes(bytes);
    }

    fn read_bytes(&self, bytes: u64) {
        self.progress.read_bytes(bytes);
    }

    fn expect_signatures(&self, count: usize) {
        self.progress.expect_signatures(count);
    }

    fn signed(&self) {
        self.progress.signed();
    }

    fn expect_entries(&self, count: Option<u64>) {
        self.progress.expect_entries(count);
    }

    fn did_entries(&self, count: u64) {
        self.progress.did_entries(count);
    }

    fn begins(&self, what: &'static str) {
        self.progress.begins(what);
    }

    fn notice(&self, notice: Notice) {
        self.progress.notice(notice);
    }

    fn cancelled(&self) -> bool {
        self.progress.cancelled() || self.deadline.is_over()
    }

    fn password(&self, question: &str) -> Option<Password> {
        self.progress.password(question)
    }
}
