use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::{Desk, watched};
use crate::cache::Interrupter;
use crate::model::query::Query;
use crate::tui::msg::Read;

/// The thread that finds the rows that a filter selects, and notices when they may be others. A new question stops the one before.
pub struct Ids {
    questions: Sender<(u64, Query)>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// The number of the question that was asked last.
    latest: AtomicU64,
    /// What stops the question that is being answered.
    interrupter: Mutex<Option<Interrupter>>,
}

impl Ids {
    /// Starts the thread.
    pub fn start(desk: &Desk) -> Self {
        let (questions, asked) = channel();
        let shared = Arc::<Shared>::default();
        let theirs = Arc::clone(&shared);
        let for_thread = desk.clone();
        watched(desk, move || serve(&for_thread, &asked, &theirs));
        Self { questions, shared }
    }

    /// Asks for the rows that a query selects, and stops what was asked before.
    pub fn ask(&self, generation: u64, query: Query) {
        self.shared.latest.store(generation, Ordering::Relaxed);
        // A thread that has ended was not able to answer anything.
        let _ = self.questions.send((generation, query));
        if let Some(interrupter) = &*self.shared.interrupter.lock().unwrap_or_else(PoisonError::into_inner) {
            interrupter.interrupt();
        }
    }
}

/// How often one looks whether somebody else has changed the cache.
const LOOK: Duration = Duration::from_millis(500);

/// After a change one waits so long for more of them: reading a million rows anew is not free.
const REST: Duration = Duration::from_secs(2);

/// Answers questions, and says when somebody else has changed the cache since the last one.
fn serve(desk: &Desk, asked: &Receiver<(u64, Query)>, shared: &Shared) {
    let mut browser = desk.browser();
    let mut version = None;
    let mut rest = Duration::ZERO;
    loop {
        let question = match asked.recv_timeout(LOOK) {
            Ok(question) => question,
            Err(RecvTimeoutError::Timeout) => {
                rest = rest.saturating_sub(LOOK);
                // What can't be read now was said when somebody asked for it.
                if let Some(now) = browser.version().ok().filter(|now| rest.is_zero() && *now != version) {
                    (version, rest) = (now, REST);
                    desk.read(Read::Changed);
                }
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        };
        // Before the rows are read: what changes meanwhile is a change.
        version = browser.version().ok().flatten();
        let (generation, query) = asked.try_iter().last().unwrap_or(question);
        let is_latest = || shared.latest.load(Ordering::Relaxed) == generation;
        // An interruption that was meant for the question before may hit this one: then it is answered again.
        loop {
            browser.at(desk.now());
            let interrupter = browser.interrupter();
            *shared.interrupter.lock().unwrap_or_else(PoisonError::into_inner) = interrupter.ok().flatten();
            let mut sent = false;
            let answered = browser.rows(&query, &mut |ids| {
                sent = true;
                desk.read(Read::Ids { generation, ids, done: false });
                is_latest()
            });
            match answered {
                Ok(()) => desk.read(Read::Ids { generation, ids: Vec::new(), done: true }),
                Err(_) if !is_latest() => {}
                Err(error) if error.is_interruption() && !sent => continue,
                Err(error) => desk.read(Read::NoIds { generation, trouble: desk.trouble(&error) }),
            }
            break;
        }
    }
}
