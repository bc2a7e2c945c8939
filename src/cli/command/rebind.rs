use serde_json::{Map, Value, json};

use super::json;
use crate::cli::args::Rebind;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::output::Style;
use crate::cli::resolve::Work;
use crate::model::Untrusted;
use crate::ops::{self, Rebinding, Rebound};

/// Puts copies back that were collected, and tells what became of each that was bound.
pub fn run(args: &Rebind, work: &Work<'_>) -> Result<Exit, Error> {
    let (query, _) = work.query(&args.query)?;
    let stores = work.session.stores(&args.store);
    let rebindings = ops::rebind(&work.session, &stores, &query, args.dry_run, &work.bars)?;
    for rebinding in &rebindings {
        if !tell(rebinding, work)? {
            break;
        }
    }
    summarise(&rebindings, args, work)?;
    if rebindings.iter().any(|rebinding| matches!(rebinding.state, Rebound::Interrupted)) {
        return Err(ops::Error::Interrupted.into());
    }
    let mut exit = Exit::Done;
    for Rebinding { state, .. } in rebindings {
        match state {
            Rebound::Differs | Rebound::Altered => return Ok(Exit::Unverified),
            Rebound::Unprovable(error) if exit == Exit::Done => exit = Error::from(error).exit(),
            Rebound::Failed(_) if exit == Exit::Done => exit = Exit::Failed,
            _ => {}
        }
    }
    Ok(exit)
}

/// Tells what became of a binding: everything to programs, what deserves a look to people.
fn tell(rebinding: &Rebinding, work: &Work<'_>) -> Result<bool, Error> {
    let Rebinding { pair, label, store, path, state } = rebinding;
    let reason = match state {
        Rebound::Unprovable(error) => Some(Untrusted::new(error.to_string())),
        Rebound::Failed(reason) => Some(reason.clone()),
        Rebound::Differs => {
            Some(Untrusted::new("the signature has another path, so what is noted is not its copy"))
        }
        Rebound::Altered => Some(Untrusted::new("it has other bytes than Nix put there")),
        Rebound::Others(root) => {
            Some(Untrusted::new(format!("another user's, whose root is {}", root.raw())))
        }
        Rebound::Ok | Rebound::Restored | Rebound::Interrupted | Rebound::Elsewhere => None,
    };
    if work.output.json {
        let mut value = json::pair(pair);
        value["label"] = json!(label.as_ref().map(Untrusted::raw));
        value["store"] = json!(store.raw());
        value["path"] = json!(path.raw());
        value["state"] = json!(state.word());
        value["reason"] = json!(reason.as_ref().map(Untrusted::raw));
        return work.output.object(&value);
    }
    let style = match state {
        Rebound::Ok => return Ok(true),
        Rebound::Restored => Style::Good,
        Rebound::Interrupted | Rebound::Elsewhere | Rebound::Others(_) => Style::Warning,
        Rebound::Differs | Rebound::Altered | Rebound::Unprovable(_) | Rebound::Failed(_) => Style::Error,
    };
    let word = work.output.paint(style, &format!("{:<11}", state.word()));
    let label = label.as_ref().map_or_else(String::new, |label| format!("  {label}"));
    let reason = reason.map_or_else(String::new, |reason| format!(": {reason}"));
    work.output.line(&format!("{word}  {path}  in {store}{label}{reason}"))
}

fn summarise(rebindings: &[Rebinding], args: &Rebind, work: &Work<'_>) -> Result<(), Error> {
    let count = |word: &str| rebindings.iter().filter(|rebinding| rebinding.state.word() == word).count();
    let counts = Rebound::WORDS.map(|word| (word, count(word)));
    if work.output.json {
        let counts: Map<String, Value> =
            counts.into_iter().map(|(word, count)| (word.to_owned(), json!(count))).collect();
        return work.output.object(&json!({ "summary": counts, "dryRun": args.dry_run })).map(drop);
    }
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    let counts: Vec<String> = counts.map(|(word, count)| format!("{count} {word}")).collect();
    let what = if counts.is_empty() { "nothing was bound".to_owned() } else { counts.join(", ") };
    work.output.say(&if args.dry_run { format!("{what}; nothing was changed") } else { what });
    rebindings
        .iter()
        .filter_map(|rebinding| remedy(rebinding, work))
        .for_each(|hint| work.output.hint(&hint));
    if count("others") > 0 {
        work.output
            .say("what other users of this cache bound is theirs to look after; there is nothing to do");
    }
    if count("elsewhere") > 0 {
        work.output.hint("name the store with --store, or under `stores` in your configuration");
    }
    Ok(())
}

/// What puts one copy right, and touches no other.
fn remedy(Rebinding { pair, store, path, state, .. }: &Rebinding, work: &Work<'_>) -> Option<String> {
    let query = format!("'{} {}'", pair.content, pair.key);
    let (mut option, mut variable) = (String::new(), String::new());
    if *store != work.session.store().name {
        let store = store.to_string().replace('\'', "'\\''");
        option = format!(" --store '{store}'");
        variable = format!("NIX_REMOTE='{store}' ");
    }
    let (unbind, bind) =
        (format!("signcache unbind --yes{option} {query}"), format!("signcache bind{option} {query}"));
    match state {
        Rebound::Altered => Some(format!(
            "`{unbind} && {variable}nix-store --delete {path} && {bind}` puts the right bytes there; `{variable}nix-store --verify-path {path}` confirms that they are wrong"
        )),
        Rebound::Differs => {
            Some(format!("`{unbind} && {bind}` forgets what is noted, and binds the proven signature anew"))
        }
        _ => None,
    }
}
