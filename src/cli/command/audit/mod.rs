mod itself;
mod json;
mod summary;
mod table;

use crate::cli::args::Audit;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::output::{Output, Style};
use crate::cli::resolve::Work;
use crate::model::query::Query;
use crate::model::{Pair, Verdict};
use crate::ops::audit::{AuditWish, Finding, Judged, Standing};
use crate::ops::{self, Contents};

use super::list::Names;

/// Audits entries, and the cache itself.
pub fn run(args: &Audit, work: &Work<'_>) -> Result<Exit, Error> {
    let (query, text) = work.query(&args.query)?;
    audit(args, &query, work).map_err(|error| match error.exit() {
        Exit::Interrupted => Error::new(Exit::Interrupted, error.message()).hinted(how_to_go_on(args, &text)),
        _ => error,
    })
}

fn audit(args: &Audit, query: &Query, work: &Work<'_>) -> Result<Exit, Error> {
    let (session, bars) = (&work.session, &work.bars);
    let itself = if args.query.is_empty() || args.database { Some(itself::check(work)?) } else { None };
    let mut contents = Contents::below(&args.content, bars)?;
    let wish = AuditWish { dry_run: args.dry_run, max_age: args.max_age, sample: args.sample };
    let names = Names::new(session.settings());
    let mut failed = None;
    let mut tell = |finding: Finding| {
        let told = if work.output.json || deserves_a_look(&finding) {
            bars.aside(|| tell(work.output, &finding, &names))
        } else {
            Ok(())
        };
        failed = failed.take().or(told.err());
    };
    let report = ops::audit::audit(session, query, &mut contents, &wish, bars, &mut tell)?;
    if let Some(error) = failed {
        return Err(error);
    }
    let expiring = match args.expires_within {
        Some(within) => Some(ops::audit::expiring(session, query, within, bars)?),
        None => None,
    };
    bars.clear();
    summary::print(work, &report, expiring.as_deref(), itself.as_ref(), &names)?;
    Ok(if report.is_bad() {
        Exit::Unverified
    } else if itself.is_some_and(|itself| itself.is_damaged()) {
        Exit::Failed
    } else {
        Exit::Done
    })
}

/// What to type after an interruption. The verdicts of this run are not older than it is.
fn how_to_go_on(args: &Audit, query: &str) -> String {
    if args.dry_run || args.sample.is_some() {
        return "run the command again".to_owned();
    }
    let age = args.max_age.map_or_else(|| "1d".to_owned(), |age| format!("{}s", age.duration().as_secs()));
    let with = if query.is_empty() { "" } else { ", with the same query," };
    format!("the verdicts until then are noted; `signcache audit --max-age {age}`{with} goes on")
}

/// Whether it is worth a line of its own. Whole keys can be expired or unknown, which the summary tells.
const fn deserves_a_look(finding: &Finding) -> bool {
    match finding {
        Finding::Quarantined { healed, .. } => !*healed,
        Finding::Entry(Judged { refusal: Some(_), .. }) => true,
        Finding::Entry(Judged { standing, .. }) => {
            matches!(standing, Standing::Verdict(Verdict::Bad | Verdict::Weak) | Standing::Unsupported)
        }
    }
}

fn tell(output: &Output, finding: &Finding, names: &Names<'_>) -> Result<(), Error> {
    if output.json {
        return output.object(&json::finding(finding)).map(drop);
    }
    let line = |style: Style, word: &str, pair: &Pair, about: &str| {
        let word = output.paint(style, &format!("{word:<11}"));
        output.line(&format!("{word}  {}  {}{about}", pair.content, names.of(&pair.key))).map(drop)
    };
    match finding {
        Finding::Entry(Judged { pair, label, standing, refusal, reason }) => {
            let bad = refusal.is_some() || *standing == Standing::Verdict(Verdict::Bad);
            let label = label.as_ref().map_or_else(String::new, |label| format!("  {label}"));
            let reason = reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
            let style = if bad { Style::Error } else { Style::Warning };
            line(style, standing.word(), pair, &format!("{label}{reason}"))
        }
        Finding::Quarantined { pair, reason, at, .. } => {
            line(Style::Error, "quarantined", pair, &format!("  since {at}: {reason}"))
        }
    }
}
