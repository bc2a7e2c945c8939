use std::fs::File;
use std::io::{self, Write};
use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossterm::cursor;
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture};
use crossterm::execute;
use crossterm::terminal::{LeaveAlternateScreen, disable_raw_mode};

/// Whether the terminal is ours at this moment.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Notes that the terminal is ours from here on.
pub fn taken() {
    TAKEN.store(true, Ordering::SeqCst);
}

/// Gives the terminal back if it is ours. Each step is tried, whatever became of the others; what was given back
/// before stays as it is.
pub fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out: Box<dyn Write> = match File::options().write(true).open("/dev/tty") {
        Ok(terminal) => Box::new(terminal),
        Err(_) => Box::new(io::stdout()),
    };
    // There is nobody left to be told when the terminal is gone.
    let _ = execute!(out, DisableMouseCapture);
    let _ = execute!(out, DisableBracketedPaste);
    let _ = execute!(out, LeaveAlternateScreen);
    let _ = execute!(out, cursor::Show);
    let _ = disable_raw_mode();
}

/// Has a panic of this thread give the terminal back before anything is printed. A panic of another thread is told
/// as the end of its job, and prints nothing over the screen.
pub fn restore_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let ours = thread::current().id();
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if thread::current().id() == ours {
                restore();
                before(panic);
            } else if !TAKEN.load(Ordering::SeqCst) {
                before(panic);
            }
        }));
    });
}
