use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::{Desk, watched};
use crate::cache::{Interrupter, RowId};
use crate::model::query::Query;
use crate::ops::browse::Browser;
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

impl Shared {
    /// Stops whatever is being answered, for another question comes.
    fn stop(&self, generation: u64) {
        let interrupter = self.interrupter.lock().unwrap_or_else(PoisonError::into_inner);
        self.latest.store(generation, Ordering::Relaxed);
        interrupter.iter().for_each(Interrupter::interrupt);
    }

    /// Lets a question be stopped from here on; tells whether it still is the latest.
    fn begin(&self, generation: u64, by: Option<Interrupter>) -> bool {
        *self.interrupter.lock().unwrap_or_else(PoisonError::into_inner) = by;
        self.is_latest(generation)
    }

    fn is_latest(&self, generation: u64) -> bool {
        self.latest.load(Ordering::Relaxed) == generation
    }
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
        // Before it is sent: an interruption must never hit the answer to this one.
        self.shared.stop(generation);
        // A thread that has ended was not able to answer anything.
        let _ = self.questions.send((generation, query));
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
    // Whether there are labels to be learned for the next questions.
    let mut learns = false;
    loop {
        let question = match asked.recv_timeout(if learns { Duration::ZERO } else { LOOK }) {
            Ok(question) => question,
            Err(RecvTimeoutError::Timeout) if learns => {
                learns = browser.learn_labels().unwrap_or(false);
                continue;
            }
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
        browser.at(desk.now());
        if !shared.begin(generation, browser.interrupter().ok().flatten()) {
            continue;
        }
        if let Some(ids) = glimpse(&mut browser, &query, &|| shared.is_latest(generation)) {
            desk.read(Read::Glimpse { generation, ids });
        }
        // Only what runs can be interrupted: nothing did between a glimpse and its answer.
        if !shared.is_latest(generation) {
            continue;
        }
        let answered = browser.rows(&query, &mut |ids| {
            desk.read(Read::Ids { generation, ids, done: false });
            shared.is_latest(generation)
        });
        match answered {
            Ok(()) => desk.read(Read::Ids { generation, ids: Vec::new(), done: true }),
            Err(_) if !shared.is_latest(generation) => {}
            Err(error) => desk.read(Read::NoIds { generation, trouble: desk.trouble(&error) }),
        }
        learns = true;
    }
}

/// The first rows of a filter by name, as far as labels tell. Where the labels are not known yet they are learned first, which
/// costs no more than the answer, and helps the next one, too.
fn glimpse(browser: &mut Browser, query: &Query, is_latest: &dyn Fn() -> bool) -> Option<Vec<RowId>> {
    let mut found = browser.glimpse(query).ok()??;
    let mut learned = false;
    while found.is_empty() && is_latest() && browser.learn_labels().unwrap_or(false) {
        learned = true;
    }
    if learned {
        found = browser.glimpse(query).ok()??;
    }
    (!found.is_empty()).then_some(found)
}
