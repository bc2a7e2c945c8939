use serde_json::json;

use super::confirm::confirmed;
use super::json;
use crate::cli::args::Unbind;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::model::Untrusted;
use crate::ops::{self, KnownStore, Unbinding};

/// Prints which copies are to be kept no longer, and removes their roots.
pub fn run(args: &Unbind, work: &Work<'_>) -> Result<Exit, Error> {
    let (query, text) = work.query(&args.query)?;
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
    let kept = plan.iter().filter(|unbinding| unbinding.at.is_none()).count();
    let count = plan.len() - kept;
    if args.dry_run {
        work.output.say(&format!("{count} would be unbound; nothing was changed"));
    } else if count == 0 {
        work.output.say("nothing is bound");
    } else if confirmed(work, &format!("Remove the roots of {count} copies?"), args.yes)? {
        let unbound = ops::unbind(session, &plan, &work.bars)?;
        work.output.say(&format!("{unbound} unbound; Nix collects the copies that nothing else keeps"));
    }
    if kept > 0 {
        work.output
            .say(&format!("{kept} are noted for stores that are not known or not there, and were left"));
        work.output.hint("name such a store with --store, or under `stores` in your configuration");
    }
    Ok(Exit::Done)
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
        None => "  left, its store is not known or not there".to_owned(),
    };
    work.output.line(&format!("{}{place}{label}", unbinding.path))
}
