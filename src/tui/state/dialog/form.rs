use super::Field;
use crate::tui::job::Job;
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
    /// What is wrong with an answer.
    pub error: Option<String>,
    /// The key that asked for all this.
    pub asked: Chord,
    /// What becomes of the answers.
    pub submit: Box<dyn Submit>,
}

/// A question, and its answer so far.
pub struct Question {
    /// What is asked for, in a word or two.
    pub name: &'static str,
    /// The same in a sentence.
    pub help: &'static str,
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
    fn submit(&self, answers: &Answers<'_>, state: &State) -> Result<Submitted, (usize, String)>;
}

/// What is to be done once a form is filled in.
pub enum Submitted {
    /// Make a plan and show it, under this title.
    Plan(String, Box<dyn Job>),
    /// Do it in the background.
    Start(Box<dyn Job>),
    /// Do it while the terminal is free, for somebody may have to type a passphrase.
    Foreground(Box<dyn Job>),
}

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

    /// Whether a question is answered with yes.
    #[must_use]
    pub fn is(&self, question: usize) -> bool {
        matches!(self.0.get(question).map(|question| &question.answer), Some(Answer::Switch(true)))
    }
}

impl Question {
    /// A question for a text.
    #[must_use]
    pub fn text(name: &'static str, help: &'static str, text: &str) -> Self {
        Self { name, help, answer: Answer::Text(Field::new(text)) }
    }

    /// A question for yes or no.
    #[must_use]
    pub const fn switch(name: &'static str, help: &'static str, yes: bool) -> Self {
        Self { name, help, answer: Answer::Switch(yes) }
    }

    /// A question for one of several words.
    #[must_use]
    pub const fn choice(name: &'static str, help: &'static str, words: Vec<String>) -> Self {
        Self { name, help, answer: Answer::Choice(words, 0) }
    }
}
