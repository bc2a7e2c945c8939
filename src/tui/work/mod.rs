//! Who does what takes time: threads of their own, which never touch the screen.

mod files;
mod ids;
mod lists;
mod meter;
mod reader;
mod run;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};

use jiff::Timestamp;

use super::event::Event;
use super::msg::{Msg, Read, Request};
use super::state::rows::Trouble;
use crate::files::Stop;
use crate::model::Untrusted;
use crate::openpgp::Password;
use crate::ops::browse::Browser;
use crate::ops::{Error, Interactive};
use crate::threads;
use ids::Ids;

pub use run::{Jobs, outcome};

/// What every worker knows, and where it tells what it found.
#[derive(Clone)]
pub struct Desk {
    start: Interactive,
    events: Sender<Event>,
}

impl Desk {
    /// A desk whose workers tell `events`.
    pub const fn new(start: Interactive, events: Sender<Event>) -> Self {
        Self { start, events }
    }

    /// What asks a person at the terminal for a password.
    pub fn password(&self) -> fn(&str, &Stop) -> Option<Password> {
        self.start.password
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        (self.start.clock)()
    }

    /// Somebody who looks around in the cache.
    fn browser(&self) -> Browser {
        let mut settings = self.start.settings.clone();
        settings.now = self.now();
        Browser::new(settings)
    }

    fn tell(&self, msg: Msg) {
        // Nobody listens any more when the program is about to end.
        let _ = self.events.send(Event::Msg(msg));
    }

    fn read(&self, read: Read) {
        self.tell(Msg::Read(Box::new(read)));
    }

    fn trouble(&self, error: &Error) -> Trouble {
        let (message, hints) = (self.start.explain)(error);
        Trouble { message: Untrusted::new(message), hints }
    }
}

/// Runs something on a thread of its own, and tells if that panics: a fault of ours, of which nothing is to be seen else.
fn watched(desk: &Desk, serve: impl FnOnce() + Send + 'static) {
    let theirs = desk.clone();
    let started = threads::spawn(move || {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(serve)) {
            theirs.read(Read::Trouble(fault(&*panic)));
        }
    });
    if let Err(error) = started {
        desk.read(Read::Trouble(desk.trouble(&Error::NoThread(error))));
    }
}

/// What a panic says.
fn fault(panic: &(dyn Any + Send)) -> Trouble {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
    Trouble {
        message: Untrusted::new(format!("a fault in signcache: {text}")),
        hints: vec!["what was done until then is kept; leave, begin anew, and please report this".into()],
    }
}

/// The threads that read: one for the rows that a filter selects, which may take long, one for what is in sight,
/// one for the shorter lists, and one for files, which may be on the other side of the world.
pub struct Readers {
    ids: Ids,
    rows: Sender<Request>,
    lists: Sender<Request>,
    files: Sender<Request>,
}

impl Readers {
    /// Starts the threads. They end when this is dropped.
    pub fn start(desk: &Desk) -> Self {
        let (rows, to_rows) = channel();
        let (lists, to_lists) = channel();
        let (files, to_files) = channel();
        let for_files = desk.clone();
        let (for_rows, for_lists) = (desk.clone(), desk.clone());
        watched(desk, move || reader::serve(&for_rows, &to_rows));
        watched(desk, move || lists::serve(&for_lists, &to_lists));
        watched(desk, move || files::serve(&for_files, &to_files));
        Self { ids: Ids::start(desk), rows, lists, files }
    }

    /// Asks for something; the answer comes as an event.
    pub fn ask(&self, request: Request) {
        // A thread that has ended was not able to answer anything.
        let _ = match request {
            Request::Ids { generation, query } => {
                self.ids.ask(generation, query);
                Ok(())
            }
            Request::Entries(_) | Request::Pairs(_) | Request::Describe(_) => self.rows.send(request),
            Request::List(..) => self.lists.send(request),
            Request::Directory(_) | Request::History | Request::Remember(_) => self.files.send(request),
        };
    }
}
