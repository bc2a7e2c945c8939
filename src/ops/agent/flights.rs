use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tempfile::NamedTempFile;

use super::Decided;
use crate::model::{KeyId, Pair, Rule};
use crate::ops::Content;
use crate::wire::Refusal;

/// What came of looking a pair up, and maybe of signing it.
#[derive(Clone)]
pub(super) struct Landed {
    pub(super) decided: Decided,
    pub(super) result: Result<Arc<[u8]>, Refusal>,
}

/// What a worker is to do.
pub(super) struct Job {
    pub(super) key: KeyId,
    pub(super) rule: Rule,
    pub(super) content: Content,
    /// Whether the content itself was not seen.
    pub(super) unseen: bool,
    /// The content, where it was needed whole; gone when the job is done.
    pub(super) _whole: Option<NamedTempFile>,
    flight: Arc<Flight>,
}

/// One look-up, for all who want it at the same time.
#[derive(Default)]
pub(super) struct Flight {
    landed: Mutex<Option<Landed>>,
    news: Condvar,
}

/// The look-ups under way.
pub(super) struct Flights {
    /// By pair, and by whether the content is there whole: what could not be done without it may be done with it.
    under_way: Mutex<HashMap<(Pair, bool), Arc<Flight>>>,
    jobs: Mutex<Option<Sender<Job>>>,
    waiting: Mutex<Receiver<Job>>,
}

impl Default for Flights {
    fn default() -> Self {
        let (sender, receiver) = channel();
        Self { under_way: Mutex::default(), jobs: Mutex::new(Some(sender)), waiting: Mutex::new(receiver) }
    }
}

impl Flights {
    /// Waits for the look-up of a pair, which is begun if none is under way; none if it takes too long.
    pub(super) fn join(
        &self,
        key: KeyId,
        rule: Rule,
        content: Content,
        unseen: bool,
        whole: Option<NamedTempFile>,
        patience: Duration,
    ) -> Option<Landed> {
        let mark = (Pair { content: content.digest, key }, whole.is_some());
        let (flight, first) = {
            let mut under_way = locked(&self.under_way);
            let first = !under_way.contains_key(&mark);
            (Arc::clone(under_way.entry(mark).or_default()), first)
        };
        if first {
            let job = Job { key, rule, content, unseen, _whole: whole, flight: Arc::clone(&flight) };
            // Without workers nobody answers, and the wait ends.
            if let Some(jobs) = locked(&self.jobs).as_ref() {
                let _ = jobs.send(job);
            }
        }
        let landed = locked(&flight.landed);
        let waited = flight.news.wait_timeout_while(landed, patience, |landed| landed.is_none());
        let (landed, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let mut landed = landed.clone()?;
        // It was made for the first one; the others got what was there then.
        if !first && landed.decided == Decided::Signed {
            landed.decided = Decided::Cached;
        }
        Some(landed)
    }

    /// The next job for a worker; none when there will be no more.
    pub(super) fn next(&self) -> Option<Job> {
        locked(&self.waiting).recv().ok()
    }

    /// Tells all who wait what came of a job.
    pub(super) fn land(&self, job: Job, landed: Landed) {
        let mark = (Pair { content: job.content.digest, key: job.key }, job._whole.is_some());
        // Who comes from now on has it looked up again.
        locked(&self.under_way).remove(&mark);
        *locked(&job.flight.landed) = Some(landed);
        job.flight.news.notify_all();
    }

    /// Lets workers end when they have done what was begun.
    pub(super) fn close(&self) {
        locked(&self.jobs).take();
    }
}

/// A thread that panicked has told so; the others go on.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
