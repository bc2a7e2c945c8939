use std::error::Error;
use std::fs::File;
use std::io::Write;

use super::options::Options;
use super::report::{Report, Target};
use super::rounds::{Contender, run as rounds};
use super::stage::{Stage, noise};

/// How many MiB are written at once.
const PIECE: usize = 16;

/// How many rounds. Each reads gigabytes, so few are enough.
const ROUNDS: usize = 20;

/// A hit on a large file, nearly all of which is its one pass, against a program that only hashes.
pub fn run(stage: &Stage, options: &Options, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let path = stage.path("large");
    let mut file = File::create(&path)?;
    let mut left = options.mebibytes;
    while left > 0 {
        let now = left.min(PIECE);
        file.write_all(&noise(now << 20, left as u64))?;
        left -= now;
    }
    // Else the kernel writes it to the disk while the first rounds run.
    file.sync_all()?;
    stage.done(stage.signcache("sign").arg("--quiet").arg(&path))?;
    let mut get = stage.signcache("get");
    get.args(["-o", "-"]).arg(&path);
    let mut openssl = stage.command("openssl");
    openssl.args(["dgst", "-sha256"]).arg(&path);
    let contenders = vec![
        Contender::many("signcache get", vec![get]),
        Contender::many("openssl dgst -sha256", vec![openssl]),
    ];
    let times = rounds(options.rounds.min(ROUNDS), contenders)?;
    std::fs::remove_file(path)?;
    report.table(&format!("a hit on {} MiB", options.mebibytes), &times);
    report.ratio("openssl / hit on a large file", &times[1].ratio_to(&times[0]), Some(&Target::AtLeast(1.0)));
    Ok(())
}
