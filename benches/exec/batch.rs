use std::error::Error;
use std::fs;
use std::path::PathBuf;

use super::options::Options;
use super::report::{Report, Target};
use super::rounds::{Contender, run as rounds};
use super::stage::{Stage, noise};

/// How many bytes each file of the batch has.
const TINY: usize = 4096;

/// Every how many files the shell helper really runs; the rest is multiplied.
const SAMPLE: usize = 10;

/// How many rounds. Each has thousands of processes, so few are enough.
const ROUNDS: usize = 5;

/// Hits on many files in one call, against one call for each.
pub fn run(stage: &Stage, options: &Options, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let files = files(stage, "batch", options.batch)?;
    for _ in 0..2 {
        stage.done(&mut stage.exec(&files))?;
    }
    let sample: Vec<&PathBuf> = files.iter().step_by(SAMPLE).collect();
    stage.share_with_helper(&sample)?;
    let contenders = vec![
        Contender::many(
            &format!("signcache exec, {} files in one call", files.len()),
            vec![stage.exec(&files)],
        ),
        Contender::many(
            &format!("signcache exec, {} calls", files.len()),
            files.iter().map(|file| stage.exec([file])).collect(),
        ),
        Contender::many(
            &format!("shell helper, {} calls", sample.len()),
            sample.iter().map(|file| stage.helper(file)).collect(),
        ),
    ];
    let mut times = rounds(options.rounds.min(ROUNDS), contenders)?;
    report.table(&format!("{}: hits on files of {} KiB", stage.algorithm, TINY / 1024), &times);
    let factor = files.len() as f64 / sample.len() as f64;
    times[2].multiply(factor);
    let count = files.len();
    let what = format!("{}: {count} single calls / one call", stage.algorithm);
    report.ratio(&what, &times[1].ratio_to(&times[0]), Some(&Target::AtLeast(20.0)));
    let what = format!("{}: {count} shell helpers (from {}) / one call", stage.algorithm, sample.len());
    report.ratio(&what, &times[2].ratio_to(&times[0]), Some(&Target::AtLeast(300.0)));
    Ok(())
}

/// Small files, no two of which are the same, in a directory of their own.
pub fn files(stage: &Stage, name: &str, count: usize) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let directory = stage.path(name);
    fs::create_dir_all(&directory)?;
    let mut files = Vec::with_capacity(count);
    for index in 0..count {
        let file = directory.join(format!("file-{index}"));
        fs::write(&file, noise(TINY, 1_000 + index as u64))?;
        files.push(file);
    }
    Ok(files)
}
