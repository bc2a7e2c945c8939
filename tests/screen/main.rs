//! The terminal application on a real terminal, as people use it.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod journeys;
mod prompts;
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
