//! The terminal application with few and with many entries: `cargo bench --bench screen`. See `README.md` beside this
//! file.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench prints what it found")]
#![allow(clippy::disallowed_methods, reason = "a bench is a program of its own, with a clock")]

#[path = "../sharing/fill.rs"]
mod fill;
#[path = "../exec/machine.rs"]
mod machine;
mod measure;
#[path = "../../tests/support/terminal.rs"]
mod terminal;

use std::error::Error;
use std::path::Path;
use std::process::Command;

use terminal::{Size, Terminal};

/// A large window.
const SIZE: Size = (160, 50);

/// How often what is short is measured.
const ROUNDS: usize = 40;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Without cargo's `--bench` it is a test run, which only shows that all of it works.
    let measured = arguments.iter().any(|argument| argument == "--bench");
    let given: Vec<u32> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = match (given.is_empty(), measured) {
        (false, _) => given,
        (true, true) => vec![1_000, 1_000_000],
        (true, false) => vec![50],
    };
    machine::describe();
    for entries in sizes {
        let stage = tempfile::Builder::new().prefix("signcache-screen").tempdir()?;
        println!("\n{entries} entries");
        fill::fill(&stage.path().join("cache"), entries)?;
        measure::first_frame(stage.path(), if measured { ROUNDS } else { 2 });
        measure::keys_during_an_audit(stage.path(), if measured { 5 * ROUNDS } else { 5 });
        measure::filter(stage.path(), entries, if measured { ROUNDS } else { 2 });
    }
    Ok(())
}

/// The program, which knows nothing but this cache.
fn signcache(stage: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_signcache"));
    command.args(arguments).current_dir(stage).env("HOME", stage).env("GNUPGHOME", stage.join("gnupg"));
    for name in ["DATA", "STATE", "CONFIG"] {
        command.env(format!("XDG_{name}_HOME"), stage.join(name.to_lowercase()));
    }
    command.env("SIGNCACHE_DIR", stage.join("cache"));
    command
}

/// The application on a terminal.
fn tui(stage: &Path) -> Terminal {
    Terminal::start(&signcache(stage, &["tui"]), SIZE)
}
