//! Into a binary cache: with `signcache export`, and with `nix copy` of the same paths.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::measure::{Run, run};
use crate::{fill, signcache};

/// Of how many of the paths Nix copies a sample.
const SAMPLE: usize = 500;

/// Shows how fast a run was.
fn told(what: &str, entries: usize, run: &Run) -> f64 {
    let rate = entries as f64 / run.seconds;
    println!(
        "{what:<36} {:>8.2} s ({:>6.2} s of processors) {rate:>9.0} entries/s, peak {:>4} MiB",
        run.seconds, run.cpu_seconds, run.peak_mib
    );
    rate
}

pub fn compare(entries: u32, rounds: usize) -> Result<(), Box<dyn Error>> {
    let stage = tempfile::Builder::new().prefix("signcache-store").tempdir()?;
    let at = |name: &str| stage.path().join(name);
    println!("filling a cache with {entries} entries that verify (Ed25519)");
    fill::fill(&at("cache"), entries)?;
    for name in ["store", "var", "conf"] {
        fs::create_dir(at(name))?;
    }
    let settings =
        "sandbox = false\nbuild-users-group =\nsubstituters =\nexperimental-features = nix-command\n";
    fs::write(at("conf/nix.conf"), settings)?;
    let nix = |mut command: Command| {
        command.env("HOME", stage.path()).env("NIX_STORE_DIR", at("store")).env("NIX_STATE_DIR", at("var"));
        command.env("NIX_LOCALSTATE_DIR", at("var")).env("NIX_CONF_DIR", at("conf")).env("NIX_REMOTE", "");
        command.stderr(Stdio::null());
        command
    };
    let mut keys = nix(Command::new("nix-store"));
    let made = keys.args(["--generate-binary-cache-key", "bench-1"]).arg(at("secret")).arg(at("public"));
    assert!(made.status()?.success());
    println!("registering them, for Nix to copy");
    let mut provide = nix(signcache(stage.path(), &at("cache")));
    let paths = String::from_utf8(provide.arg("provide").output()?.stdout)?;
    assert_eq!(paths.lines().count(), entries as usize);

    let paths: Vec<&str> = paths.lines().collect();
    let export = |to: &str| {
        let mut export = nix(signcache(stage.path(), &at("cache")));
        export.args(["export", "--format", "nix-cache", "-o", to, "--nix-key", "secret"]);
        run(export)
    };
    let mut ratios: [Vec<f64>; 2] = Default::default();
    for round in 0..rounds {
        let ours = format!("ours-{round}");
        let rate = told("signcache export", paths.len(), &export(&ours)?);
        told("the same again: all is there", paths.len(), &export(&ours)?);
        assert_eq!(narinfos(&at(&ours))?, paths.len());
        for (compression, ratios) in ["xz", "zstd"].into_iter().zip(&mut ratios) {
            let theirs = format!("{compression}-{round}");
            let to = at(&theirs);
            let to = format!(
                "file://{}?compression={compression}&secret-key={}",
                to.display(),
                at("secret").display()
            );
            let sample = &paths[..paths.len().min(SAMPLE)];
            let mut copy = nix(Command::new("nix"));
            copy.args(["copy", "--to", &to]).args(sample);
            let what = format!("nix copy ({compression}), a sample");
            ratios.push(rate / told(&what, sample.len(), &run(copy)?));
            assert_eq!(narinfos(&at(&theirs))?, sample.len());
        }
    }
    println!("\nmedians of the ratios (quartiles), target: at least 50");
    for (compression, mut ratios) in ["xz", "zstd"].into_iter().zip(ratios) {
        ratios.sort_by(f64::total_cmp);
        let at = |part: usize| ratios[(ratios.len() - 1) * part / 4];
        println!(
            "  signcache export / nix copy ({compression}): {:.1} ({:.1} to {:.1})",
            at(2),
            at(1),
            at(3)
        );
    }
    Ok(())
}

fn narinfos(cache: &Path) -> Result<usize, Box<dyn Error>> {
    let mut count = 0;
    for entry in fs::read_dir(cache)? {
        count += usize::from(entry?.path().extension().is_some_and(|ending| ending == "narinfo"));
    }
    Ok(count)
}
