use std::collections::HashMap;
use std::collections::hash_map::Entry;
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
    pub(super) whole: Option<NamedTempFile>,
    flight: Arc<Flight>,
}

/// One look-up, for all who want it at the same time.
#[derive(Default)]
pub(super) struct Flight {
    landed: Mutex<Option<Landed>>,
    news: Condvar,
}

/// What a look-up is for. Whatever may come out differently is another one.
#[derive(PartialEq, Eq, Hash)]
struct Mark {
    pair: Pair,
    /// What is refused to those who sent nothing is done for those who did.
    unseen: bool,
    /// What could not be done without the whole content may be done with it.
    whole: bool,
}

/// The look-ups under way.
pub(super) struct Flights {
    under_way: Mutex<HashMap<Mark, Arc<Flight>>>,
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
        let mark = Mark { pair: Pair { content: content.digest, key }, unseen, whole: whole.is_some() };
        let (flight, first) = {
            let mut under_way = locked(&self.under_way);
            match under_way.entry(mark) {
                Entry::Occupied(there) => (Arc::clone(there.get()), false),
                Entry::Vacant(free) => (Arc::clone(free.insert(Arc::default())), true),
            }
        };
        if first {
            let job = Job { key, rule, content, unseen, whole, flight: Arc::clone(&flight) };
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
        let pair = Pair { content: job.content.digest, key: job.key };
        let mark = Mark { pair, unseen: job.unseen, whole: job.whole.is_some() };
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

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;
    use crate::model::{Allow, ContentDigest};
    use crate::wire::Word;

    #[test]
    fn who_sent_a_content_does_not_get_what_is_said_to_those_who_did_not() {
        let flights = Flights::default();
        let key = "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B".parse().unwrap();
        let rule = Rule { allow: Allow::Sign, max_size: None, max_per_minute: None, unseen: false };
        let join = &|unseen| {
            let content = Content::from_digest(ContentDigest::new([7; 32]));
            let landed = flights.join(key, rule, content, unseen, None, Duration::from_secs(5));
            landed.map(|landed| landed.result.map_err(|refusal| refusal.word))
        };
        thread::scope(|scope| {
            let clients = [true, false].map(|unseen| scope.spawn(move || join(unseen)));
            scope.spawn(|| {
                let jobs = [flights.next(), flights.next()];
                for job in jobs.into_iter().flatten() {
                    let refused = Err(Refusal::new(Word::Denied, "not sent"));
                    let result = if job.unseen { refused } else { Ok([].into()) };
                    flights.land(job, Landed { decided: Decided::Cached, result });
                }
            });
            let answers = clients.map(|client| client.join().unwrap());
            flights.close();
            assert_eq!(answers, [Some(Err(Word::Denied)), Some(Ok([].into()))]);
        });
    }
}
