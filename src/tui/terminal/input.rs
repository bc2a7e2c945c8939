use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use crossterm::event::{self, Event as Heard, MouseEventKind};
use rustix::termios::{QueueSelector, tcflush};

use crate::threads;
use crate::tui::event::Event;
use crate::tui::msg::Msg;

/// How long it takes at most until the thread that listens hears that it is not to.
const PATIENCE: Duration = Duration::from_millis(30);

/// The thread that listens to the terminal. It can be told to leave every key to somebody else.
pub struct Input {
    paused: Arc<(Mutex<bool>, Condvar)>,
    acknowledged: Receiver<()>,
}

impl Input {
    /// Begins to listen.
    ///
    /// # Errors
    /// When the system starts no thread.
    pub fn listen(events: Sender<Event>) -> io::Result<Self> {
        let paused = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = Arc::clone(&paused);
        let (acknowledge, acknowledged) = channel();
        threads::spawn(move || listen(&events, &theirs, &acknowledge))?;
        Ok(Self { paused, acknowledged })
    }

    /// Leaves every key from here on to somebody else; returns when that is so.
    pub fn pause(&self) {
        *self.paused.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        // A thread that has ended takes no key either.
        let _ = self.acknowledged.recv();
    }

    /// Listens again, but not to what was typed meanwhile.
    pub fn resume(&self) {
        // Typed for whoever asked, and too late: it must not become a command.
        let _ = tcflush(io::stdin(), QueueSelector::IFlush);
        *self.paused.0.lock().unwrap_or_else(PoisonError::into_inner) = false;
        self.paused.1.notify_all();
    }
}

fn listen(events: &Sender<Event>, (paused, resumed): &(Mutex<bool>, Condvar), acknowledge: &Sender<()>) {
    loop {
        let mut is_paused = paused.lock().unwrap_or_else(PoisonError::into_inner);
        if *is_paused {
            if acknowledge.send(()).is_err() {
                return;
            }
            while *is_paused {
                is_paused = resumed.wait(is_paused).unwrap_or_else(PoisonError::into_inner);
            }
        }
        drop(is_paused);
        let heard = match event::poll(PATIENCE) {
            Ok(false) => continue,
            Ok(true) => event::read(),
            Err(error) => Err(error),
        };
        let msg = match heard {
            Ok(Heard::Key(key)) => Msg::Key(key),
            // Where the mouse passes by says nothing.
            Ok(Heard::Mouse(mouse)) if mouse.kind == MouseEventKind::Moved => continue,
            Ok(Heard::Mouse(mouse)) => Msg::Mouse(mouse),
            Ok(Heard::Paste(text)) => Msg::Paste(text),
            Ok(Heard::Resize(columns, rows)) => Msg::Resize(columns, rows),
            Ok(Heard::FocusGained | Heard::FocusLost) => continue,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            // The terminal is gone.
            Err(_) => Msg::Terminate,
        };
        let last = matches!(msg, Msg::Terminate);
        if events.send(Event::Msg(msg)).is_err() || last {
            return;
        }
    }
}
