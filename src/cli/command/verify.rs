use std::io::Read;

use serde_json::json;

use crate::cli::args::Verify;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::output::Style;
use crate::cli::resolve::Work;
use crate::files::Patient;
use crate::model::{Untrusted, Verdict};
use crate::ops::{self, place::write_whole};

/// A file that is larger than this is no signature.
const LARGEST: u64 = 256 * 1024;

/// Checks one signature.
pub fn run(args: &Verify, work: &Work<'_>) -> Result<Exit, Error> {
    ops::check_certificates(&args.certificates)?;
    work.session.leave_no_trace();
    let key = work.key(&args.key)?;
    let mut signature = Vec::new();
    Patient::open(&args.signature, work.stop.clone())
        .and_then(|file| file.take(LARGEST).read_to_end(&mut signature))
        .map_err(|error| match work.stop.is_asked() {
            true => ops::Error::Interrupted.into(),
            false => Error::io("read", &args.signature, &error),
        })?;
    let content = ops::hash_one(&work.session, &args.file, &work.bars)?;
    let found = ops::verify(&work.session, &key, &content, &signature, args.allow_compromised, &work.bars)?;
    if let Some(output) = &args.output {
        write_whole(output, &found.signature, true)?;
    }
    if work.output.json {
        work.output.object(&json!({
            "contentHash": found.pair.content.to_string(),
            "keyId": found.pair.key.to_string(),
            "by": found.by.to_string(),
            "signedAt": found.signed.as_second(),
            "verdict": found.verdict.word(),
            "remark": found.remark.as_ref().map(Untrusted::raw),
        }))?;
    } else {
        let style = if found.verdict == Verdict::Good { Style::Good } else { Style::Warning };
        let verdict = work.output.paint(style, found.verdict.word());
        let remark = found.remark.map_or_else(String::new, |remark| format!(" ({remark})"));
        work.output.line(&format!("{verdict}{remark}: signed {} by {}", found.signed, found.by))?;
    }
    Ok(Exit::Done)
}
