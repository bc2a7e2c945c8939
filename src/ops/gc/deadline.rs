use std::time::{Duration, Instant};

use crate::openpgp::Password;
use crate::ops::{Error, Notice, Progress};

/// The end of the time that somebody gives a run.
#[derive(Clone, Copy)]
pub struct Deadline<'a>(End<'a>);

#[derive(Clone, Copy)]
enum End<'a> {
    Never,
    At(Instant),
    Told(&'a (dyn Fn() -> bool + Sync)),
}

impl<'a> Deadline<'a> {
    /// The end of a time that begins now; never without one, and never for one too long to be counted.
    #[must_use]
    pub fn after(time: Option<Duration>) -> Self {
        let end = time.and_then(|time| Instant::now().checked_add(time));
        Self(end.map_or(End::Never, End::At))
    }

    /// The end of a time that somebody else measures, who is asked whether it is over.
    #[must_use]
    pub const fn told(is_over: &'a (dyn Fn() -> bool + Sync)) -> Self {
        Self(End::Told(is_over))
    }

    /// Whether it is over.
    pub(super) fn is_over(self) -> bool {
        match self.0 {
            End::Never => false,
            End::At(end) => Instant::now() >= end,
            End::Told(is_over) => is_over(),
        }
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
    deadline: Deadline<'a>,
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
