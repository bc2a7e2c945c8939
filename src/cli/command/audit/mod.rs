mod itself;
mod json;
mod summary;
mod tell;

use std::time::Duration;

use crate::cli::args::Audit;
use crate::cli::clock;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::model::query::Query;
use crate::model::{Age, Verdict};
use crate::ops::audit::{AuditWish, Finding, Judged, Standing};
use crate::ops::{self, Contents};

use crate::ops::Names;

/// Audits entries, and the cache itself.
pub fn run(args: &Audit, work: &Work<'_>) -> Result<Exit, Error> {
    let (query, text) = work.query(&args.query)?;
    audit(args, &query, work).map_err(|error| match error.exit() {
        Exit::Interrupted => {
            let run = clock::now().duration_since(work.session.settings().now).unsigned_abs();
            Error::new(Exit::Interrupted, error.message()).hinted(how_to_go_on(args, &text, run))
        }
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
            bars.aside(|| tell::finding(work.output, &finding, &names))
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
    } else if report.unreadable > 0 || itself.is_some_and(|itself| itself.is_damaged()) {
        Exit::Failed
    } else {
        Exit::Done
    })
}

/// What to type after an interruption: the verdicts are from when the `run` began.
fn how_to_go_on(args: &Audit, query: &str, run: Duration) -> String {
    if args.dry_run || args.sample.is_some() {
        return "run the command again".to_owned();
    }
    let age = in_full(covering(args.max_age, run));
    let with = if query.is_empty() { "" } else { ", with the same query," };
    format!("the verdicts until then are noted; `signcache audit --max-age {age}`{with} goes on")
}

/// An age that a run just now is younger than, for an hour at least; the one that was given, if that is.
fn covering(given: Option<Age>, run: Duration) -> Age {
    let enough = Duration::from_secs((run.as_secs() / 3600 + 2) * 3600);
    match given {
        Some(age) if age.duration() >= enough => age,
        Some(_) => enough.into(),
        None => enough.max(Duration::from_secs(86_400)).into(),
    }
}

/// An age to be typed: not rounded, as the short form is.
fn in_full(age: Age) -> String {
    let seconds = age.duration().as_secs();
    let whole = [('d', 86_400), ('h', 3_600)].into_iter().find(|(_, length)| seconds.is_multiple_of(*length));
    whole.map_or_else(|| format!("{seconds}s"), |(unit, length)| format!("{}{unit}", seconds / length))
}

/// Whether it is worth a line of its own. Whole keys can be expired or unknown, which the summary tells.
const fn deserves_a_look(finding: &Finding) -> bool {
    match finding {
        Finding::Quarantined { healed, .. } => !*healed,
        Finding::Entry(Judged { refusal: Some(_), .. } | Judged { changed: true, .. }) => true,
        Finding::Entry(Judged { standing, .. }) => {
            matches!(standing, Standing::Verdict(Verdict::Bad | Verdict::Weak) | Standing::Unsupported)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_typed_covers_the_run_and_is_what_was_asked_for_where_that_does() {
        let check = |given: Option<&str>, hours: u64, typed: &str| {
            let given = given.map(|age| age.parse().unwrap());
            assert_eq!(in_full(covering(given, Duration::from_secs(hours * 3600 + 1))), typed, "{given:?}");
        };
        check(None, 0, "1d");
        check(None, 30, "32h");
        check(Some("30d"), 5, "30d");
        check(Some("90m"), 0, "2h");
        check(Some("150m"), 0, "9000s");
    }
}
