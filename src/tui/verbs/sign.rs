use std::path::{Path, PathBuf};

use super::export::{path, shown};
use crate::model::{KeyId, KeyRef, Pair};
use crate::ops::{self, Content, Error, How, Order, Signed, Wish};
use crate::tui::job::{At, Job, Outcome, Plan, Report, Row};
use crate::tui::state::State;
use crate::tui::state::dialog::{Answers, Asked, Question, Submit, Submitted, Wrong};

/// Asks with which key, and where the signature goes.
pub fn sign(file: &Path, state: &State) -> Asked {
    let names: Vec<_> = state.names.all().collect();
    let known = if names.is_empty() {
        "the fingerprint of a key".into()
    } else {
        format!("one of {}, or a fingerprint", names.join(", "))
    };
    let mut beside = file.as_os_str().to_owned();
    beside.push(".sig");
    let questions = vec![
        Question::text("file", "what is to be signed", &file.to_string_lossy()),
        Question::text("key", known, names.first().copied().unwrap_or_default()),
        Question::text("signature to", "the file that the signature goes to", &beside.to_string_lossy()),
    ];
    Asked { title: "Sign".into(), questions, submit: Box::new(Wishes) }
}

struct Wishes;

impl Submit for Wishes {
    fn submit(&self, answers: &Answers<'_>, state: &State) -> Result<Submitted, Wrong> {
        let key: KeyRef = answers.parsed(1)?.ok_or_else(|| (1, "say with which key".to_owned()))?;
        if answers.text(2).is_empty() {
            return Err((2, "say where the signature goes".into()));
        }
        let (file, to) = (path(answers.text(0), state), path(answers.text(2), state));
        let title = format!("Sign {}", shown(&file));
        Ok(Submitted(title, Box::new(Look { file, key, to, offline: state.offline })))
    }
}

/// Finds out what has to be signed.
struct Look {
    file: PathBuf,
    key: KeyRef,
    to: PathBuf,
    offline: bool,
}

impl Job for Look {
    fn title(&self) -> String {
        format!("reading {}", shown(&self.file))
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let key = ops::resolve(at.session, &self.key)?;
        at.session.turn_to(&key);
        let content = ops::hash_one(at.session, &self.file, at.progress)?;
        let found = match ops::find(at.session, &key, &content, false, at.progress) {
            // What is in the trash is brought back, and not signed again.
            Ok(None) | Err(Error::Trashed(_)) => None,
            found => found?.map(|answer| answer.signed.to_string()),
        };
        Ok(Outcome::Planned(Box::new(Sign { look: *self, key, content, found })))
    }
}

/// What is signed, or was.
struct Sign {
    look: Look,
    key: KeyId,
    content: Content,
    /// When it was signed, if it was.
    found: Option<String>,
}

impl Plan for Sign {
    fn verb(&self) -> &'static str {
        if self.found.is_some() { "write it" } else { "sign" }
    }

    fn summary(&self) -> Vec<String> {
        let what = match &self.found {
            Some(signed) => format!("It was signed with {} on {signed}; that signature is used.", self.key),
            None => format!(
                "It is signed with {}, unless a good signature by it lies beside the file; the signature is kept for ever.",
                self.key
            ),
        };
        vec![what, format!("The signature goes to {}.", shown(&self.look.to))]
    }

    fn len(&self) -> usize {
        1
    }

    fn is_empty(&self) -> bool {
        false
    }

    fn row(&self, index: usize) -> Option<Row> {
        let word = if self.found.is_some() { "known" } else { "new" }.to_owned();
        let pair = Some(Pair { content: self.content.digest, key: self.key });
        (index == 0).then(|| Row { word, pair, text: self.content.label.clone() })
    }

    fn agreed(self: Box<Self>) -> Box<dyn Job> {
        self
    }

    fn prompts(&self) -> bool {
        self.found.is_none() && !self.look.offline
    }
}

impl Job for Sign {
    fn title(&self) -> String {
        format!("signing {}", shown(&self.look.file))
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        at.session.turn_to(&self.key);
        let wish = Wish { offline: self.look.offline, ..Wish::default() };
        let order = Order {
            path: self.look.file.clone(),
            content: Some(self.content),
            to: Some(self.look.to.clone()),
        };
        let how = How { wish, ..How::default() };
        let results = ops::sign(at.session, &self.key, vec![order], how, at.progress)?;
        if let Some(failure) = results.failures.into_iter().next() {
            return Err(failure);
        }
        let Some((_, signed, failure)) = results.files.into_iter().next() else {
            return Err(Error::Interrupted);
        };
        let how = match signed {
            Signed::Made(_) => "signed",
            Signed::Reused(_) => "was signed before",
            Signed::Adopted(_) => "had a signature beside it, which is the first one now",
            Signed::Failed(error) => return Err(error),
            Signed::PassedOver(_) | Signed::NotSigned => return Err(Error::Interrupted),
        };
        if let Some(failure) = failure {
            return Err(failure);
        }
        let text = format!("{} {how}; the signature is in {}", shown(&self.look.file), shown(&self.look.to));
        Ok(Outcome::Done(Report { text, ..Report::default() }))
    }
}
