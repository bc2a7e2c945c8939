use std::io;
use std::os::unix::net::UnixListener;
use std::sync::Mutex;
use std::thread::{self, Builder, Scope};

use rustix::event::{PollFd, PollFlags};

use super::connection::Room;
use super::flights::Flights;
use super::memo::Memo;
use super::pace::Pace;
use super::queue::{Place, Queue};
use super::worker::check;
use super::{Agent, Running};
use crate::files::wait_a_little;
use crate::model::Untrusted;
use crate::ops::{Error, Notice, Session, upstream};
use crate::threads;

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
        upstream::tell_unreadable(&session, self.progress);
        if let Err(error) = session.cache() {
            self.progress.notice(Notice::CacheUnreadable(Untrusted::new(error.to_string())));
        }
        drop(session);
        let failed = |error| Error::Socket(error);
        listener.set_nonblocking(true).map_err(failed)?;
        let running = Running {
            agent: self,
            memo: Mutex::new(Memo::default()),
            flights: Flights::default(),
            pace: Mutex::new(Pace::default()),
        };
        let queue = Queue::default();
        let workers = thread::available_parallelism().map_or(WORKERS, |cores| cores.get().max(WORKERS));
        thread::scope(|scope| {
            let started = (0..workers).map(|_| threads::spawn_within(scope, || running.work()));
            let refused: Vec<io::Error> = started.filter_map(Result::err).collect();
            // Fewer do as well.
            if refused.len() == workers
                && let Some(error) = refused.into_iter().next()
            {
                running.flights.close();
                return Err(error);
            }
            let served = thread::scope(|conversations| {
                let served = running.accept(listener, &queue, conversations);
                queue.close();
                served
            });
            running.flights.close();
            served
        })
        .map_err(failed)
    }
}

impl Running<'_> {
    /// Gives each client who comes to a thread.
    fn accept<'a>(
        &'a self,
        listener: &UnixListener,
        queue: &'a Queue,
        conversations: &'a Scope<'a, '_>,
    ) -> io::Result<()> {
        // Who comes when all threads have clients waits, and those after him in the socket's queue.
        let mut waiting = None;
        while !self.agent.progress.cancelled() {
            let client = match waiting.take() {
                Some(client) => client,
                None if wait_a_little(&mut [PollFd::new(listener, PollFlags::IN)])? == 0 => continue,
                None => match listener.accept() {
                    Ok((client, _)) => client,
                    // It has gone again, or there are no descriptors left until somebody goes.
                    Err(_) => {
                        wait_a_little(&mut [])?;
                        continue;
                    }
                },
            };
            match queue.place(client, self.agent.clients) {
                Place::Given => {}
                Place::None(client) => waiting = Some(client),
                Place::New(client) => {
                    let converse = move || {
                        let mut room = Room::default();
                        let mut next = Some(client);
                        while let Some(client) = next {
                            // A client that goes away is its own business, and logged where it asked for anything.
                            let _ = self.converse(&client, &mut room);
                            drop(client);
                            next = queue.next();
                        }
                    };
                    if Builder::new().stack_size(STACK).spawn_scoped(conversations, converse).is_err() {
                        queue.give_up();
                    }
                }
            }
        }
        Ok(())
    }
}
