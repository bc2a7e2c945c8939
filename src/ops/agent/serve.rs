use std::os::unix::net::UnixListener;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, Builder};

use rustix::event::{PollFd, PollFlags};

use super::flights::Flights;
use super::memo::Memo;
use super::pace::Pace;
use super::worker::check;
use super::{Agent, Running};
use crate::files::wait_a_little;
use crate::ops::{Error, Session};

/// Enough for what a connection does: its buffers are elsewhere.
const STACK: usize = 256 << 10;

/// How many look-ups and signatures are under way at once, at least: most of them wait for a disk or for gpg-agent.
const WORKERS: usize = 4;

impl Agent<'_> {
    /// Serves who comes to a socket, until a person or the system asks to stop; what was begun is finished then.
    ///
    /// # Errors
    /// When the policy has keys of different caches, or the socket fails.
    pub fn serve(&self, listener: &UnixListener) -> Result<(), Error> {
        let session = Session::new(self.settings.clone());
        self.policy.rules().try_for_each(|(key, _)| check(&session, key))?;
        drop(session);
        let failed = |error| Error::Socket(error);
        listener.set_nonblocking(true).map_err(failed)?;
        let running = Running {
            agent: self,
            memo: Mutex::new(Memo::default()),
            flights: Flights::default(),
            pace: Mutex::new(Pace::default()),
        };
        let clients = AtomicUsize::new(0);
        let workers = thread::available_parallelism().map_or(WORKERS, |cores| cores.get().max(WORKERS));
        thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| running.work());
            }
            let served = thread::scope(|conversations| {
                while !self.progress.cancelled() {
                    // Who comes when all places are taken waits in the socket's queue.
                    let full = clients.load(Ordering::SeqCst) >= self.clients;
                    let ready = match full {
                        true => wait_a_little(&mut []),
                        false => wait_a_little(&mut [PollFd::new(listener, PollFlags::IN)]),
                    };
                    if ready? == 0 {
                        continue;
                    }
                    let stream = match listener.accept() {
                        Ok((stream, _)) => stream,
                        // It has gone again, or there are no descriptors left until somebody goes.
                        Err(_) => {
                            wait_a_little(&mut [])?;
                            continue;
                        }
                    };
                    clients.fetch_add(1, Ordering::SeqCst);
                    let (running, clients) = (&running, &clients);
                    let converse = move || {
                        // A client that goes away is its own business, and logged where it asked for anything.
                        let _ = running.converse(&stream);
                        clients.fetch_sub(1, Ordering::SeqCst);
                    };
                    if Builder::new().stack_size(STACK).spawn_scoped(conversations, converse).is_err() {
                        clients.fetch_sub(1, Ordering::SeqCst);
                    }
                }
                Ok(())
            });
            running.flights.close();
            served
        })
        .map_err(failed)
    }
}
