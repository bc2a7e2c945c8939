use std::num::NonZeroU32;

use super::sample::Sample;
use super::{Chosen, entries};
use crate::model::{Age, Untrusted, Verdict};
use crate::ops::audit::{AuditWish, Finding, Judged, Report as Audited, Standing};
use crate::ops::{self, Contents, Error, Names};
use crate::tui::job::{At, Job, Outcome, Plan, Report, Row};
use crate::tui::state::State;
use crate::tui::state::dialog::{Answers, Asked, Question, Submit, Submitted, Wrong};
use crate::tui::verbs::export::directory;

/// So many findings are told one by one; all of them have their verdicts in the table.
const TOLD: usize = 1_000;

/// Asks how thoroughly to audit.
pub fn audit(chosen: Chosen) -> Asked {
    let questions = vec![
        Question::text("not if within", "pass over what was audited within this time, such as 30d", ""),
        Question::text("sample", "audit no more than so many, chosen by chance", ""),
        Question::text("content below", "a directory with the contents of what has no proof", ""),
    ];
    Asked { title: format!("Audit {}", chosen.text), questions, submit: Box::new(Wishes(chosen)) }
}

struct Wishes(Chosen);

impl Submit for Wishes {
    fn submit(&self, answers: &Answers<'_>, state: &State) -> Result<Submitted, Wrong> {
        let max_age: Option<Age> = answers.parsed(0)?;
        let sample: Option<NonZeroU32> = answers.parsed(1)?;
        let wish = AuditWish { dry_run: false, max_age, sample };
        let content = directory(answers.text(2), state);
        let audit = Audit { chosen: self.0.clone(), wish, content, sample: Sample::default() };
        Ok(Submitted(format!("Audit {}", self.0.text), Box::new(Count(audit))))
    }
}

struct Count(Audit);

impl Job for Count {
    fn title(&self) -> String {
        format!("counting {}", self.0.chosen.text)
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let sample = Sample::of(&self.0.chosen.query, at)?;
        Ok(Outcome::Planned(Box::new(Audit { sample, ..self.0 })))
    }
}

/// What is to be verified.
struct Audit {
    chosen: Chosen,
    wish: AuditWish,
    content: Vec<std::path::PathBuf>,
    sample: Sample,
}

impl Plan for Audit {
    fn verb(&self) -> &'static str {
        "audit"
    }

    fn summary(&self) -> Vec<String> {
        let what = match (self.wish.max_age, self.wish.sample) {
            (None, None) => "Each is verified, and the verdicts are noted. Nothing else is changed.".into(),
            (age, sample) => {
                let age = age.map_or_else(String::new, |age| format!(", but for what was within {age}"));
                let sample = sample.map_or_else(String::new, |count| format!(", {count} of them"));
                format!("They are verified{sample}{age}, and the verdicts are noted.")
            }
        };
        vec![format!("{}.", self.sample.summary()), what]
    }

    fn len(&self) -> usize {
        self.sample.len()
    }

    fn is_empty(&self) -> bool {
        self.sample.count == 0
    }

    fn row(&self, index: usize) -> Option<Row> {
        self.sample.row(index)
    }

    fn agreed(self: Box<Self>) -> Box<dyn Job> {
        self
    }
}

impl Job for Audit {
    fn title(&self) -> String {
        format!("auditing {}", self.chosen.text)
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let mut lines = Vec::new();
        let mut flaws = 0;
        let everything = self.chosen.query.terms.is_empty();
        if everything {
            for flaw in ops::audit::database(at.session, at.progress)? {
                flaws += 1;
                lines.push(format!("damaged: {flaw}"));
            }
            ops::audit::bindings(at.session, at.progress, &mut |binding| {
                if binding.astray != ops::audit::Astray::Elsewhere {
                    lines.push(format!("{} {}", binding.path, binding.astray));
                }
            })?;
        }
        let mut contents = Contents::below(&self.content, at.progress)?;
        let mut tell = |finding: Finding| {
            if lines.len() < TOLD {
                lines.extend(in_words(&finding));
            }
        };
        let audited = ops::audit::audit(
            at.session,
            &self.chosen.query,
            &mut contents,
            &self.wish,
            at.progress,
            &mut tell,
        )?;
        if lines.len() == TOLD {
            lines.push("there is more of this; the filter verdict:bad shows what does not verify".into());
        }
        lines.extend(ops::audit::table(&audited, &Names::new(at.session.settings())));
        let bad = audited.is_bad() || flaws > 0 || audited.unreadable > 0;
        Ok(Outcome::Done(Report { text: text(&audited), bad, lines, ..Report::default() }))
    }
}

/// What deserves a look.
fn in_words(finding: &Finding) -> Option<String> {
    let reason = |reason: Option<&Untrusted>| reason.map_or_else(String::new, |reason| format!(": {reason}"));
    match finding {
        Finding::Entry(judged @ Judged { standing, pair, .. }) => {
            let word = match (judged.changed, judged.refusal.is_some(), standing) {
                (true, ..) => "changed, you were given another signature before",
                (_, true, _) => "must not be used",
                (_, _, Standing::Verdict(Verdict::Bad | Verdict::Weak) | Standing::Unsupported) => {
                    standing.word()
                }
                _ => return None,
            };
            Some(format!("{word}  {pair}{}", reason(judged.reason.as_ref())))
        }
        Finding::Quarantined { healed: true, .. } => None,
        Finding::Quarantined { pair, reason, at, .. } => {
            Some(format!("quarantined  {pair}  since {at}: {reason}"))
        }
    }
}

fn text(audited: &Audited) -> String {
    let all: u64 = audited.keys.values().flat_map(|counts| counts.values()).sum();
    let found = Standing::ALL.into_iter().map(|standing| (standing.word(), audited.of(standing)));
    let more = [
        ("must not be used", audited.refused),
        ("changed", audited.changed),
        ("in quarantine", audited.quarantined),
        ("passed over", audited.passed_over),
        ("unreadable", audited.unreadable),
    ];
    let counts = found.chain(more).filter(|(_, count)| *count > 0);
    let counts: Vec<_> = counts.map(|(word, count)| format!("{count} {word}")).collect();
    format!("{} audited: {}", entries(all), counts.join(", "))
}
