use std::fmt::Display;
use std::str::FromStr;

use super::Field;
use crate::model::Untrusted;
use crate::tui::job::{Job, JobId, Plan, Reading};
use crate::tui::keymap::Chord;
use crate::tui::state::State;

/// Some questions before something is planned or done.
pub struct Form {
    /// What it is about.
    pub title: String,
    /// The questions.
    pub questions: Vec<Question>,
    /// The one that is answered.
    pub cursor: usize,
    /// The plan that the answers come to so far, where one is shown while they are given.
    pub preview: Option<Preview>,
    /// What is wrong with an answer.
    pub error: Option<String>,
    /// The key that asked for all this.
    pub asked: Chord,
    /// What becomes of the answers.
    pub submit: Box<dyn Submit>,
}

/// The plan that the answers come to, made anew whenever one of them changes.
#[derive(Default)]
pub struct Preview {
    /// The job that makes it, while it does.
    pub job: Option<JobId>,
    /// How far that is.
    pub reading: Reading,
    /// What was made last.
    pub planned: Option<Box<dyn Plan>>,
    /// Why none could be made.
    pub trouble: Option<String>,
}

/// A question, and its answer so far.
pub struct Question {
    /// What is asked for, in a word or two.
    pub name: &'static str,
    /// The same in a sentence.
    pub help: String,
    /// The answer so far.
    pub answer: Answer,
}

/// An answer so far.
pub enum Answer {
    /// A text.
    Text(Field),
    /// Yes or no.
    Switch(bool),
    /// One of several words.
    Choice(Vec<String>, usize),
}

/// What becomes of the answers to a form.
pub trait Submit {
    /// What is to be done.
    ///
    /// # Errors
    /// When an answer makes no sense: the number of its question, and what is wrong.
    fn submit(&self, answers: &Answers<'_>, state: &State) -> Result<Submitted, Wrong>;

    /// What makes the plan that is shown while answers are given; none where none is.
    fn preview(&self, _: &Answers<'_>) -> Option<Result<Box<dyn Job>, Wrong>> {
        None
    }
}

/// The number of a question, and what is wrong with its answer.
pub type Wrong = (usize, String);

/// A form to be opened.
pub struct Asked {
    /// What it is about.
    pub title: String,
    /// The questions.
    pub questions: Vec<Question>,
    /// What becomes of the answers.
    pub submit: Box<dyn Submit>,
}

/// What is to be done once a form is filled in: a plan is made and shown, under this title.
pub struct Submitted(pub String, pub Box<dyn Job>);

/// The answers to a form.
pub struct Answers<'a>(pub &'a [Question]);

impl Answers<'_> {
    /// The text that answers a question.
    #[must_use]
    pub fn text(&self, question: usize) -> &str {
        match self.0.get(question).map(|question| &question.answer) {
            Some(Answer::Text(field)) => field.text().trim(),
            Some(Answer::Choice(words, at)) => words.get(*at).map_or("", String::as_str),
            Some(Answer::Switch(_)) | None => "",
        }
    }

    /// What the text that answers a question says; none if there is no text.
    ///
    /// # Errors
    /// When it says nothing of this kind.
    pub fn parsed<T: FromStr<Err: Display>>(&self, question: usize) -> Result<Option<T>, Wrong> {
        let text = self.text(question);
        let wrong = |error: T::Err| (question, format!("`{}` is {error}", Untrusted::new(text)));
        (!text.is_empty()).then(|| text.parse().map_err(wrong)).transpose()
    }

    /// Whether a question is answered with yes.
    #[must_use]
    pub fn is(&self, question: usize) -> bool {
        matches!(self.0.get(question).map(|question| &question.answer), Some(Answer::Switch(true)))
    }
}

impl Question {
    /// A question for a text.
    #[must_use]
    pub fn text(name: &'static str, help: impl Into<String>, text: &str) -> Self {
        Self { name, help: help.into(), answer: Answer::Text(Field::new(text)) }
    }

    /// A question for yes or no.
    #[must_use]
    pub fn switch(name: &'static str, help: impl Into<String>, yes: bool) -> Self {
        Self { name, help: help.into(), answer: Answer::Switch(yes) }
    }

    /// A question for one of several words.
    #[must_use]
    pub fn choice(name: &'static str, help: impl Into<String>, words: Vec<String>) -> Self {
        Self { name, help: help.into(), answer: Answer::Choice(words, 0) }
    }
}
