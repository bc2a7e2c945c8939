use std::error::Error;
use std::fs;

use super::filling::fill;
use super::options::Options;
use super::report::{Report, Target};
use super::rounds::{Contender, run as rounds};
use super::stage::Stage;

/// The same hit in copies of the cache that were filled up.
pub fn run(stage: &Stage, options: &Options, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let mut contenders = Vec::new();
    for size in &options.sizes {
        let cache = stage.path(&format!("cache-{size}"));
        fs::create_dir_all(&cache)?;
        for name in ["layout", "cache.sqlite", "cache.sqlite-wal"] {
            fs::copy(stage.cache().join(name), cache.join(name))?;
        }
        let bytes = fill(&cache.join("cache.sqlite"), *size)?;
        eprintln!("{}: {size} entries are {} MB", stage.algorithm, bytes / 1_000_000);
        let mut exec = stage.exec([&stage.content]);
        exec.arg("--cache").arg(&cache);
        contenders.push(Contender::new(&format!("signcache exec, {size} entries"), exec));
        let minimal = Contender::new(&format!("minimal program, {size} entries"), stage.minimal(&cache));
        contenders.push(minimal);
    }
    let times = rounds(options.rounds, contenders)?;
    report.table(&format!("{}: a hit in caches of different sizes", stage.algorithm), &times);
    let (first, last) = (0, times.len() - 2);
    let what = format!(
        "{}: hit at {} / at {} entries",
        stage.algorithm,
        options.sizes[last / 2],
        options.sizes[first / 2]
    );
    report.ratio(&what, &times[last].ratio_to(&times[first]), Some(&Target::AtMost(1.1)));
    for size in &options.sizes {
        fs::remove_dir_all(stage.path(&format!("cache-{size}")))?;
    }
    Ok(())
}
