//! Looking after many entries: `cargo bench --bench keeping`. See `README.md` beside this file.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench prints what it found")]
#![allow(clippy::disallowed_methods, reason = "a bench is a program of its own, with a clock")]

mod audit;
#[path = "../exec/cpu.rs"]
mod cpu;
#[path = "../sharing/fill.rs"]
mod fill;
mod gc;
#[path = "../exec/machine.rs"]
mod machine;
#[path = "../sharing/measure.rs"]
mod measure;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Without cargo's `--bench` it is a test run, which only shows that all of it works.
    let measured = arguments.iter().any(|argument| argument == "--bench");
    let given = arguments.iter().find_map(|argument| argument.parse::<u32>().ok());
    let entries = given.unwrap_or(if measured { 100_000 } else { 50 });
    let part =
        arguments.iter().find(|argument| !argument.starts_with('-') && argument.parse::<u32>().is_err());
    machine::describe();
    match part.map(String::as_str) {
        None => audit::run_part(entries).and_then(|()| gc::run(entries)),
        Some("audit") => audit::run_part(entries),
        Some("gc") => gc::run(entries),
        Some(other) => Err(format!("there is no part `{other}`").into()),
    }
}
