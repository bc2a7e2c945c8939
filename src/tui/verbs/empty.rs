use super::{Chosen, entries};
use crate::cache::Trashed;
use crate::ops::{Error, trash};
use crate::tui::job::{At, Job, Outcome, Plan, Report, Row};

/// Plans to delete for good what is in the trash.
pub struct Empty(pub Chosen);

impl Job for Empty {
    fn title(&self) -> String {
        format!("looking for {} in the trash", self.0.text)
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let mut rows = Vec::new();
        trash::list(at.session, &self.0.query, at.progress, &mut |trashed| {
            rows.push(trashed);
            true
        })?;
        Ok(Outcome::Planned(Box::new(Emptying(rows))))
    }
}

/// What goes for good.
struct Emptying(Vec<Trashed>);

impl Plan for Emptying {
    fn verb(&self) -> &'static str {
        "delete for good"
    }

    fn summary(&self) -> Vec<String> {
        let total = entries(self.0.len() as u64);
        vec![format!("{total} of the trash."), "Nobody can bring them back.".into()]
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn row(&self, index: usize) -> Option<Row> {
        let trashed = self.0.get(index)?;
        let entry = &trashed.entry;
        Some(Row { word: trashed.reason.to_string(), pair: Some(entry.pair), text: entry.label.clone() })
    }

    fn agreed(self: Box<Self>) -> Box<dyn Job> {
        self
    }
}

impl Job for Emptying {
    fn title(&self) -> String {
        format!("deleting {} for good", entries(self.0.len() as u64))
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let deleted = trash::empty(at.session, &self.0, at.progress)?;
        let text = format!("{} deleted for good", entries(deleted));
        Ok(Outcome::Done(Report { text, ..Report::default() }))
    }
}
