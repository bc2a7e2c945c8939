use std::collections::VecDeque;
use std::os::unix::net::UnixStream;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::flights::locked;

/// After so long without a client a thread ends.
const IDLE: Duration = Duration::from_secs(5);

/// How soon a request to stop is noticed while all threads have clients.
const TICK: Duration = Duration::from_millis(100);

/// Clients on their way to threads that have none: making a thread for each costs more than answering it.
#[derive(Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    client: Condvar,
    free: Condvar,
}

#[derive(Default)]
struct State {
    clients: VecDeque<UnixStream>,
    threads: usize,
    idle: usize,
    closed: bool,
}

/// What becomes of a client who has just come.
pub(super) enum Place {
    /// A thread that was idle takes it.
    Given,
    /// It is for a new thread, which was counted.
    New(UnixStream),
    /// All threads have clients, and no more may be.
    None(UnixStream),
}

impl Queue {
    /// Finds a thread for a client; waits for a moment where there can't be another one.
    pub(super) fn place(&self, client: UnixStream, most: usize) -> Place {
        let has_place = |state: &State| state.idle > state.clients.len() || state.threads < most;
        let state = locked(&self.state);
        let waited = self.free.wait_timeout_while(state, TICK, |state| !has_place(state));
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if state.idle > state.clients.len() {
            state.clients.push_back(client);
            drop(state);
            self.client.notify_one();
            return Place::Given;
        }
        if state.threads < most {
            state.threads += 1;
            return Place::New(client);
        }
        Place::None(client)
    }

    /// The next client for a thread whose client has gone; none when the thread is to end.
    pub(super) fn next(&self) -> Option<UnixStream> {
        let mut state = locked(&self.state);
        state.idle += 1;
        self.free.notify_one();
        let until = Instant::now() + IDLE;
        let client = loop {
            let left = until.saturating_duration_since(Instant::now());
            match state.clients.pop_front() {
                None if !state.closed && !left.is_zero() => {
                    let waited = self.client.wait_timeout(state, left);
                    state = waited.unwrap_or_else(PoisonError::into_inner).0;
                }
                client => break client,
            }
        };
        state.idle -= 1;
        state.threads -= usize::from(client.is_none());
        client
    }

    /// Takes back the place of a thread that could not be made.
    pub(super) fn give_up(&self) {
        locked(&self.state).threads -= 1;
    }

    /// Lets all threads end that have no client.
    pub(super) fn close(&self) {
        locked(&self.state).closed = true;
        self.client.notify_all();
    }
}
