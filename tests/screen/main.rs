//! The terminal application in a real pseudo-terminal: what a person would see there, and what is left behind.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod leaving;
mod looks;
mod pipes;
mod sizes;
mod stopping;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/terminal.rs"]
mod terminal;

use support::user::User;
use terminal::{Size, Terminal};

/// What a terminal shows when nothing else is asked for.
const USUAL: Size = (80, 24);

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
