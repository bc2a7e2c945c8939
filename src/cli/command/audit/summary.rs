use super::itself::Itself;
use super::{json, table};
use crate::cli::command::list::Names;
use crate::cli::error::Error;
use crate::cli::output::Style;
use crate::cli::resolve::Work;
use crate::model::Verdict;
use crate::ops::audit::{Expiring, Report, Standing};

/// Prints what an audit came to, and what can be done about it.
pub fn print(
    work: &Work<'_>,
    report: &Report,
    expiring: Option<&[Expiring]>,
    itself: Option<&Itself>,
    names: &Names<'_>,
) -> Result<(), Error> {
    let output = work.output;
    if output.json {
        output.object(&json::summary(report, expiring, itself))?;
    } else if report.keys.is_empty() {
        output.say("there was no entry to audit");
    } else {
        for (number, line) in table::lines(report, names).into_iter().enumerate() {
            output.line(&if number == 0 { output.paint(Style::Bold, &line) } else { line })?;
        }
    }
    for Expiring { key, signing_key, at, entries } in expiring.unwrap_or_default() {
        if !output.json {
            let word = output.paint(Style::Warning, &format!("{:<11}", "expires"));
            output.line(&format!("{word}  {at}  {}  by {signing_key}  {entries} entries", names.of(key)))?;
        }
    }
    if let Some(itself) = itself {
        hint_itself(work, itself);
    }
    hint(work, report);
    Ok(())
}

fn hint_itself(work: &Work<'_>, itself: &Itself) {
    if itself.is_damaged() {
        work.output.hint(
            "copy the cache to a safe place, and put a copy from before in place; your ledger puts back what you were served since",
        );
    }
    if itself.astray.contains_key("gone") {
        work.output.hint("`signcache rebind` puts the copies back into the Nix store");
    }
    if itself.astray.contains_key("differs") {
        work.output.hint("`signcache rebind` says what to do about each copy that differs");
    }
    if let Some(count) = itself.astray.get("elsewhere") {
        work.output.say(&format!(
            "{count} copies are in stores that are not known or can't be looked at here, and were not looked at"
        ));
    }
}

fn hint(work: &Work<'_>, report: &Report) {
    let any = |verdict| report.of(Standing::Verdict(verdict)) > 0;
    if report.is_bad() {
        work.output.hint(
            "get the first signature from somebody who has it (`signcache import`), or make a new one with `signcache sign --resign`",
        );
    }
    if any(Verdict::Unproven) {
        work.output.hint("give the contents of what is unproven with --content DIR; `signcache list verdict:unproven` lists it");
    }
    if any(Verdict::UnknownKey) {
        work.output.hint("get the certificates of unknown keys, for example with `gpg --import FILE`");
    }
}
