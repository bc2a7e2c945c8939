use std::error::Error;

use super::options::Options;
use super::report::{Report, Target};
use super::rounds::{Contender, run as rounds};
use super::stage::{SMALL, Stage};

/// A hit on a small file, against the least that a helper could do and against what people write today.
pub fn run(stage: &Stage, options: &Options, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let contenders = vec![
        Contender::new("signcache exec", stage.exec([&stage.content])),
        Contender::new("minimal program", stage.minimal(&stage.cache())),
    ];
    let times = rounds(options.rounds, contenders)?;
    report.table(&format!("{}: a hit on {} KiB", stage.algorithm, SMALL / 1024), &times);
    let what = format!("{}: hit / minimal program", stage.algorithm);
    report.ratio(&what, &times[0].ratio_to(&times[1]), Some(&Target::AtMost(1.5)));

    let contenders = vec![
        Contender::new("signcache exec", stage.exec([&stage.content])),
        Contender::new("shell helper", stage.helper(&stage.content)),
    ];
    let times = rounds(options.rounds, contenders)?;
    report.table(&format!("{}: a hit on {} KiB", stage.algorithm, SMALL / 1024), &times);
    let what = format!("{}: shell helper / hit", stage.algorithm);
    report.ratio(&what, &times[1].ratio_to(&times[0]), Some(&Target::AtLeast(12.0)));
    Ok(())
}
