//! Looking after a cache of many entries: `cargo bench --bench keeping`. See `benches/README.md`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench prints what it found")]
#![allow(clippy::disallowed_methods, reason = "a bench is a program of its own, with a clock")]

mod gc;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Without cargo's `--bench` it is a test run, which only shows that all of it works.
    let measured = arguments.iter().any(|argument| argument == "--bench");
    let given = arguments.iter().find_map(|argument| argument.parse::<u32>().ok());
    gc::run(given.unwrap_or(if measured { 1_000_000 } else { 600 }))
}
