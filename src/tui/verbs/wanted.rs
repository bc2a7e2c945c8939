use std::path::PathBuf;

use super::export::directory;
use super::{Chosen, counted, told};
use crate::model::Wanted;
use crate::ops::wanted::{self, Decision, Holder, Request};
use crate::ops::{Answer, Contents, Error};
use crate::tui::job::{At, Job, Outcome, Plan, Report, Row};
use crate::tui::state::State;
use crate::tui::state::dialog::{Answers, Asked, Question, Submit, Submitted, Wrong};

/// Asks where the contents are, if they are to be seen.
pub fn sign_wanted(chosen: Chosen) -> Asked {
    let help = "a directory with the contents: only what is found there is signed; empty: signed unseen";
    let questions = vec![Question::text("content below", help, "")];
    Asked { title: format!("Sign {}", chosen.text), questions, submit: Box::new(Wishes(chosen)) }
}

struct Wishes(Chosen);

impl Submit for Wishes {
    fn submit(&self, answers: &Answers<'_>, state: &State) -> Result<Submitted, Wrong> {
        let content = directory(answers.text(0), state);
        let title = format!("Sign {}", self.0.text);
        Ok(Submitted(title, Box::new(Look { chosen: self.0.clone(), act: Act::Sign(content) })))
    }
}

/// Plans to forget what is wanted.
pub struct Forget(pub Chosen);

impl Job for Forget {
    fn title(&self) -> String {
        format!("counting {}", self.0.text)
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        Box::new(Look { chosen: self.0, act: Act::Forget }).run(at)
    }
}

/// What becomes of what is wanted.
enum Act {
    Sign(Vec<PathBuf>),
    Forget,
}

/// Reads what is wanted.
struct Look {
    chosen: Chosen,
    act: Act,
}

impl Job for Look {
    fn title(&self) -> String {
        format!("counting {}", self.chosen.text)
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let mut rows = Vec::new();
        let query = self.chosen.query.clone().of_wanted().unwrap_or_default();
        wanted::list(at.session, &query, at.progress, &mut |wanted| {
            rows.push(wanted);
            true
        })?;
        Ok(Outcome::Planned(Box::new(OfWanted { act: self.act, rows })))
    }
}

/// What is wanted, and what becomes of it.
struct OfWanted {
    act: Act,
    rows: Vec<Wanted>,
}

impl OfWanted {
    fn total(&self) -> String {
        counted(self.rows.len() as u64, "signature", "signatures")
    }
}

impl Plan for OfWanted {
    fn verb(&self) -> &'static str {
        match self.act {
            Act::Sign(_) => "sign",
            Act::Forget => "forget",
        }
    }

    fn summary(&self) -> Vec<String> {
        let what = match &self.act {
            Act::Sign(content) if content.is_empty() => {
                "Nobody here has seen the contents: what is signed is what others say of them."
            }
            Act::Sign(_) => "Signed is what is found among the contents, and nothing else.",
            Act::Forget => "They are no longer wanted; whoever asks again has them back on the list.",
        };
        let unknown = self.rows.iter().filter(|wanted| wanted.size().is_none()).count();
        let bytes: u64 = self.rows.iter().filter_map(Wanted::size).sum();
        let mut first = format!("{}, of contents of {bytes} bytes", self.total());
        if unknown > 0 {
            first += &format!("; of {unknown} only the digest is known, so they need the contents");
        }
        vec![format!("{first}."), what.into()]
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn is_empty(&self) -> bool {
        let unseen = matches!(&self.act, Act::Sign(content) if content.is_empty());
        self.rows.iter().all(|wanted| unseen && wanted.size().is_none())
    }

    fn row(&self, index: usize) -> Option<Row> {
        let wanted = self.rows.get(index)?;
        let word = wanted.size().map_or_else(|| "size unknown".into(), |size| format!("{size} bytes"));
        Some(Row { word, pair: Some(wanted.pair), text: wanted.label.clone() })
    }

    fn agreed(self: Box<Self>) -> Box<dyn Job> {
        self
    }

    fn prompts(&self) -> bool {
        matches!(self.act, Act::Sign(_))
    }
}

impl Job for OfWanted {
    fn title(&self) -> String {
        match self.act {
            Act::Sign(_) => format!("signing {} that are wanted", self.total()),
            Act::Forget => format!("forgetting {} that are wanted", self.total()),
        }
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let content = match self.act {
            Act::Sign(content) => content,
            Act::Forget => {
                let forgotten = wanted::forget(at.session, &self.rows, at.progress)?;
                let text = format!("{forgotten} no longer wanted");
                return Ok(Outcome::Done(Report { text, ..Report::default() }));
            }
        };
        let seen = !content.is_empty();
        let mut contents = seen.then(|| Contents::below(&content, at.progress)).transpose()?;
        let mut agreed = Agreed::default();
        // Of what only the digest is known nothing can be signed unseen, as the plan says.
        let rows: Vec<Wanted> = self.rows.into_iter().filter(|row| seen || row.size().is_some()).collect();
        let source = wanted::own(&rows);
        let signed = wanted::sign(at.session, source, None, contents.as_mut(), &mut agreed, at.progress)?;
        let mut lines: Vec<String> = agreed.0.iter().map(told).collect();
        lines.extend(
            signed.unusable.iter().map(|(key, error)| format!("{key} was passed over: {}", told(error))),
        );
        let (provided, failed): (Vec<_>, Vec<_>) =
            wanted::provide_awaited(at.session, &signed.here, at.progress)?
                .into_iter()
                .partition(Result::is_ok);
        lines.extend(failed.iter().filter_map(|one| one.as_ref().err()).map(told));
        let more = [
            (provided.len() as u64, "provided for builds"),
            (signed.reused, "there already"),
            (signed.not_found, "not found among the contents"),
            (signed.other_keys, "for keys that can't sign here"),
            ((agreed.0.len() + failed.len()) as u64, "failed"),
        ];
        let more = more.into_iter().filter(|(count, _)| *count > 0);
        let more: String = more.map(|(count, what)| format!(", {count} {what}")).collect();
        if let Some(stopped) = signed.stopped {
            return Err(stopped);
        }
        let bad = !lines.is_empty() || signed.not_found > 0;
        let text = format!("{} signed{more}", signed.made);
        Ok(Outcome::Done(Report { text, bad, lines, ..Report::default() }))
    }
}

/// Somebody who has agreed to all of it, by the plan; and what could not be signed.
#[derive(Default)]
struct Agreed(Vec<Error>);

impl Holder for Agreed {
    fn decide(&mut self, _: &Request) -> Decision {
        Decision::Sign
    }

    fn told(&mut self, _: &Request, _: &Answer) {}

    fn refused(&mut self, error: Error) {
        self.0.push(error);
    }
}
