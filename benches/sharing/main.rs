//! Bundles of many entries: `cargo bench --bench sharing`. See `benches/README.md`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench prints what it found")]
#![allow(clippy::disallowed_methods, reason = "a bench is a program of its own, with a clock")]

#[path = "../exec/cpu.rs"]
mod cpu;
mod fill;
mod measure;
mod opponents;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use measure::{Run, run};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Without cargo's `--bench` it is a test run, which only shows that all of it works.
    let measured = arguments.iter().any(|argument| argument == "--bench");
    let given = arguments.iter().find_map(|argument| argument.parse::<u32>().ok());
    let entries = given.unwrap_or(if measured { 1_000_000 } else { 50 });
    let stage = tempfile::Builder::new().prefix("signcache-sharing").tempdir()?;
    let at = |name: &str| stage.path().join(name);

    println!("filling a cache with {entries} entries that verify (Ed25519)");
    let certificate = fill::fill(&at("own"), entries)?;
    let own = at("own").join("cache.sqlite");
    println!("its database has {} MB", fs::metadata(&own)?.len() / 1_000_000);

    let signcache = |cache: &str, words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_signcache"));
        command.env_clear().envs(std::env::vars_os().filter(|(name, _)| name == "PATH"));
        command.env("HOME", stage.path()).arg("--quiet").arg("--cache").arg(at(cache)).args(words);
        command.current_dir(stage.path());
        command
    };
    let show = |what: &str, run: Run| {
        let rate = f64::from(entries) / run.seconds;
        println!(
            "{what:<36} {:>8.2} s ({:>6.2} s of processors) {rate:>9.0} entries/s, peak {:>4} MiB",
            run.seconds, run.cpu_seconds, run.peak_mib
        );
        rate
    };
    let export = show("export to a file", run(signcache("own", &["export", "-o", "bundle"]))?);
    println!("the bundle has {} MB", fs::metadata(at("bundle"))?.len() / 1_000_000);
    for cache in ["other", "none"] {
        // A cache that somebody names has to be there.
        run(signcache(cache, &["init"]))?;
    }
    let import = show("import into an empty cache", run(signcache("other", &["import", "bundle"]))?);
    show("import again: nothing is new", run(signcache("other", &["import", "bundle"]))?);
    show("import, only telling", run(signcache("none", &["import", "--dry-run", "bundle"]))?);

    let copy = opponent("plain SQLite copy of the same rows", entries, || {
        opponents::copy(&own, &at("copy.sqlite"))
    })?;
    let verification =
        opponent("verification alone, all cores", entries, || opponents::verify(&at("own"), &certificate))?;
    let limit = copy.min(verification);
    println!("\nratios (targets):");
    println!("  export: {export:.0} entries/s (at least 100000), {:.2} of the copy", export / copy);
    println!("  import / the lesser of verification and copy: {:.2} (at least 0.8)", import / limit);
    println!("  import / verification {:.2}, import / copy {:.2}", import / verification, import / copy);
    Ok(())
}

fn opponent(
    what: &str,
    entries: u32,
    work: impl FnOnce() -> Result<(), Box<dyn Error>>,
) -> Result<f64, Box<dyn Error>> {
    let begun = std::time::Instant::now();
    work()?;
    let seconds = begun.elapsed().as_secs_f64();
    let rate = f64::from(entries) / seconds;
    println!("{what:<36} {seconds:>8.2} s {:>25} {rate:>9.0} entries/s", "");
    Ok(rate)
}

/// Where the database of a cache is.
pub(crate) fn database(cache: &Path) -> std::path::PathBuf {
    cache.join("cache.sqlite")
}
