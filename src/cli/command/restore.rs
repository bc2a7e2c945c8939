use serde_json::{Map, Value, json};

use super::json;
use crate::cli::args::Restore;
use crate::cli::confirm::Consent;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::output::Style;
use crate::cli::resolve::Work;
use crate::model::Untrusted;
use crate::ops::Names;
use crate::ops::trash::{self, Recovered, Recovery};

/// Brings entries back out of the trash.
pub fn run(args: &Restore, work: &Work<'_>) -> Result<Exit, Error> {
    let consent = Consent::expected(args.yes || args.dry_run)?;
    let (query, text) = super::trash::query(&args.query, work)?;
    let mut plan = trash::plan_restore(&work.session, (&query, &text), &work.bars)?;
    let back = |plan: &[Recovered]| plan.iter().filter(|recovered| comes_back(recovered)).count();
    let asks = !args.dry_run && !args.yes && back(&plan) > 0;
    if asks {
        show(&plan, work)?;
        let question = format!("Bring {} entries back?", back(&plan));
        if !consent.to(&question, work)? {
            return Ok(Exit::Done);
        }
    }
    if !args.dry_run {
        trash::restore(&work.session, &mut plan, &work.bars)?;
    }
    if !asks || work.output.json {
        show(&plan, work)?;
    }
    let count = |class| plan.iter().filter(|recovered| recovered.class == class).count();
    if work.output.json {
        let counts: Map<String, Value> =
            Recovery::ALL.into_iter().map(|class| (class.word().to_owned(), json!(count(class)))).collect();
        work.output.object(&json!({ "summary": counts, "dryRun": args.dry_run }))?;
    } else {
        let found = Recovery::ALL.into_iter().filter(|class| count(*class) > 0);
        let counts: Vec<String> = found.map(|class| format!("{} {}", count(class), class.word())).collect();
        let end = match (args.dry_run, back(&plan)) {
            (true, _) => "; nothing was changed",
            (false, 0) => "",
            // It is as old, and was used as long ago, as when it went.
            (false, _) => {
                "; the next `signcache gc` may choose them again, unless `signcache pin` keeps them"
            }
        };
        work.output.say(&format!("{}{end}", counts.join(", ")));
    }
    let failed = count(Recovery::Conflict) + count(Recovery::Bad) > 0;
    Ok(if failed { Exit::Unverified } else { Exit::Done })
}

const fn comes_back(recovered: &Recovered) -> bool {
    matches!(recovered.class, Recovery::Restored | Recovery::Unproven)
}

fn show(plan: &[Recovered], work: &Work<'_>) -> Result<(), Error> {
    let names = Names::new(work.session.settings());
    let none = Untrusted::default();
    for recovered in plan {
        let printed = if work.output.json {
            let mut value = json::pair(&recovered.pair);
            value["label"] = json!(recovered.label.as_ref().map(Untrusted::raw));
            value["class"] = json!(recovered.class.word());
            value["reason"] = json!(recovered.reason.as_ref().map(Untrusted::raw));
            work.output.object(&value)?
        } else {
            let style = match recovered.class {
                Recovery::Restored | Recovery::Present => Style::Good,
                Recovery::Unproven => Style::Warning,
                Recovery::Conflict | Recovery::Bad => Style::Error,
            };
            let class = work.output.paint(style, &format!("{:<8}", recovered.class.word()));
            let (digest, key) = (recovered.pair.content.to_string(), names.of(&recovered.pair.key));
            let label = recovered.label.as_ref().unwrap_or(&none);
            let reason = recovered.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
            work.output.line(format!("{class}  {digest:.12}  {key:<16}  {label}{reason}").trim_end())?
        };
        if !printed {
            break;
        }
    }
    Ok(())
}
