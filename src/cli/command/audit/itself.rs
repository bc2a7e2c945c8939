//! The cache itself: its database, and its bindings.

use std::collections::BTreeMap;

use super::tell;
use crate::cli::error::Error;
use crate::cli::resolve::Work;
use crate::ops;

/// What is wrong with a cache itself, in numbers.
#[derive(Default)]
pub struct Itself {
    /// How many flaws the database has.
    pub flaws: u64,
    /// How many bindings lead nowhere, or elsewhere.
    pub astray: BTreeMap<&'static str, u64>,
}

impl Itself {
    /// Whether somebody must mend the database.
    pub const fn is_damaged(&self) -> bool {
        self.flaws > 0
    }
}

/// Checks the cache itself, and tells of each thing that is wrong with it.
pub fn check(work: &Work<'_>) -> Result<Itself, Error> {
    let mut itself = Itself::default();
    for flaw in ops::audit::database(&work.session, &work.bars)? {
        itself.flaws += 1;
        work.bars.aside(|| tell::flaw(work.output, &flaw))?;
    }
    let mut failed = None;
    let looked = ops::audit::bindings(&work.session, &work.bars, &mut |binding| {
        *itself.astray.entry(binding.astray.word()).or_default() += 1;
        let told = work.bars.aside(|| tell::binding(work.output, &binding));
        failed = failed.take().or(told.err());
    });
    if let Some(error) = failed {
        return Err(error);
    }
    match looked {
        // It was said already what is wrong with it.
        Err(ops::Error::Cache(_)) if itself.is_damaged() => {}
        looked => looked?,
    }
    Ok(itself)
}
