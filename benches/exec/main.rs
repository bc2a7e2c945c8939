//! Whole processes against each other: `cargo bench --bench exec`. See `benches/README.md`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench prints what it found")]
#![allow(
    clippy::disallowed_methods,
    reason = "a bench is a program of its own, with an environment and a clock"
)]

#[path = "../../tests/support/gnupg.rs"]
#[allow(dead_code, unreachable_pub, reason = "made for the tests, which use more of it")]
mod gnupg;
#[path = "../../tests/support/nix_store.rs"]
#[allow(dead_code, reason = "made for the tests, which use more of it")]
mod nix_store;

mod batch;
mod cpu;
mod filling;
mod first;
mod hit;
mod machine;
mod options;
mod report;
mod rounds;
mod sizes;
mod stage;

use options::{Options, Scenario};
use report::Report;
use stage::Stage;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::read()?;
    let minimal = stage::build_minimal()?;
    machine::describe();
    let mut report = Report::default();
    for key in &options.keys {
        let stage = Stage::new(key, &minimal)?;
        for scenario in &options.scenarios {
            match scenario {
                Scenario::Hit => hit::run(&stage, &options, &mut report)?,
                Scenario::Sizes => sizes::run(&stage, &options, &mut report)?,
                Scenario::Batch => batch::run(&stage, &options, &mut report)?,
                Scenario::First => first::run(&stage, &options, &mut report)?,
            }
        }
    }
    report.summarise();
    machine::load();
    Ok(())
}
