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
mod hash;
mod hit;
mod machine;
mod options;
mod report;
mod rounds;
mod sign;
mod sizes;
mod stage;
mod start;

use options::{Options, Scenario};
use report::Report;
use stage::Stage;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::read()?;
    let has_minimal = |scenario: &Scenario| matches!(scenario, Scenario::Hit | Scenario::Sizes);
    let minimal =
        if options.scenarios.iter().any(has_minimal) { stage::build_minimal()? } else { Default::default() };
    machine::describe();
    let mut report = Report::default();
    for (index, key) in options.keys.iter().enumerate() {
        let stage = Stage::new(key, &minimal)?;
        for scenario in &options.scenarios {
            match scenario {
                // Nearly nothing of it is about the key.
                Scenario::Hash if index > 0 => {}
                Scenario::Hit => hit::run(&stage, &options, &mut report)?,
                Scenario::Sizes => sizes::run(&stage, &options, &mut report)?,
                Scenario::Batch => batch::run(&stage, &options, &mut report)?,
                Scenario::First => first::run(&stage, &options, &mut report)?,
                Scenario::Hash => hash::run(&stage, &options, &mut report)?,
                Scenario::Sign => sign::run(&stage, &options, &mut report)?,
                Scenario::Start => start::run(&stage, &options, &mut report)?,
            }
        }
    }
    report.summarise();
    machine::load();
    Ok(())
}
