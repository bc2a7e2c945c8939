//! Into a binary cache: with `signcache export`, and with `nix copy` of the same paths.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::measure::{Run, run};
use crate::{fill, signcache};

fn told(what: &str, entries: u32, run: &Run) -> f64 {
    let rate = f64::from(entries) / run.seconds;
    println!(
        "{what:<36} {:>8.2} s ({:>6.2} s of processors) {rate:>9.0} entries/s, peak {:>4} MiB",
        run.seconds, run.cpu_seconds, run.peak_mib
    );
    rate
}

pub fn compare(entries: u32) -> Result<(), Box<dyn Error>> {
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

    let mut export = nix(signcache(stage.path(), &at("cache")));
    export.args(["export", "--format", "nix-cache", "-o", "ours", "--nix-key", "secret"]);
    let ours = told("signcache export (zstd)", entries, &run(export)?);
    let mut again = nix(signcache(stage.path(), &at("cache")));
    again.args(["export", "--format", "nix-cache", "-o", "ours", "--nix-key", "secret"]);
    told("the same again: all is there", entries, &run(again)?);
    let mut theirs = Vec::new();
    for compression in ["xz", "zstd"] {
        let mut copy = nix(Command::new("nix"));
        let to = format!(
            "file://{}?compression={compression}&secret-key={}",
            at(compression).display(),
            at("secret").display()
        );
        copy.args(["copy", "--to", &to]).args(paths.lines());
        let what = format!("nix copy ({compression})");
        theirs.push((compression, told(&what, entries, &run(copy)?)));
        assert_eq!(narinfos(&at(compression))?, narinfos(&at("ours"))?);
    }
    println!("\nratios (target: at least 50):");
    for (compression, rate) in theirs {
        println!("  signcache export / nix copy ({compression}): {:.1}", ours / rate);
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
