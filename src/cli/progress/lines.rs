use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::HumanCount;

/// How long people wait without doubting that it goes on.
const EVERY: Duration = Duration::from_secs(5);

/// Progress as plain lines, for either end of a pipe: a bar there would be drawn into the other end's.
#[derive(Debug)]
pub struct Lines {
    verb: &'static str,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    done: u64,
    next: Instant,
}

impl Lines {
    /// Lines that say how many entries were `verb`.
    pub fn new(verb: &'static str) -> Self {
        Self { verb, state: Mutex::new(State { done: 0, next: Instant::now() + EVERY }) }
    }

    /// Notes that so many more are done; gives a line when it is time for one.
    pub fn did(&self, count: u64) -> Option<String> {
        // A number is whole whoever panicked beside it.
        let mut state = self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        state.done += count;
        let now = Instant::now();
        (now >= state.next).then(|| {
            state.next = now + EVERY;
            format!("{} entries {} so far", HumanCount(state.done), self.verb)
        })
    }
}
