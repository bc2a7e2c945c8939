use serde_json::{Map, Value, json};

use super::source;
use crate::cli::args::{Import, PreferArg};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::output::{Output, Style};
use crate::cli::resolve::Work;
use crate::model::Untrusted;
use crate::ops::{self, Class, Counts, ImportWish, Prefer, Step};

/// Takes bundles in.
pub fn run(args: &Import, work: &Work<'_>) -> Result<Exit, Error> {
    let wish = ImportWish {
        dry_run: args.dry_run,
        unproven: args.allow_unproven,
        prefer: match args.prefer {
            PreferArg::Here => Prefer::Here,
            PreferArg::Earliest => Prefer::Earliest,
        },
    };
    let mut counts = Counts::default();
    let mut failed = None;
    for path in &args.paths {
        let mut tell = |step: Step| {
            let told = work.bars.aside(|| tell(work.output, &step));
            failed = failed.take().or(told.err());
        };
        let source = source::open(path)?;
        let found = ops::import(&work.session, source, &[], &wish, &work.bars, &mut tell)?;
        counts.merge(&found);
    }
    if let Some(error) = failed {
        return Err(error);
    }
    summarise(work.output, &counts, &wish)?;
    Ok(exit(&counts, &wish))
}

/// Tells what becomes of an entry: everything to programs, what deserves a look to people.
fn tell(output: &Output, step: &Step) -> Result<(), Error> {
    if output.json {
        return output
            .object(&json!({
                "contentHash": step.pair.content.to_string(),
                "keyId": step.pair.key.to_string(),
                "label": step.label.as_ref().map(Untrusted::raw),
                "class": step.class.word(),
                "reason": step.reason.as_ref().map(Untrusted::raw),
            }))
            .map(drop);
    }
    let style = match step.class {
        Class::New | Class::Identical | Class::Kept | Class::Unproven => return Ok(()),
        Class::Replaced | Class::Conflicting | Class::UnknownKey | Class::Unsupported => Style::Warning,
        Class::Refused | Class::Bad => Style::Error,
    };
    let word = output.paint(style, &format!("{:<11}", step.class.word()));
    let label = step.label.as_ref().map_or_else(String::new, |label| format!("  {label}"));
    let reason = step.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
    output.line(&format!("{word}  {}  {}{label}{reason}", step.pair.content, step.pair.key)).map(drop)
}

fn summarise(output: &Output, counts: &Counts, wish: &ImportWish) -> Result<(), Error> {
    let found = Class::ALL.into_iter().filter(|class| counts.of(*class) > 0);
    if output.json {
        let counts: Map<String, Value> =
            Class::ALL.into_iter().map(|class| (class.word().to_owned(), json!(counts.of(class)))).collect();
        output.object(&json!({ "summary": counts, "dryRun": wish.dry_run }))?;
    } else {
        let counts: Vec<String> =
            found.map(|class| format!("{} {}", counts.of(class), class.word())).collect();
        let what = if counts.is_empty() { "nothing in it".to_owned() } else { counts.join(", ") };
        output.say(&if wish.dry_run { format!("{what}; nothing was changed") } else { what });
    }
    if counts.of(Class::Unproven) > 0 && !wish.unproven {
        output.say(
            "what is unproven was not taken; give the contents with --content DIR, or take it as it is with --allow-unproven",
        );
    }
    if counts.of(Class::Conflicting) > 0 {
        output.say(
            "where signatures conflict the ones that were here stay; with --prefer earliest everybody ends up with the same",
        );
    }
    if counts.of(Class::UnknownKey) > 0 {
        output.say("where keys are unknown, import their certificates (`gpg --import FILE`) and run the command again");
    }
    Ok(())
}

/// The worst of what was found.
fn exit(counts: &Counts, wish: &ImportWish) -> Exit {
    let any = |classes: &[Class]| classes.iter().any(|class| counts.of(*class) > 0);
    if any(&[Class::Bad, Class::Conflicting]) {
        Exit::Unverified
    } else if any(&[Class::Refused, Class::UnknownKey, Class::Unsupported]) {
        Exit::KeyUnusable
    } else if any(&[Class::Unproven]) && !wish.unproven {
        Exit::Failed
    } else {
        Exit::Done
    }
}
