use std::path::Path;

use serde_json::json;

use super::json;
use crate::cli::args::Unbind;
use crate::cli::confirm::Consent;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::model::Untrusted;
use crate::ops::{self, KnownStore, Unbinding};

/// Prints which copies are to be kept no longer, and removes their roots.
pub fn run(args: &Unbind, work: &Work<'_>) -> Result<Exit, Error> {
    let (query, text) = work.query(&args.query)?;
    let consent = Consent::expected(args.yes || args.dry_run)?;
    let session = &work.session;
    let chosen = !args.store.is_empty();
    let stores: Vec<KnownStore> = if chosen {
        args.store.iter().map(|store| session.store_at(store)).collect()
    } else {
        session.stores(&[])
    };
    let plan = ops::unbinding(session, &stores, chosen, (&query, &text), &work.bars)?;
    for unbinding in &plan {
        if !tell(unbinding, work)? {
            break;
        }
    }
    let left = || plan.iter().filter(|unbinding| unbinding.at.is_none());
    let others = left().filter(|unbinding| is_others(unbinding, work)).count();
    let kept = left().count() - others;
    let count = plan.len() - kept - others;
    if args.dry_run {
        work.output.say(&format!("{count} would be unbound; nothing was changed"));
    } else if count == 0 {
        work.output.say("nothing is bound");
    } else if consent.to(&format!("Remove the roots of {count} copies?"), work)? {
        let unbound = ops::unbind(session, &plan, &work.bars)?;
        work.output.say(&format!("{unbound} unbound; Nix collects the copies that nothing else keeps"));
    }
    if kept > 0 {
        work.output
            .say(&format!("{kept} are noted for stores that are not known or not there, and were left"));
        work.output.hint("name such a store with --store, or under `stores` in your configuration");
    }
    if others > 0 {
        work.output
            .say(&format!("{others} were bound by other users of this cache, and are theirs to unbind"));
    }
    Ok(Exit::Done)
}

/// Whether the root is not among the user's own.
fn is_others(unbinding: &Unbinding, work: &Work<'_>) -> bool {
    unbinding.at.is_none() && !Path::new(unbinding.root.raw()).starts_with(work.session.roots())
}

fn tell(unbinding: &Unbinding, work: &Work<'_>) -> Result<bool, Error> {
    let store = unbinding.at.as_ref().map(|(store, _)| &store.name);
    if work.output.json {
        let mut value = json::pair(&unbinding.pair);
        value["label"] = json!(unbinding.label.as_ref().map(Untrusted::raw));
        value["path"] = json!(unbinding.path.raw());
        value["root"] = json!(unbinding.root.raw());
        value["store"] = json!(store.map(Untrusted::raw));
        return work.output.object(&value);
    }
    let label = unbinding.label.as_ref().map_or_else(String::new, |label| format!("  {label}"));
    let place = match store {
        Some(store) => format!("  in {store}"),
        None if is_others(unbinding, work) => {
            format!("  left, another user's, whose root is {}", unbinding.root)
        }
        None => "  left, its store is not known or not there".to_owned(),
    };
    work.output.line(&format!("{}{place}{label}", unbinding.path))
}
