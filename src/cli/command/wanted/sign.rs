use std::path::Path;

use serde_json::json;

use super::holder::Person;
use crate::cli::args::wanted::Sign;
use crate::cli::command::place;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::question;
use crate::cli::resolve::Work;
use crate::model::query::Query;
use crate::ops::wanted::{self, Signed};
use crate::ops::{self, Contents, Source};

/// More keys than a person cares to read about.
const FEW: usize = 10;

/// Signs what others want.
pub fn run(args: &Sign, work: &Work<'_>) -> Result<Exit, Error> {
    let seen = !args.content.is_empty();
    refuse_nonsense(args, work)?;
    let only = args.key.as_deref().map(|key| work.key(key)).transpose()?;
    let target = args.output.as_deref().map(|path| place::target(path, args.force, work)).transpose()?;
    let source = match &args.bundle {
        Some(bundle) => place::source(bundle, work)?,
        None => own(work)?,
    };
    let mut contents = seen.then(|| Contents::below(&args.content, &work.bars)).transpose()?;
    let mut person = Person::new(work, args.yes);
    let signed = wanted::sign(&work.session, source, only, contents.as_mut(), &mut person, &work.bars)?;
    let mut failures = person.failures;
    // Where nothing was got because something went wrong, an empty bundle helps nobody.
    let worth_sending = signed.stopped.is_none() || !signed.here.is_empty();
    if let Some(target) = target.filter(|_| worth_sending) {
        let written = target
            .write(|writer, place| wanted::reply(&work.session, &signed.here, (writer, place), &work.bars))?;
        failures.extend(conflicts(&written));
    }
    let provided = match args.bundle {
        Some(_) => 0,
        None => provide(work, &signed, &mut failures)?,
    };
    summarise(work, &signed, provided, args.output.is_some());
    let only_others = signed.other_keys > 0
        && signed.here.is_empty()
        && signed.left + signed.not_found == 0
        && failures.is_empty();
    match signed.stopped {
        Some(stopped) => failures.push(stopped.into()),
        None if only_others => return Err(no_key(signed.other_keys)),
        None => {}
    }
    work.report(failures)
}

fn refuse_nonsense(args: &Sign, work: &Work<'_>) -> Result<(), Error> {
    if work.offline {
        return Err(
            Error::usage("--offline means that nothing is signed").hinted("leave it away where the key is")
        );
    }
    if work.output.json && args.output.as_deref() == Some(Path::new("-")) {
        return Err(Error::usage("stdout can't have both the bundle and JSON")
            .hinted("write the bundle to a file, or leave --json away"));
    }
    if args.content.is_empty() && !args.yes && !question::is_possible() {
        return Err(Error::usage("nobody can be asked whether to sign what was not seen").hinted(
            "run it on a terminal, give the contents with --content DIR, or sign all of it unseen with --yes",
        ));
    }
    Ok(())
}

/// Where the bundle that was there has other signatures.
fn conflicts(written: &ops::Exported) -> Vec<Error> {
    let conflict = |pair| {
        Error::new(Exit::Unverified, format!("another signature is there for {pair}, and was left as it is"))
            .hinted("write to another place with -o, and have both looked at")
    };
    written.conflicts.iter().map(conflict).collect()
}

/// What is wanted here.
fn own(work: &Work<'_>) -> Result<Source, Error> {
    let mut all = Vec::new();
    wanted::list(&work.session, &Query::default(), &work.bars, &mut |one| {
        all.push(one);
        true
    })?;
    Ok(wanted::own(&all))
}

/// Provides what builds wait for; gives how many.
fn provide(work: &Work<'_>, signed: &Signed, failures: &mut Vec<Error>) -> Result<u64, Error> {
    let mut provided = 0;
    for one in wanted::provide_awaited(&work.session, &signed.here, &work.bars)? {
        match one {
            Ok(_) => provided += 1,
            Err(error) => failures.push(error.into()),
        }
    }
    Ok(provided)
}

fn summarise(work: &Work<'_>, signed: &Signed, provided: u64, sent: bool) {
    let output = work.output;
    let mut parts = vec![format!("{} signed", signed.made)];
    let mut add = |count: u64, what: &str| {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    };
    add(signed.reused, "there already");
    add(provided, "provided");
    add(signed.left, "left");
    add(signed.not_found, "not found among the contents");
    add(signed.other_keys, "for other keys");
    if output.json {
        let summary = json!({
            "signed": signed.made,
            "reused": signed.reused,
            "provided": provided,
            "left": signed.left,
            "notFound": signed.not_found,
            "otherKeys": signed.other_keys,
        });
        // A reader that has gone away wants no more.
        let _ = output.object(&json!({ "summary": summary }));
    } else {
        output.say(&parts.join(", "));
    }
    for (key, error) in signed.unusable.iter().take(FEW) {
        output.say(&format!("what is wanted of {key} was passed over: {error}"));
    }
    if signed.unusable.len() > FEW {
        output.say(&format!("and so was what is wanted of {} more keys", signed.unusable.len() - FEW));
    }
    if !sent && provided == 0 && !signed.here.is_empty() {
        output.say("to send the signatures back, run the same with -o FILE, or use `signcache export`");
    }
}

fn no_key(count: u64) -> Error {
    let message = format!("none of the {count} signatures is wanted of a key that you can sign with");
    Error::new(Exit::KeyUnusable, message)
        .hinted("give it to who has the key; with -k KEY it is said why a key can't be used")
}
