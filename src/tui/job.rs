//! What runs beside the screen: plans in the making, and plans that are carried out.

use super::plan::Planned;
use super::state::rows::Trouble;
use crate::model::query::Query;

/// The number of a job; never used twice.
pub type JobId = u64;

/// What a job is to do.
pub enum Job {
    /// Find out what deleting the entries that a query selects comes to.
    PlanDeletion(Query, String),
    /// Carry out a plan that a person has agreed to.
    Apply(Box<Planned>),
}

impl Job {
    /// What it is called.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match self {
            Self::PlanDeletion(..) => "planning to delete",
            Self::Apply(planned) => planned.doing(),
        }
    }
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
    Planned(Box<Planned>),
    /// It did something; what, in a sentence, and what is worth looking at.
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
    /// More, a line each.
    pub lines: Vec<String>,
    /// What undoes it.
    pub undo: Option<Undo>,
}

/// What undoes something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undo {
    /// What was done, in a few words.
    pub what: String,
    /// What is in the trash for it.
    pub trashed: Query,
}
