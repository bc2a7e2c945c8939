use std::path::Path;

use data_encoding::BASE64;
use serde_json::json;

use super::json;
use crate::cli::args::Get;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::ops::place::{SignatureFile, write_signature};
use crate::ops::{self, Answer, Content};

/// Looks signatures up and prints or writes them.
pub fn run(args: &Get, work: &Work<'_>) -> Result<Exit, Error> {
    if args.output.is_some() && args.contents.len() > 1 {
        return Err(Error::usage("-o takes the signature of a single content")
            .hinted("without -o all signatures are printed, armored"));
    }
    if args.output.as_deref() == Some(Path::new("-")) && !args.armor && !work.output.json {
        work.output.refuse_terminal()?;
    }
    let key = work.key(&args.key)?;
    let mut failures = Vec::new();
    for content in work.contents(&args.contents) {
        let found = content.and_then(|content| {
            let answer = ops::get(&work.session, &key, &content, args.allow_compromised, &work.bars)?;
            Ok((content, answer))
        });
        match found {
            Ok((content, answer)) => failures.extend(deliver(args, work, &content, &answer).err()),
            Err(error) => failures.push(error.into()),
        }
    }
    work.report(failures)
}

fn deliver(args: &Get, work: &Work<'_>, content: &Content, answer: &Answer) -> Result<(), Error> {
    let target = args.output.as_deref().filter(|path| *path != Path::new("-"));
    if let Some(path) = target {
        let file = SignatureFile { path, armor: args.armor, force: args.force };
        write_signature(&work.session, content, answer, file, &work.bars)?;
    }
    if work.output.json {
        let mut value = json::answer(answer);
        value["signature"] = json!(BASE64.encode(&answer.signature));
        work.output.deliver_object(&value)?;
    } else if target.is_none() {
        work.output.deliver(&answer.rendered(args.armor || args.output.is_none())?)?;
    }
    Ok(())
}
