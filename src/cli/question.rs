//! Asking a person a question at the terminal, where there is one.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};

use crate::files::{Patient, Stop};

/// Longer answers are none.
const LONGEST: usize = 256;

/// Whether somebody can be asked: stderr goes to a terminal, and there is one.
pub fn is_possible() -> bool {
    terminal().is_some()
}

/// Asks, and gives the line that is typed; none where nobody can be asked, or who is asked wants to stop.
///
/// What the question quotes must be fit for a terminal.
pub fn ask(question: &str, stop: &Stop) -> Option<String> {
    let mut terminal = terminal()?;
    write!(terminal, "{question}").ok()?;
    let line = line(&terminal, stop);
    if line.is_none() {
        // The line end that was not typed.
        let _ = writeln!(terminal);
    }
    line
}

fn terminal() -> Option<File> {
    let open = || File::options().read(true).write(true).open("/dev/tty").ok();
    io::stderr().is_terminal().then(open).flatten()
}

fn line(terminal: &File, stop: &Stop) -> Option<String> {
    let mut terminal = Patient::new(terminal, stop.clone());
    let mut line = Vec::new();
    let mut buffer = [0; LONGEST];
    loop {
        let read = terminal.read(&mut buffer).ok().filter(|read| *read > 0)?;
        line.extend(&buffer[..read]);
        if line.last() == Some(&b'\n') {
            let text = String::from_utf8_lossy(&line);
            return Some(text.trim().chars().take(LONGEST).collect());
        }
        line.truncate(LONGEST);
    }
}
