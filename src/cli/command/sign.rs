use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::json;
use crate::cli::args::Sign;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::ops::{self, Answer, How, Order, Signed};

/// Gets or makes signatures of files and writes them.
pub fn run(args: &Sign, work: &Work<'_>) -> Result<Exit, Error> {
    if args.output.is_some() && args.files.len() > 1 {
        return Err(Error::usage("-o takes the signature of a single file")
            .hinted("without -o each signature goes beside its file"));
    }
    let to_stdout = args.output.as_deref() == Some(Path::new("-"));
    if work.output.json && to_stdout {
        return Err(Error::usage("stdout can't have both the signature and JSON")
            .hinted("write the signature to a file, or leave --json away"));
    }
    if to_stdout && !args.armor {
        work.output.refuse_terminal()?;
    }
    let key = work.key(&args.key)?;
    let order = |path: &PathBuf| Order { path: path.clone(), content: None, to: target(args, path) };
    let orders = args.files.iter().map(order).collect();
    let how = How {
        armor: args.armor,
        force: args.force,
        signatures_too: args.signatures_too,
        wish: work.wish(args.resign, args.allow_compromised),
    };
    let results = ops::sign(&work.session, &key, orders, how, &work.bars)?;
    work.bars.clear();
    let mut counts = Counts::default();
    let mut failures = Vec::new();
    for (order, signed, failure) in results.files {
        let (answer, result) = match signed {
            Signed::Made(answer) => (Some(answer), "signed"),
            Signed::Reused(answer) => (Some(answer), "reused"),
            Signed::Adopted(answer) => (Some(answer), "adopted"),
            Signed::PassedOver(_) => (None, "passedOver"),
            Signed::NotSigned => (None, "notSigned"),
            Signed::Failed(error) => {
                failures.push(error.into());
                continue;
            }
        };
        counts.add(result);
        match (failure, answer) {
            (Some(failure), _) => failures.push(failure.into()),
            (None, Some(answer)) => failures.extend(tell(args, work, &order, &answer, result).err()),
            (None, None) if work.output.json => {
                let value = json!({ "file": order.path.to_string_lossy(), "result": result });
                failures.extend(work.output.deliver_object(&value).err());
            }
            (None, None) => {}
        }
    }
    failures.extend(results.failures.into_iter().map(Error::from));
    if !work.output.json {
        work.output.say(&counts.in_words());
    }
    work.report(failures)
}

/// Hands out a signature that goes to stdout, or says where it went.
fn tell(args: &Sign, work: &Work<'_>, order: &Order, answer: &Answer, result: &str) -> Result<(), Error> {
    let Some(to) = &order.to else {
        return work.output.deliver(&answer.rendered(args.armor)?);
    };
    if work.output.json {
        let mut value = json::answer(answer);
        value["file"] = json!(order.path.to_string_lossy());
        value["signature"] = json!(to.to_string_lossy());
        value["result"] = json!(result);
        work.output.deliver_object(&value)?;
    }
    Ok(())
}

/// The file that a signature is written to; none for stdout.
fn target(args: &Sign, path: &Path) -> Option<PathBuf> {
    match &args.output {
        Some(output) if output == Path::new("-") => None,
        Some(output) => Some(output.clone()),
        None => {
            let mut name: OsString = path.into();
            name.push(if args.armor { ".asc" } else { ".sig" });
            Some(name.into())
        }
    }
}

/// How many files became what.
#[derive(Default)]
struct Counts {
    signed: usize,
    reused: usize,
    adopted: usize,
    passed_over: usize,
    not_signed: usize,
}

impl Counts {
    fn add(&mut self, result: &str) {
        *match result {
            "signed" => &mut self.signed,
            "reused" => &mut self.reused,
            "adopted" => &mut self.adopted,
            "passedOver" => &mut self.passed_over,
            _ => &mut self.not_signed,
        } += 1;
    }

    fn in_words(&self) -> String {
        let mut text = format!("{} signed, {} reused", self.signed, self.reused);
        let rest = [
            (self.adopted, "adopted"),
            (self.passed_over, "passed over: signatures of files beside them"),
            (self.not_signed, "not signed"),
        ];
        for (count, what) in rest.into_iter().filter(|(count, _)| *count > 0) {
            text = format!("{text}, {count} {what}");
        }
        text
    }
}
