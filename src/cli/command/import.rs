use serde_json::{Map, Value, json};

use super::place;
use crate::cli::args::{Import, PreferArg};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::output::{Output, Style};
use crate::cli::resolve::Work;
use crate::model::Untrusted;
use crate::ops::{self, Class, Contents, Counts, ImportWish, Prefer, Step};

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
    ops::check_certificates(&args.certificates)?;
    let mut counts = Counts::default();
    let mut failed = None;
    let mut contents = Contents::below(&args.content, &work.bars)?;
    for path in &args.paths {
        if path.as_os_str() == "-" {
            work.bars.in_a_pipe("read");
        }
        let mut tell = |step: Step| {
            let told = work.bars.aside(|| tell(work.output, &step));
            failed = failed.take().or(told.err());
        };
        let (session, bars) = (&work.session, &work.bars);
        let found = if ops::place::is_tree(path) {
            ops::import_tree(session, path, &mut contents, &wish, bars, &mut tell)?
        } else {
            ops::import(session, place::source(path, work)?, &mut contents, &wish, bars, &mut tell)?
        };
        counts.merge(&found);
    }
    if let Some(error) = failed {
        return Err(error);
    }
    work.bars.clear();
    summarise(work.output, &counts, &wish)?;
    Ok(exit(&counts, &wish))
}

/// Tells what becomes of an entry: everything to programs, what deserves a look to people.
fn tell(output: &Output, step: &Step) -> Result<(), Error> {
    if output.json {
        return output
            .object(&json!({
                "contentHash": step.pair.map(|pair| pair.content.to_string()),
                "keyId": step.pair.map(|pair| pair.key.to_string()),
                "file": step.place.as_ref().map(Untrusted::raw),
                "label": step.label.as_ref().map(Untrusted::raw),
                "class": step.class.word(),
                "reason": step.reason.as_ref().map(Untrusted::raw),
            }))
            .map(drop);
    }
    let reason = step.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
    let place = step.place.as_ref().map_or_else(String::new, |place| format!("  {place}"));
    let style = match step.class {
        Class::New if step.reason.is_some() => Style::Warning,
        Class::New | Class::Identical | Class::Kept | Class::Unproven => return Ok(()),
        Class::NotASignature | Class::Skipped => {
            output.say(&format!("passed over{place}{reason}"));
            return Ok(());
        }
        Class::Replaced | Class::Conflicting | Class::UnknownKey | Class::Unsupported => Style::Warning,
        Class::Refused | Class::Bad => Style::Error,
    };
    let word = output.paint(style, &format!("{:<11}", step.class.word()));
    let pair = step.pair.map_or_else(String::new, |pair| format!("  {}  {}", pair.content, pair.key));
    let label = step.label.as_ref().filter(|_| step.place.is_none());
    let label = label.map_or_else(String::new, |label| format!("  {label}"));
    output.line(&format!("{word}{pair}{label}{place}{reason}")).map(drop)
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
        output.hint(
            "give the contents of what is unproven with --content DIR, or take it as it is with --allow-unproven",
        );
    }
    if counts.of(Class::Conflicting) > 0 && wish.prefer == Prefer::Here {
        output.hint("with --prefer earliest everybody ends up with the same signatures; see `signcache import --help`");
    }
    if counts.of(Class::UnknownKey) > 0 {
        output.hint("get the certificates of unknown keys (`gpg --import FILE`, or --certificates FILE), and run the command again");
    }
    if counts.of(Class::Unsupported) > 0 {
        output.hint("a signcache with another cryptographic back end may know what is unsupported");
    }
    if counts.of(Class::Refused) > 0 {
        output.hint("have what is refused signed with another key; who extended a key since can send its certificate again");
    }
    if counts.of(Class::Bad) > 0 {
        output.hint("ask whoever made what is bad for another copy; nothing of it was stored");
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
