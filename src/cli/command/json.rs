//! What results look like as JSON. Names, once published, stay.

use serde_json::{Value, json};

use crate::model::{Entry, Origin, Pair, Untrusted, Verdict, Wanted};
use crate::ops::{Answer, Shown};

/// A signature that was got or made.
pub fn answer(answer: &Answer) -> Value {
    json!({
        "contentHash": answer.pair.content.to_string(),
        "keyId": answer.pair.key.to_string(),
        "signedAt": answer.signed.as_second(),
        "verdict": answer.verdict.word(),
        "new": answer.new,
    })
}

/// A pair.
pub fn pair(pair: &Pair) -> Value {
    json!({ "contentHash": pair.content.to_string(), "keyId": pair.key.to_string() })
}

/// Something that is wanted.
pub fn wanted(wanted: &Wanted) -> Value {
    json!({
        "contentHash": wanted.pair.content.to_string(),
        "keyId": wanted.pair.key.to_string(),
        "label": wanted.label.as_ref().map(Untrusted::raw),
        "size": wanted.size(),
        "askedAt": wanted.asked.as_second(),
        "proof": wanted.proof.is_some(),
    })
}

/// An entry.
pub fn entry(entry: &Entry, bound: bool) -> Value {
    json!({
        "contentHash": entry.pair.content.to_string(),
        "keyId": entry.pair.key.to_string(),
        "label": entry.label.as_ref().map(Untrusted::raw),
        "size": entry.size,
        "signedAt": entry.signed.as_second(),
        "storedAt": entry.stored.as_second(),
        "usedAt": entry.used.as_second(),
        "origin": entry.origin.as_ref().map(Origin::to_string),
        "verdict": entry.verdict.map(Verdict::word),
        "judgedAt": entry.judged.map(|time| time.as_second()),
        "proof": entry.proof.is_some(),
        "pinned": entry.pinned,
        "bound": bound,
    })
}

/// An entry with everything that there is to say of it.
pub fn shown(shown: &Shown) -> Value {
    let mut value = entry(&shown.entry, !shown.bindings.is_empty());
    let bindings = shown.bindings.iter().map(|binding| {
        json!({
            "store": binding.store.raw(),
            "path": binding.path.raw(),
            "root": binding.root.raw(),
            "boundAt": binding.bound.as_second(),
        })
    });
    value["bindings"] = bindings.collect();
    value["provided"] = shown.provided.as_ref().map_or(
        Value::Null,
        |(path, registered)| json!({ "path": path.to_string(), "registered": registered }),
    );
    value["algorithms"] = json!(shown.algorithms.raw());
    value["issuers"] = json!(shown.issuers);
    value["userIds"] = shown.user_ids.iter().map(|user_id| json!(user_id.raw())).collect();
    value["armor"] = json!(shown.armor);
    value["now"] = json!(shown.standing.0.word());
    value["reason"] = json!(shown.standing.1.as_ref().map(Untrusted::raw));
    let subpackets = shown.subpackets.iter().map(|subpacket| {
        json!({ "name": subpacket.name.raw(), "value": subpacket.value.raw(), "signed": subpacket.signed })
    });
    value["subpackets"] = subpackets.collect();
    let history = shown.history.iter().map(|(at, what)| json!({ "at": at.as_second(), "what": what.raw() }));
    value["history"] = history.collect();
    value
}
