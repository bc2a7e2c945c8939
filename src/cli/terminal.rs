//! Asking a person at the terminal, where there is one.

use std::fs::File;
use std::io::{self, IsTerminal, Write};

use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};

use crate::files::Stop;
use crate::openpgp::{Password, read_password};

/// Asks for a password; none where stderr is no terminal, or who is asked wants to stop.
pub fn password(question: &str, stop: &Stop) -> Option<Password> {
    if !io::stderr().is_terminal() {
        return None;
    }
    let mut terminal = File::options().read(true).write(true).open("/dev/tty").ok()?;
    let silent = Silent::begin(terminal.try_clone().ok()?).ok()?;
    write!(terminal, "{question}").ok()?;
    let password = read_password(&terminal, &|| stop.is_asked());
    drop(silent);
    if password.is_err() {
        // The line end that was not typed.
        let _ = writeln!(terminal);
    }
    password.ok()
}

/// A terminal that does not show what is typed, until this is dropped.
struct Silent {
    terminal: File,
    before: Termios,
}

impl Silent {
    fn begin(terminal: File) -> io::Result<Self> {
        let before = tcgetattr(&terminal)?;
        let mut modes = before.clone();
        modes.local_modes.remove(LocalModes::ECHO);
        modes.local_modes.insert(LocalModes::ECHONL | LocalModes::ICANON | LocalModes::ISIG);
        // Signals that would stop or end the program right here, and leave the terminal silent. Interrupting
        // stays possible: that signal is caught.
        modes.special_codes[SpecialCodeIndex::VSUSP] = DISABLED;
        modes.special_codes[SpecialCodeIndex::VQUIT] = DISABLED;
        tcsetattr(&terminal, OptionalActions::Flush, &modes)?;
        Ok(Self { terminal, before })
    }
}

impl Drop for Silent {
    fn drop(&mut self) {
        // A terminal that has gone needs no restoring.
        let _ = tcsetattr(&self.terminal, OptionalActions::Flush, &self.before);
    }
}

/// `_POSIX_VDISABLE`: no character has this meaning.
const DISABLED: u8 = 0;
