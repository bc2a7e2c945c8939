//! The terminal application in a real pseudo-terminal: what a person would see there, and what is left behind.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod journeys;
mod leaving;
mod looks;
mod pipes;
mod prompts;
mod sizes;
mod stopping;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/terminal.rs"]
mod terminal;

use support::user::User;
use terminal::{Size, Terminal};

/// The size that most terminals begin with.
const USUAL: Size = (80, 24);

/// Waits until a text is on the screen; gives the screen.
fn shows(terminal: &Terminal, text: &str) -> String {
    terminal.wait_for(text);
    terminal.screen()
}

/// The application on a terminal, with what is typed after `signcache tui`.
fn tui(user: &User, arguments: &[&str], size: (u16, u16)) -> Terminal {
    Terminal::start(&user.signcache([&["tui"], arguments].concat()), size)
}

/// A user who has signed these files, with a key that the configuration calls `release`.
fn signer(files: &[&str]) -> (User, String) {
    let (user, key) = User::with_key();
    user.configure(&format!("[keys.release]\nfingerprint = \"{key}\"\n"));
    for file in files {
        user.write(file, format!("the content of {file}"));
        user.done(["sign", "-q", "-k", "release", file]);
    }
    (user, key)
}

/// The program, in a terminal of the usual size, once it has read that the cache is empty.
fn started(user: &User) -> Terminal {
    let terminal = Terminal::start(&user.signcache(["tui"]), USUAL);
    terminal.wait_for("No signature is kept here yet.");
    terminal
}

/// What somebody types into a shell, in a terminal of the usual size; `$signcache` is the program.
fn typed(user: &User, script: &str) -> Terminal {
    let mut shell = user.command("sh");
    shell.args(["-c", script]).env("signcache", env!("CARGO_BIN_EXE_signcache"));
    Terminal::start(&shell, USUAL)
}
