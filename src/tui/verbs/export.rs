use std::path::{Path, PathBuf};

use super::sample::Sample;
use super::{Chosen, entries};
use crate::model::{KeyId, KeyRef};
use crate::ops::place::Target;
use crate::ops::{self, Choice, Error};
use crate::tui::job::{At, Job, Outcome, Plan, Report, Row};
use crate::tui::state::State;
use crate::tui::state::dialog::{Answers, Asked, Question, Submit, Submitted, Wrong};

/// A path that somebody typed, as seen from where the application began.
pub fn path(text: &str, state: &State) -> PathBuf {
    state.directory.join(text)
}

/// A directory that somebody typed, if one was.
pub fn directory(text: &str, state: &State) -> Vec<PathBuf> {
    (!text.is_empty()).then(|| path(text, state)).into_iter().collect()
}

/// Asks where to, and for whom.
pub fn export(chosen: Chosen) -> Asked {
    let questions = vec![
        Question::text("to", "a new file, or a directory that ends with /", "signatures.tar.zst"),
        Question::switch("encrypt", "so that only holders of keys can read it", false),
        Question::text("recipients", "whose keys, by alias or fingerprint; those that signed, if empty", ""),
        Question::switch("labels", "tell what people here call the contents", true),
        Question::switch(
            "proofs",
            "let others verify without the contents; shows up to 63 bytes of each",
            true,
        ),
    ];
    Asked { title: format!("Export {}", chosen.text), questions, submit: Box::new(Wishes(chosen)) }
}

struct Wishes(Chosen);

impl Submit for Wishes {
    fn submit(&self, answers: &Answers<'_>, state: &State) -> Result<Submitted, Wrong> {
        let to = answers.text(0);
        if to.is_empty() {
            return Err((0, "say where to".into()));
        }
        let recipients: Result<Vec<KeyRef>, _> =
            answers.text(2).split([' ', ',']).filter(|word| !word.is_empty()).map(str::parse).collect();
        let recipients = recipients.map_err(|error| (2, error.to_string()))?;
        let encrypted = answers.is(1) || !recipients.is_empty();
        let export = Export {
            chosen: self.0.clone(),
            to: path(to, state),
            readers: encrypted.then_some(recipients),
            choice: Choice { labels: answers.is(3), proofs: answers.is(4) },
            keys: Vec::new(),
            sample: Sample::default(),
        };
        Ok(Submitted(format!("Export {}", self.0.text), Box::new(Count(export))))
    }
}

struct Count(Export);

impl Job for Count {
    fn title(&self) -> String {
        format!("counting {}", self.0.chosen.text)
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        // What is there already is said before anybody agrees.
        Target::new(&self.0.to, false, at.stop)?;
        let keys = match &self.0.readers {
            None => Vec::new(),
            Some(named) if named.is_empty() => ops::keys(at.session, &self.0.chosen.query)?,
            Some(named) => {
                named.iter().map(|key| ops::resolve(at.session, key)).collect::<Result<Vec<_>, _>>()?
            }
        };
        let sample = Sample::of(&self.0.chosen.query, at)?;
        Ok(Outcome::Planned(Box::new(Export { sample, keys, ..self.0 })))
    }
}

/// What goes where.
struct Export {
    chosen: Chosen,
    to: PathBuf,
    /// Whose keys it is encrypted to, if it is; those that signed, if none are named.
    readers: Option<Vec<KeyRef>>,
    choice: Choice,
    keys: Vec<KeyId>,
    sample: Sample,
}

impl Plan for Export {
    fn verb(&self) -> &'static str {
        "export"
    }

    fn summary(&self) -> Vec<String> {
        let mut to = format!("They go to {}", shown(&self.to));
        if self.readers.is_some() {
            let keys: Vec<_> = self.keys.iter().map(ToString::to_string).collect();
            to += &format!(", encrypted to {}", keys.join(", "));
        }
        vec![format!("{}.", self.sample.summary()), format!("{to}.")]
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

impl Job for Export {
    fn title(&self) -> String {
        format!("exporting {}", self.chosen.text)
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        ops::expect_entries(at.session, (&self.chosen.query, &self.chosen.text))?;
        let mut target = Target::new(&self.to, false, at.stop)?;
        if self.readers.is_some() {
            target = target.sealed(at.session, self.keys, at.progress)?;
        }
        let exported = target.write(|writer, place| {
            ops::export(at.session, &self.chosen.query, self.choice, (writer, place), at.progress)
        })?;
        let mut text = format!("{} exported to {}", entries(exported.new), shown(&self.to));
        if exported.same > 0 {
            text += &format!(", {} were there already", exported.same);
        }
        if exported.left_out > 0 {
            text += &format!(", {} were left out, for nobody could do anything with them", exported.left_out);
        }
        let lines = exported
            .conflicts
            .iter()
            .map(|pair| format!("another signature is there for {pair}, and was left as it is"))
            .collect();
        let bad = !exported.conflicts.is_empty() || exported.left_out > 0;
        Ok(Outcome::Done(Report { text, bad, lines, ..Report::default() }))
    }
}

/// A path, fit for a terminal.
pub fn shown(path: &Path) -> crate::model::Untrusted {
    crate::model::Untrusted::from_bytes(path.as_os_str().as_encoded_bytes())
}
