use std::error::Error;
use std::path::PathBuf;
use std::process::Command;

use super::batch::files;
use super::first::absent;
use super::options::Options;
use super::report::{Report, Target};
use super::rounds::{Contender, run as rounds};
use super::stage::Stage;

/// Every how many files gpg really signs; the rest is multiplied.
const SAMPLE: usize = 10;

/// How many rounds. Each makes thousands of signatures, so few are enough.
const ROUNDS: usize = 7;

/// New signatures of many files in one call, against a run of gpg for each; the same agent makes both.
pub fn run(stage: &Stage, options: &Options, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let files = files(stage, "sign", options.batch)?;
    let fresh = stage.path("sign-state");
    let mut sign = stage.signcache("sign");
    sign.env("XDG_DATA_HOME", &fresh).env("XDG_STATE_HOME", &fresh);
    sign.args(["--quiet", "--force"]).args(&files);
    let gpg = |file: &PathBuf| -> Command {
        let mut gpg = stage.command("gpg");
        gpg.args(["--batch", "--yes", "--quiet", "--local-user", &stage.key]);
        gpg.arg("--output").arg(file.with_extension("by-gpg")).arg("--detach-sign").arg(file);
        gpg
    };
    let sample: Vec<Command> = files.iter().step_by(SAMPLE).map(gpg).collect();
    let (count, sampled) = (files.len(), sample.len());
    let contenders = vec![
        // Without cache and ledger, so that every signature is a new one.
        Contender::many(&format!("signcache sign, {count} files in one call"), vec![sign])
            .after(|| absent(std::fs::remove_dir_all(&fresh))),
        Contender::many(&format!("gpg --detach-sign, {sampled} runs"), sample),
    ];
    let mut times = rounds(options.rounds.min(ROUNDS), contenders)?;
    report.table(&format!("{}: new signatures of small files", stage.algorithm), &times);
    times[1].multiply(count as f64 / sampled as f64);
    let what = format!("{}: {count} runs of gpg (from {sampled}) / one call", stage.algorithm);
    // What an RSA key takes is the agent's arithmetic, which is the same for both.
    let target = (!stage.algorithm.starts_with("rsa")).then_some(Target::AtLeast(4.0));
    report.ratio(&what, &times[1].ratio_to(&times[0]), target.as_ref());
    Ok(())
}
