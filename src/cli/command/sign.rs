use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::json;
use crate::cli::args::Sign;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::ops::{self, Answer};

/// Gets or makes signatures of files and writes them.
pub fn run(args: &Sign, work: &Work<'_>) -> Result<Exit, Error> {
    if args.output.is_some() && args.files.len() > 1 {
        return Err(Error::usage("-o takes the signature of a single file")
            .hinted("without -o each signature goes beside its file"));
    }
    if work.output.json && args.output.as_deref() == Some(Path::new("-")) {
        return Err(Error::usage("stdout can't have both the signature and JSON")
            .hinted("write the signature to a file, or leave --json away"));
    }
    let key = work.key(&args.key)?;
    let (mut files, mut contents, mut failures) = (Vec::new(), Vec::new(), Vec::new());
    for (path, hashed) in args.files.iter().zip(work.hash(&args.files)) {
        match hashed {
            Ok(content) => {
                files.push(path);
                contents.push(content);
            }
            Err(error) => failures.push(error.into()),
        }
    }
    let wish = work.wish(args.resign, args.allow_compromised);
    let obtained = ops::obtain(&work.session, &key, &contents, wish, &work.bars);
    ops::wanted::note(&work.session, &key, &contents, &obtained, &work.bars);
    work.bars.clear();
    let (mut made, mut reused) = (0, 0);
    for (path, answer) in files.into_iter().zip(obtained.answers) {
        match answer {
            Some(Ok(answer)) => {
                if answer.new {
                    made += 1
                } else {
                    reused += 1
                }
                failures.extend(deliver(args, work, path, &answer).err());
            }
            Some(Err(error)) => failures.push(error.into()),
            None => {}
        }
    }
    failures.extend(obtained.stopped.map(Error::from));
    if !work.output.json {
        work.output.say(&format!("{made} signed, {reused} reused"));
    }
    work.report(failures)
}

fn deliver(args: &Sign, work: &Work<'_>, path: &Path, answer: &Answer) -> Result<(), Error> {
    let armored = args.armor.then(|| answer.armored()).transpose()?;
    let bytes = armored.as_ref().map_or(answer.signature.as_slice(), String::as_bytes);
    let target = args.output.clone().unwrap_or_else(|| beside(path, args.armor));
    if target == Path::new("-") {
        return work.output.data(bytes);
    }
    ops::place::write_whole(&target, bytes, args.force)?;
    if work.output.json {
        let mut value = json::answer(answer);
        value["file"] = json!(path.to_string_lossy());
        value["signature"] = json!(target.to_string_lossy());
        work.output.object(&value)?;
    }
    Ok(())
}

fn beside(path: &Path, armor: bool) -> PathBuf {
    let mut name: OsString = path.into();
    name.push(if armor { ".asc" } else { ".sig" });
    name.into()
}
