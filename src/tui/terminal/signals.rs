use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

use rustix::process::{Signal, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals as Heard;

use crate::files::Stop;
use crate::threads;
use crate::tui::event::Event;
use crate::tui::msg::Msg;

/// The thread that listens to signals.
pub struct Signals {
    /// Whether an interruption is meant for what runs in the foreground.
    foreground: Arc<AtomicBool>,
    interrupted: Stop,
}

impl Signals {
    /// Begins to listen.
    ///
    /// # Errors
    /// When the system does not allow it.
    pub fn listen(events: Sender<Event>) -> io::Result<Self> {
        let mut heard = Heard::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT])?;
        let (foreground, interrupted) = (Arc::<AtomicBool>::default(), Stop::default());
        let (in_foreground, stop) = (Arc::clone(&foreground), interrupted.clone());
        threads::spawn(move || {
            for signal in &mut heard {
                let event = match signal {
                    SIGTSTP => Event::Suspend,
                    SIGCONT => Event::Continued,
                    SIGINT if in_foreground.load(Ordering::SeqCst) => {
                        stop.ask();
                        continue;
                    }
                    _ => {
                        stop.ask();
                        Event::Msg(Msg::Terminate)
                    }
                };
                if events.send(event).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { foreground, interrupted })
    }

    /// Runs something that interruptions are meant for; it is told whether there was one.
    pub fn in_foreground<T>(&self, run: impl FnOnce(&Stop) -> T) -> T {
        self.interrupted.take_back();
        self.foreground.store(true, Ordering::SeqCst);
        let result = run(&self.interrupted);
        self.foreground.store(false, Ordering::SeqCst);
        result
    }
}

/// Stops the program until somebody lets it go on, and whatever is in a pipe with it: a shell waits for all of them.
pub fn stop() {
    // Of the signals that stop, this one is nobody's here, so that the system does what it does by default: where no
    // shell could let the program go on, nothing.
    let _ = kill_current_process_group(Signal::TTIN);
}
