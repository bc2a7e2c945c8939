use super::{Chosen, entries};
use crate::ops::Error;
use crate::ops::trash::{self, Recovered, Recovery};
use crate::tui::job::{At, Job, Outcome, Plan, Report, Row, Undo};

/// Plans to bring back what is in the trash.
pub struct Restore {
    /// What.
    pub chosen: Chosen,
    /// What is undone by it, if something is.
    pub undo: Option<Undo>,
}

impl Job for Restore {
    fn title(&self) -> String {
        format!("looking for {} in the trash", self.chosen.text)
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let selected = (&self.chosen.query, self.chosen.text.as_str());
        let rows = trash::plan_restore(at.session, selected, at.progress)?;
        Ok(Outcome::Planned(Box::new(Recovering { rows, undo: self.undo })))
    }
}

/// What comes back.
struct Recovering {
    rows: Vec<Recovered>,
    undo: Option<Undo>,
}

impl Recovering {
    fn back(&self) -> u64 {
        let comes_back =
            |recovered: &&Recovered| matches!(recovered.class, Recovery::Restored | Recovery::Unproven);
        self.rows.iter().filter(comes_back).count() as u64
    }

    fn in_words(&self) -> String {
        let count = |class| self.rows.iter().filter(|recovered| recovered.class == class).count();
        let counts = Recovery::ALL.into_iter().filter(|class| count(*class) > 0);
        let counts: Vec<_> = counts.map(|class| format!("{} {}", count(class), class.word())).collect();
        counts.join(", ")
    }
}

impl Plan for Recovering {
    fn verb(&self) -> &'static str {
        "restore"
    }

    fn summary(&self) -> Vec<String> {
        let what = "A policy may choose them again, for they are as old as before: p pins what is to stay.";
        let back = self.back();
        let come = if back == 1 { "comes" } else { "come" };
        vec![format!("{} {come} back ({}).", entries(back), self.in_words()), what.into()]
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn is_empty(&self) -> bool {
        self.back() == 0
    }

    fn row(&self, index: usize) -> Option<Row> {
        let recovered = self.rows.get(index)?;
        let text = recovered.reason.clone().or_else(|| recovered.label.clone());
        Some(Row { word: recovered.class.word().to_owned(), pair: Some(recovered.pair), text })
    }

    fn agreed(self: Box<Self>) -> Box<dyn Job> {
        self
    }
}

impl Job for Recovering {
    fn title(&self) -> String {
        format!("restoring {}", entries(self.back()))
    }

    fn run(mut self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        trash::restore(at.session, &mut self.rows, at.progress)?;
        let text = self.in_words();
        let is_bad = |recovered: &Recovered| matches!(recovered.class, Recovery::Conflict | Recovery::Bad);
        let bad = self.rows.iter().any(is_bad);
        Ok(Outcome::Done(Report { text, bad, undid: self.undo, ..Report::default() }))
    }
}
