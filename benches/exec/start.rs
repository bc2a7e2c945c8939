use std::error::Error;

use super::first::forget;
use super::options::Options;
use super::report::{Report, Target};
use super::rounds::{Contender, run as rounds};
use super::stage::Stage;

/// Builds of the program against each other: with other back ends, or linked in another way.
pub fn run(stage: &Stage, options: &Options, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let each = || options.binaries.iter();
    let hit = |path| stage.exec_by(path, [&stage.content]);
    let ready = || stage.done(&mut stage.exec([&stage.content]));

    let version = each().map(|(name, path)| {
        let mut command = stage.command(path);
        command.arg("--version");
        Contender::new(name, command)
    });
    compare(stage, "--version", options, version.collect(), report)?;

    let hits = each().map(|(name, path)| Contender::new(name, hit(path)));
    compare(stage, "a hit", options, hits.collect(), report)?;

    let first = each()
        .map(|(name, path)| Contender::new(name, hit(path)).after(|| ready().and_then(|()| forget(stage))));
    compare(stage, "the first hit, without the ledger", options, first.collect(), report)?;

    let mut contenders: Vec<Contender> = each().map(|(name, path)| Contender::new(name, hit(path))).collect();
    contenders.push(Contender::new("shell helper", stage.helper(&stage.content)));
    let times = rounds(options.rounds, contenders)?;
    report.table(&format!("{}: a hit, beside the shell helper", stage.algorithm), &times);
    if let Some((helper, builds)) = times.split_last() {
        for build in builds {
            let what = format!("{}: shell helper / hit, {}", stage.algorithm, build.name);
            report.ratio(&what, &helper.ratio_to(build), Some(&Target::AtLeast(12.0)));
        }
    }
    Ok(())
}

/// Prints what all take, and how many times as long as the first.
fn compare(
    stage: &Stage,
    what: &str,
    options: &Options,
    contenders: Vec<Contender<'_>>,
    report: &mut Report,
) -> Result<(), Box<dyn Error>> {
    let times = rounds(options.rounds, contenders)?;
    report.table(&format!("{}: {what}, by each build", stage.algorithm), &times);
    for other in times.iter().skip(1) {
        let what = format!("{}: {what}, {} / {}", stage.algorithm, other.name, times[0].name);
        report.ratio(&what, &other.ratio_to(&times[0]), None);
    }
    Ok(())
}
