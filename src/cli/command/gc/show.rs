//! What plans look like, those of `gc` and of `delete`.

use serde_json::{Map, Value, json};

use crate::cli::command::json;
use crate::cli::command::list::ago;
use crate::cli::error::Error;
use crate::cli::output::{Output, Style};
use crate::cli::resolve::Work;
use crate::model::Untrusted;
use crate::model::gc::{Guard, words};
use crate::ops::Names;
use crate::ops::gc::Plan;
pub use crate::ops::gc::{kept, summary};

/// Lists what goes and why, and what is kept if the plan has it.
pub fn list(plan: &Plan, work: &Work<'_>) -> Result<(), Error> {
    if work.output.json {
        return list_for_programs(plan, work.output);
    }
    let (names, now) = (Names::new(work.session.settings()), work.session.settings().now);
    if !plan.items.is_empty() {
        let head = format!(
            "{:<22}  {:<12}  {:<16}  {:>6}  {:>6}  label",
            "reason", "digest", "key", "stored", "used"
        );
        // A closed pipe shows at the next line, too.
        let _ = work.output.line(&work.output.paint(Style::Bold, &head));
    }
    let none = Untrusted::default();
    for item in &plan.items {
        let (digest, key) = (item.pair.content.to_string(), names.of(&item.pair.key));
        let (stored, used) = (ago(item.stored, now), ago(item.used, now));
        let label = item.label.as_ref().unwrap_or(&none);
        let line =
            format!("{:<22}  {digest:.12}  {key:<16}  {stored:>6}  {used:>6}  {label}", words(&item.reasons));
        if !work.output.line(line.trim_end())? {
            return Ok(());
        }
    }
    for spared in &plan.spared {
        let (digest, key) = (spared.pair.content.to_string(), names.of(&spared.pair.key));
        let label = spared.label.as_ref().unwrap_or(&none);
        let kept = format!("kept ({})", guards(&spared.guards));
        let line = format!("{kept:<22}  {digest:.12}  {key:<16}  {}  {label}", words(&spared.reasons));
        if !work.output.line(line.trim_end())? {
            return Ok(());
        }
    }
    Ok(())
}

fn list_for_programs(plan: &Plan, output: &Output) -> Result<(), Error> {
    for item in &plan.items {
        let mut value = json::pair(&item.pair);
        value["action"] = json!("delete");
        value["label"] = json!(item.label.as_ref().map(Untrusted::raw));
        value["bytes"] = json!(item.bytes);
        value["storedAt"] = json!(item.stored.as_second());
        value["usedAt"] = json!(item.used.as_second());
        value["pinned"] = json!(item.pinned);
        value["lastCopy"] = json!(item.last_copy);
        value["reasons"] = item.reasons.iter().map(|reason| json!(reason.word())).collect();
        if !output.object(&value)? {
            return Ok(());
        }
    }
    for spared in &plan.spared {
        let mut value = json::pair(&spared.pair);
        value["action"] = json!("keep");
        value["label"] = json!(spared.label.as_ref().map(Untrusted::raw));
        value["reasons"] = spared.reasons.iter().map(|reason| json!(reason.word())).collect();
        value["guards"] = spared.guards.iter().map(|guard| json!(guard.word())).collect();
        if !output.object(&value)? {
            return Ok(());
        }
    }
    Ok(())
}

/// What a plan comes to, for programs.
pub fn summary_for_programs(plan: &Plan) -> Value {
    let times = |time: &dyn Fn(&crate::ops::gc::Item) -> i64| {
        let times = || plan.items.iter().map(time);
        json!({ "oldest": times().min(), "newest": times().max() })
    };
    let kept: Map<String, Value> = Guard::ALL
        .into_iter()
        .map(|guard| (guard.word().to_owned(), json!(plan.kept.get(&guard).copied().unwrap_or_default())))
        .collect();
    json!({
        "entries": plan.entries,
        "bytes": plan.bytes,
        "delete": plan.items.len(),
        "deleteBytes": plan.items.iter().map(|item| item.bytes).sum::<u64>(),
        "lastCopies": plan.items.iter().filter(|item| item.last_copy).count(),
        "stored": times(&|item| item.stored.as_second()),
        "used": times(&|item| item.used.as_second()),
        "kept": kept,
    })
}

fn guards(guards: &[Guard]) -> String {
    guards.iter().map(|guard| guard.word()).collect::<Vec<_>>().join(", ")
}
