//! What runs beside the screen: plans in the making, and plans that are carried out.

use super::state::rows::Trouble;
use crate::files::Stop;
use crate::model::query::{Filter, Query, Term};
use crate::model::{Pair, Untrusted};
use crate::ops::{Error, Progress, Session, gc};

/// The number of a job; never used twice.
pub type JobId = u64;

/// Something to be done by a thread of its own: one of the [`verbs`](super::verbs).
pub trait Job: Send {
    /// What it does, in a few words.
    fn title(&self) -> String;

    /// Does it.
    ///
    /// # Errors
    /// When it can't be done, or a person asks to stop.
    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error>;
}

/// What there is to do something with.
pub struct At<'a> {
    /// The user and the cache.
    pub session: &'a Session,
    /// Who wants to know how far it is, and may stop it.
    pub progress: &'a dyn Progress,
    /// The same wish to stop, for what waits by itself.
    pub stop: &'a Stop,
}

/// What a person is asked to agree to: the same plan as on the command line, before anything happens.
pub trait Plan: Send {
    /// What agreeing does, in a word or two: `delete`, `import`.
    fn verb(&self) -> &'static str;

    /// What it comes to: some lines with counts, bytes and dates.
    fn summary(&self) -> Vec<String>;

    /// How many rows it has.
    fn len(&self) -> usize;

    /// Whether there is nothing to be done.
    fn is_empty(&self) -> bool;

    /// One of its rows.
    fn row(&self, index: usize) -> Option<Row>;

    /// What carries it out.
    fn agreed(self: Box<Self>) -> Box<dyn Job>;

    /// Whether somebody may have to type a passphrase for it, so that the terminal must be free.
    fn prompts(&self) -> bool {
        false
    }
}

/// A row of a plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// What becomes of it, or why, in a word or two.
    pub word: String,
    /// The pair, if it is about one.
    pub pair: Option<Pair>,
    /// What people call it, where it is, or what is to be said of it.
    pub text: Option<Untrusted>,
}

/// How far a job is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Reading {
    /// What it does right now, of which nobody knows how far it is.
    pub step: Option<&'static str>,
    /// How much it has done: entries, signatures, or bytes.
    pub done: u64,
    /// How much there is to do, if that is known.
    pub total: Option<u64>,
    /// What is counted.
    pub unit: Unit,
}

impl Reading {
    /// What was done of a hundred; none where nobody knows how much there is to do.
    #[must_use]
    pub fn percent(&self) -> Option<u16> {
        let total = self.total.filter(|total| *total > 0)?;
        let percent = self.done.saturating_mul(100) / total;
        Some(percent.min(100).try_into().unwrap_or(100))
    }
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Unit {
    /// Entries.
    #[default]
    Entries,
    /// Signatures.
    Signatures,
    /// Bytes of contents.
    Bytes,
}

/// How a job ended.
pub enum Outcome {
    /// It made a plan, for a person to look at.
    Planned(Box<dyn Plan>),
    /// It can only go on while the terminal is free, for somebody may have to type a passphrase.
    Prompts(Box<dyn Job>),
    /// It did something.
    Done(Report),
    /// It was stopped; what was done until then is kept.
    Interrupted,
    /// It failed.
    Failed(Trouble),
}

/// What a job has done.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// In a sentence.
    pub text: String,
    /// Whether something is not as it should be.
    pub bad: bool,
    /// More, a line each, for the log.
    pub lines: Vec<String>,
    /// What undoes it.
    pub undo: Option<Undo>,
    /// What it undid.
    pub undid: Option<Undo>,
}

/// What undoes something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undo {
    /// What was done, in a few words.
    pub what: String,
    /// What is in the trash for it.
    pub trashed: Query,
}

impl Undo {
    /// What brings back what went to the trash by a plan, if something did.
    pub fn of_deletion(plan: &gc::Plan, deleted: u64) -> Option<Self> {
        let pairs = plan.items.iter().map(|item| item.pair).collect();
        let terms = vec![Term { negated: false, filter: Filter::Pairs(pairs) }];
        let trashed = Query { terms, sort: None };
        (deleted > 0).then(|| Self { what: format!("the deletion of {deleted}"), trashed })
    }
}
