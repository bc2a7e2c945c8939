use std::path::Path;

use data_encoding::BASE64;
use serde_json::json;

use super::json;
use crate::cli::args::Get;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::ops::{self, Answer};

/// Looks signatures up and prints or writes them.
pub fn run(args: &Get, work: &Work<'_>) -> Result<Exit, Error> {
    if args.output.is_some() && args.contents.len() > 1 {
        return Err(Error::usage("-o takes the signature of a single content")
            .hinted("without -o all signatures are printed, armored"));
    }
    let key = work.key(&args.key)?;
    let mut failures = Vec::new();
    for content in work.contents(&args.contents) {
        let found = content
            .and_then(|content| ops::get(&work.session, &key, &content, args.allow_compromised, &work.bars));
        match found {
            Ok(answer) => failures.extend(deliver(args, work, &answer).err()),
            Err(error) => failures.push(error.into()),
        }
    }
    work.report(failures)
}

fn deliver(args: &Get, work: &Work<'_>, answer: &Answer) -> Result<(), Error> {
    let target = args.output.as_deref().filter(|path| *path != Path::new("-"));
    let armored = (args.armor || args.output.is_none()).then(|| answer.armored()).transpose()?;
    let bytes = armored.as_ref().map_or(answer.signature.as_slice(), String::as_bytes);
    if let Some(path) = target {
        ops::place::write_whole(path, bytes, args.force)?;
    }
    if work.output.json {
        let mut value = json::answer(answer);
        value["signature"] = json!(BASE64.encode(&answer.signature));
        work.output.object(&value)?;
    } else if target.is_none() {
        work.output.data(bytes)?;
    }
    Ok(())
}
