//! What an audit finds as JSON: an object a line, and a summary at the end.

use serde_json::{Map, Value, json};

use super::super::json::pair;
use super::itself::Itself;
use crate::cache::Flaw;
use crate::model::Untrusted;
use crate::openpgp::Refusal;
use crate::ops::audit::{Binding, Expiring, Finding, Judged, Report, Standing};

/// An entry that was judged, or something in quarantine.
pub fn finding(finding: &Finding) -> Value {
    match finding {
        Finding::Entry(Judged { pair: of, label, standing, refusal, reason }) => {
            let mut value = pair(of);
            value["label"] = json!(label.as_ref().map(Untrusted::raw));
            value["verdict"] = json!(standing.word());
            value["refusal"] = json!(refusal.as_ref().map(|refusal| match refusal {
                Refusal::Compromised => "compromised",
                Refusal::NotValidWhenMade => "not-valid-when-made",
            }));
            value["reason"] = json!(reason.as_ref().map(Untrusted::raw));
            value
        }
        Finding::Quarantined { pair: of, reason, at, healed } => {
            let mut value = pair(of);
            value["quarantinedAt"] = json!(at.as_second());
            value["reason"] = json!(reason.raw());
            value["healed"] = json!(healed);
            value
        }
    }
}

/// Something that is wrong with the database.
pub fn flaw(flaw: &Flaw) -> Value {
    match flaw {
        Flaw::Malformed(what) => json!({ "damage": "malformed", "reason": what.raw() }),
        Flaw::Structure(what) => json!({ "damage": "structure", "reason": what.raw() }),
        Flaw::Orphans { table, parent, count } => {
            json!({ "damage": "orphans", "table": table.raw(), "parent": parent.raw(), "count": count })
        }
        Flaw::NotEntries(count) => json!({ "damage": "not-entries", "count": count }),
    }
}

/// A binding that leads nowhere, or elsewhere.
pub fn binding(binding: &Binding) -> Value {
    let mut value = pair(&binding.pair);
    value["binding"] = json!(binding.astray.word());
    value["path"] = json!(binding.path.raw());
    value
}

/// All of it in numbers.
pub fn summary(report: &Report, expiring: Option<&[Expiring]>, itself: Option<&Itself>) -> Value {
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
        "quarantined": report.quarantined,
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
