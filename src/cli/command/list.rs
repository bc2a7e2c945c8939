use jiff::Timestamp;

use super::json;
use super::rows::Rows;
use crate::cli::args::List;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::output::{Output, Style};
use crate::cli::resolve::Work;
use crate::model::{Age, Entry, Untrusted, Verdict};
use crate::ops;

/// Lists entries: a table for people, a JSON object a line for programs.
pub fn run(args: &List, work: &Work<'_>) -> Result<Exit, Error> {
    let (query, _) = work.query(&args.query)?;
    let mut rows = Rows::new(work);
    ops::list(&work.session, &query, &work.bars, &mut |entry, bound| print(&mut rows, work, &entry, bound))?;
    if rows.end()? == 0 {
        work.output.say("nothing is selected; `signcache sign -k KEY FILE` makes an entry");
    }
    Ok(Exit::Done)
}

/// Prints an entry as a row; false when nobody reads it any more.
pub fn print(rows: &mut Rows<'_>, work: &Work<'_>, entry: &Entry, bound: bool) -> bool {
    let head = || {
        format!(
            "{:<13} {:<12}  {:<16}  {:>10}  {:>6}  {:>6}  {:<5}  label",
            "verdict", "digest", "key", "size", "signed", "used", "bound"
        )
    };
    rows.print(
        head,
        || json::entry(entry, bound),
        |names, now| {
            let key = names.of(&entry.pair.key);
            let ago = |time| ago(time, now);
            format!(
                "{} {:.12}  {key:<16}  {:>10}  {:>6}  {:>6}  {:<5}  {}",
                verdict(work.output, entry.verdict),
                entry.pair.content.to_string(),
                entry.size,
                ago(entry.signed),
                ago(entry.used),
                if bound { "yes" } else { "no" },
                entry.label.as_ref().unwrap_or(&Untrusted::default()),
            )
        },
    )
}

/// How long ago something was, in the few letters that a table has room for.
pub fn ago(time: Timestamp, now: Timestamp) -> String {
    let seconds = now.as_second().saturating_sub(time.as_second());
    Age::from(std::time::Duration::from_secs(seconds.try_into().unwrap_or(0))).to_string()
}

/// A verdict as glyph and word, 13 columns wide: never by its colour alone.
pub fn verdict(output: &Output, verdict: Option<Verdict>) -> String {
    let (glyph, style) = match verdict {
        Some(Verdict::Good) => ('✓', Style::Good),
        Some(Verdict::Bad) => ('✗', Style::Error),
        Some(Verdict::Expired | Verdict::Revoked | Verdict::Weak) => ('!', Style::Warning),
        Some(Verdict::Unproven | Verdict::UnknownKey) | None => ('?', Style::Dim),
    };
    let word = verdict.map_or("unproven", Verdict::word);
    output.paint(style, &format!("{glyph} {word:<11}"))
}
