use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::cli::args::wanted::Check;
use crate::cli::error::{Error, shown};
use crate::cli::exit::Exit;
use crate::cli::output::{Output, Style};
use crate::cli::resolve::Work;
use crate::files::Patient;
use crate::model::{ManifestLine, NotAManifestLine, Untrusted};
use crate::ops::Contents;
use crate::ops::wanted::{Checking, Lack, Lacking};

/// More bytes than any line of a manifest has.
const LONGEST: u64 = 64 << 10;

/// Checks that everything a manifest names has a good signature, and lists what has not.
pub fn run(args: &Check, work: &Work<'_>) -> Result<Exit, Error> {
    let key = work.key(&args.key)?;
    let path = args.manifest.as_deref().filter(|path| *path != Path::new("-"));
    let place = path.unwrap_or(Path::new("stdin"));
    let mut manifest: Box<dyn BufRead> = match path {
        Some(path) => {
            let opened = Patient::open(path, work.stop.clone());
            Box::new(BufReader::new(opened.map_err(|error| Error::io("read", path, &error))?))
        }
        None => {
            let stdin = io::stdin().as_fd().try_clone_to_owned().map(File::from);
            let stdin = stdin.map_err(|error| Error::io("read", place, &error))?;
            Box::new(BufReader::new(Patient::new(stdin, work.stop.clone())))
        }
    };
    let unread = |error: io::Error| match work.stop.is_asked() {
        true => crate::ops::Error::Interrupted.into(),
        false => Error::io("read", place, &error),
    };
    let beside = path.and_then(Path::parent).map_or_else(PathBuf::new, Path::to_owned);
    let contents = Contents::below(&args.content, &work.bars)?;
    let mut checking = Checking::new(&work.session, key, beside, contents, &work.bars);
    let (mut checked, mut lacking, mut worst, mut number) = (0_u64, 0_u64, None, 0_u64);
    while let Some(line) = line(&mut manifest).map_err(unread)? {
        number += 1;
        let Some(line) = ManifestLine::read(&line).map_err(|error| wrong(place, number, &error))? else {
            continue;
        };
        checked += 1;
        if let Some(found) = checking.check(&line)? {
            lacking += 1;
            worst = worst.max(Some(found.lack));
            work.bars.aside(|| print(work.output, &found))?;
        }
    }
    if checked == 0 && !args.allow_empty {
        let message = format!("{} names no content", shown(place));
        return Err(Error::new(Exit::Failed, message).hinted(
            "see whether whatever makes the manifest works; with --allow-empty nothing is fine, too",
        ));
    }
    let good = checked - lacking;
    work.output.say(&format!("{good} of {checked} contents have good signatures"));
    Ok(worst.map_or(Exit::Done, exit))
}

/// The next line, without its end; none at the end.
fn line(manifest: &mut dyn BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    manifest.take(LONGEST).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(None);
    }
    if line.pop_if(|last| *last == b'\n').is_none() && line.len() as u64 == LONGEST {
        return Err(io::Error::other("a line is too long"));
    }
    Ok(Some(line))
}

fn wrong(place: &Path, number: u64, error: &NotAManifestLine) -> Error {
    Error::new(Exit::Failed, format!("line {number} of {} is {error}", shown(place)))
        .hinted("nothing was checked from there on; `sha256sum FILE… > MANIFEST` makes a manifest")
}

fn print(output: &Output, found: &Lacking) -> Result<bool, Error> {
    if output.json {
        return output.object(&json!({
            "contentHash": found.pair.content.to_string(),
            "keyId": found.pair.key.to_string(),
            "label": found.label.as_ref().map(Untrusted::raw),
            "lack": found.lack.word(),
            "reason": found.reason.as_ref().map(Untrusted::raw),
        }));
    }
    let style = match found.lack {
        Lack::Unproven | Lack::Missing => Style::Warning,
        Lack::Unverifiable | Lack::Refused | Lack::Quarantined | Lack::Bad => Style::Error,
    };
    let word = output.paint(style, &format!("{:<12}", found.lack.word()));
    let label = found.label.as_ref().map_or_else(String::new, |label| format!("  {label}"));
    let reason = found.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
    output.line(&format!("{word}  {}{label}{reason}", found.pair.content))
}

const fn exit(worst: Lack) -> Exit {
    match worst {
        Lack::Unproven => Exit::Failed,
        Lack::Missing => Exit::NotInCache,
        Lack::Unverifiable | Lack::Refused => Exit::KeyUnusable,
        Lack::Quarantined | Lack::Bad => Exit::Unverified,
    }
}
