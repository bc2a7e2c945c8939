//! What an audit finds as JSON: an object a line.

use serde_json::{Value, json};

use super::super::json::pair;
use crate::cache::Flaw;
use crate::model::Untrusted;
use crate::openpgp::Refusal;
use crate::ops::audit::{Binding, Finding, Judged};

/// An entry that was judged, or something in quarantine.
pub fn finding(finding: &Finding) -> Value {
    match finding {
        Finding::Entry(Judged { pair: of, label, standing, refusal, changed, reason }) => {
            let mut value = pair(of);
            value["label"] = json!(label.as_ref().map(Untrusted::raw));
            value["verdict"] = json!(standing.word());
            value["refusal"] = json!(refusal.as_ref().map(|refusal| match refusal {
                Refusal::Compromised => "compromised",
                Refusal::NotValidWhenMade => "not-valid-when-made",
            }));
            value["changed"] = json!(changed);
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
