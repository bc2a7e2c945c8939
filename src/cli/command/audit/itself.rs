//! The cache itself: its database, and its bindings.

use std::collections::BTreeMap;

use crate::cache::Flaw;
use crate::cli::error::Error;
use crate::cli::output::{Output, Style};
use crate::cli::resolve::Work;
use crate::ops;
use crate::ops::audit::{Astray, Binding};

use super::json;

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
        work.bars.aside(|| tell_flaw(work.output, &flaw))?;
    }
    let mut failed = None;
    let looked = ops::audit::bindings(&work.session, &work.bars, &mut |binding| {
        *itself.astray.entry(binding.astray.word()).or_default() += 1;
        let told = work.bars.aside(|| tell_binding(work.output, &binding));
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

fn tell_flaw(output: &Output, flaw: &Flaw) -> Result<(), Error> {
    if output.json {
        return output.object(&json::flaw(flaw)).map(drop);
    }
    let what = match flaw {
        Flaw::Malformed(what) => format!("{what}"),
        Flaw::Structure(what) => format!("somebody changed the structure: {what}"),
        Flaw::Orphans { table, parent, count } => {
            format!("{count} rows of {table} belong to rows of {parent} that are not there")
        }
        Flaw::NotEntries(count) => format!("{count} rows are no entries"),
    };
    output.line(&format!("{}  {what}", output.paint(Style::Error, &format!("{:<11}", "damaged")))).map(drop)
}

fn tell_binding(output: &Output, binding: &Binding) -> Result<(), Error> {
    if output.json {
        return output.object(&json::binding(binding)).map(drop);
    }
    let Binding { pair, path, astray } = binding;
    let what = match astray {
        Astray::Gone => "is no longer in the Nix store",
        Astray::Differs => "is not the path of the signature's copy",
        Astray::Altered => "has other bytes than Nix put there",
        // Each member of a group has stores of their own: that is nothing to look at.
        Astray::Elsewhere => return Ok(()),
    };
    let word = output.paint(Style::Warning, &format!("{:<11}", astray.word()));
    output.line(&format!("{word}  {}  {path} {what}", pair.content)).map(drop)
}
