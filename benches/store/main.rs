//! The Nix store as the cache, and the agent: `cargo bench --bench store`. See `README.md` beside this.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench prints what it found")]
#![allow(clippy::disallowed_methods, reason = "a bench is a program of its own, with a clock")]

mod agent;
#[path = "../exec/cpu.rs"]
mod cpu;
#[path = "../sharing/fill.rs"]
mod fill;
#[path = "../sharing/measure.rs"]
mod measure;
mod nix_cache;

use std::error::Error;
use std::path::Path;
use std::process::Command;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Without cargo's `--bench` it is a test run, which only shows that all of it works.
    let measured = arguments.iter().any(|argument| argument == "--bench");
    let chosen = |name: &str| {
        let named = |argument: &String| ["nix-cache", "agent"].contains(&argument.as_str());
        !arguments.iter().any(named) || arguments.iter().any(|argument| argument == name)
    };
    if chosen("nix-cache") {
        let (entries, rounds) = if measured { (10_000, 9) } else { (50, 1) };
        nix_cache::compare(entries, rounds)?;
    }
    if chosen("agent") {
        agent::compare(measured)?;
    }
    Ok(())
}

/// The program, with nothing of the user's.
fn signcache(home: &Path, cache: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_signcache"));
    command.env_clear().envs(std::env::vars_os().filter(|(name, _)| name == "PATH"));
    command.env("HOME", home).current_dir(home).arg("--quiet").arg("--cache").arg(cache);
    command
}
