use super::{json, list};
use crate::cli::args::Show;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::output::Style;
use crate::cli::resolve::Work;
use crate::ops::{self, Shown};

/// Shows everything that is known of entries.
pub fn run(args: &Show, work: &Work<'_>) -> Result<Exit, Error> {
    let (query, text) = work.query(&args.query)?;
    for (index, shown) in ops::show(&work.session, &query, &text, &work.bars)?.iter().enumerate() {
        if work.output.json {
            work.output.object(&json::shown(shown))?;
        } else {
            let gap = if index > 0 { "\n" } else { "" };
            work.output.data(format!("{gap}{}", describe(work, shown)).as_bytes())?;
        }
    }
    Ok(Exit::Done)
}

fn describe(work: &Work<'_>, shown: &Shown) -> String {
    let entry = &shown.entry;
    let mut text = String::new();
    let mut add = |name: &str, value: String| {
        let name = work.output.paint(Style::Dim, &format!("{name:<10}"));
        text.push_str(&format!("{name} {value}\n"));
    };
    add("content", entry.pair.content.to_string());
    add("key", entry.pair.key.to_string());
    for user_id in &shown.user_ids {
        add("", user_id.to_string());
    }
    let judged = entry.judged.map_or_else(String::new, |time| format!("(judged {time})"));
    add("verdict", format!("{} {judged}", list::verdict(work.output, entry.verdict)));
    let (standing, reason) = &shown.standing;
    let reason = reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
    add("now", format!("{standing}{reason}"));
    if let Some(label) = &entry.label {
        add("label", label.to_string());
    }
    add("size", format!("{} bytes", entry.size));
    add("signed", entry.signed.to_string());
    add("stored", entry.stored.to_string());
    add("used", entry.used.to_string());
    let origin = entry.origin.map_or_else(|| "unknown".to_owned(), |origin| origin.to_string());
    add("origin", origin);
    let proof = entry.proof.as_ref().map_or_else(
        || "none: the content is needed to verify it".to_owned(),
        |proof| format!("{} bytes: it can be verified without the content", proof.len()),
    );
    add("proof", proof);
    add("pinned", if entry.pinned { "yes" } else { "no" }.to_owned());
    add("signature", format!("{} bytes, {}", entry.signature.len(), shown.algorithms));
    // Version 3 has no subpackets that would name them.
    if shown.subpackets.is_empty() {
        add("issuers", shown.issuers.join(", "));
    }
    for subpacket in &shown.subpackets {
        let signed = if subpacket.signed { "" } else { " (not signed)" };
        add("", format!("{} {}{signed}", subpacket.name, subpacket.value));
    }
    for binding in &shown.bindings {
        add("bound", format!("{} (root {})", binding.path, binding.root));
    }
    if let Some((path, registered)) = &shown.provided {
        let registered = match registered {
            Some(true) => "",
            Some(false) => " (not in the Nix store)",
            None => " (in a store that can't be looked at)",
        };
        add("provided", format!("{path}{registered}"));
    }
    for (at, what) in &shown.history {
        add("history", format!("{at} {what}"));
    }
    text
}
