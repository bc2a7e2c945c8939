use serde_json::{Map, Value, json};

use super::itself::Itself;
use crate::cli::error::Error;
use crate::cli::output::Style;
use crate::cli::resolve::Work;
use crate::model::Verdict;
use crate::ops::audit::{Expiring, Report, Standing};
use crate::ops::{self, Names};

/// Prints what an audit came to, and what can be done about it.
pub fn print(
    work: &Work<'_>,
    report: &Report,
    expiring: Option<&[Expiring]>,
    itself: Option<&Itself>,
    names: &Names,
) -> Result<(), Error> {
    let output = work.output;
    if output.json {
        output.object(&in_numbers(report, expiring, itself))?;
    } else if !report.keys.is_empty() {
        for (number, line) in ops::audit::table(report, names).into_iter().enumerate() {
            output.line(&if number == 0 { output.paint(Style::Bold, &line) } else { line })?;
        }
    } else if report.passed_over == 0 {
        output.say("there was no entry to audit");
    }
    if report.passed_over > 0 {
        output.say(&format!(
            "passed over {} entries without verifying them, for the cache has a verdict on them that is young enough",
            report.passed_over
        ));
    }
    for Expiring { key, signing_key, at, entries } in expiring.unwrap_or_default() {
        if !output.json {
            let word = output.paint(Style::Warning, &format!("{:<11}", "expires"));
            output.line(&format!("{word}  {at}  {}  by {signing_key}  {entries} entries", names.of(key)))?;
        }
    }
    if let Some(itself) = itself {
        hint_itself(work, itself, report.unreadable > 0);
    } else if report.unreadable > 0 {
        output.hint("`signcache audit` without a query says what is wrong with the cache");
    }
    hint(work, report);
    Ok(())
}

/// All of it in numbers, as JSON.
fn in_numbers(report: &Report, expiring: Option<&[Expiring]>, itself: Option<&Itself>) -> Value {
    let counts = |of: &dyn Fn(Standing) -> u64| -> Map<String, Value> {
        Standing::ALL.into_iter().map(|standing| (standing.word().to_owned(), json!(of(standing)))).collect()
    };
    let keys = report.keys.iter().map(|(key, found)| {
        let mut of_key = counts(&|standing| found.get(&standing).copied().unwrap_or(0));
        of_key.insert("keyId".into(), json!(key.to_string()));
        Value::Object(of_key)
    });
    let mut summary = json!({
        "summary": counts(&|standing| report.of(standing)),
        "keys": keys.collect::<Value>(),
        "refused": report.refused,
        "changed": report.changed,
        "quarantined": report.quarantined,
        "passedOver": report.passed_over,
        "unreadable": report.unreadable,
    });
    if let Some(expiring) = expiring {
        let expiring = expiring.iter().map(|expiring| {
            json!({
                "keyId": expiring.key.to_string(),
                "signingKey": expiring.signing_key.to_string(),
                "expiresAt": expiring.at.as_second(),
                "entries": expiring.entries,
            })
        });
        summary["expiring"] = expiring.collect();
    }
    if let Some(itself) = itself {
        summary["damage"] = json!(itself.flaws);
        summary["bindings"] = json!(itself.astray);
    }
    summary
}

fn hint_itself(work: &Work<'_>, itself: &Itself, unreadable: bool) {
    if unreadable || itself.is_damaged() {
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
    if report.changed > 0 {
        work.output.hint(
            "you still get the one from before; where the file is, `signcache delete` and then `signcache get FILE` put it back into the cache",
        );
    }
    if report.refused > 0 {
        work.output.hint(
            "sign with another key what must not be used, and take it away with `signcache delete`; if a key was extended since, refresh its certificate",
        );
    }
    if any(Verdict::Bad) || report.quarantined > 0 {
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
