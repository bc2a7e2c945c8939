//! A line for each thing that deserves a look; with `--json`, for each thing.

use super::json;
use crate::cache::Flaw;
use crate::cli::error::Error;
use crate::cli::output::{Output, Style};
use crate::model::{Pair, Verdict};
use crate::ops::Names;
use crate::ops::audit::{Astray, Binding, Finding, Judged, Standing};

/// Tells of an entry that was judged, or of something in quarantine.
pub fn finding(output: &Output, finding: &Finding, names: &Names) -> Result<(), Error> {
    if output.json {
        return output.object(&json::finding(finding)).map(drop);
    }
    let line = |style: Style, word: &str, pair: &Pair, about: &str| {
        let word = output.paint(style, &format!("{word:<11}"));
        output.line(&format!("{word}  {}  {}{about}", pair.content, names.of(&pair.key))).map(drop)
    };
    match finding {
        Finding::Entry(Judged { pair, label, standing, refusal, changed, reason }) => {
            let bad = refusal.is_some() || *changed || *standing == Standing::Verdict(Verdict::Bad);
            let style = if bad { Style::Error } else { Style::Warning };
            let label = label.as_ref().map_or_else(String::new, |label| format!("  {label}"));
            let reason = reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
            if *changed {
                let about = format!(
                    "{label}: you were given another signature before; this one is {standing}{reason}"
                );
                return line(style, "changed", pair, &about);
            }
            line(style, standing.word(), pair, &format!("{label}{reason}"))
        }
        Finding::Quarantined { pair, reason, at, .. } => {
            line(Style::Error, "quarantined", pair, &format!("  since {at}: {reason}"))
        }
    }
}

/// Tells of something that is wrong with the database.
pub fn flaw(output: &Output, flaw: &Flaw) -> Result<(), Error> {
    if output.json {
        return output.object(&json::flaw(flaw)).map(drop);
    }
    output.line(&format!("{}  {flaw}", output.paint(Style::Error, &format!("{:<11}", "damaged")))).map(drop)
}

/// Tells of a binding that leads nowhere, or elsewhere.
pub fn binding(output: &Output, binding: &Binding) -> Result<(), Error> {
    if output.json {
        return output.object(&json::binding(binding)).map(drop);
    }
    let Binding { pair, path, astray } = binding;
    // Each member of a group has stores of their own: that is nothing to look at.
    if *astray == Astray::Elsewhere {
        return Ok(());
    }
    let word = output.paint(Style::Warning, &format!("{:<11}", astray.word()));
    output.line(&format!("{word}  {}  {path} {astray}", pair.content)).map(drop)
}
