use super::{Chosen, counted};
use crate::ops::{self, Error, Unbinding};
use crate::tui::job::{At, Job, Outcome, Plan, Report, Row};

/// Plans to give copies up.
pub struct Unbind(pub Chosen);

impl Job for Unbind {
    fn title(&self) -> String {
        format!("looking for the copies of {}", self.0.text)
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let selected = (&self.0.query, self.0.text.as_str());
        let stores = at.session.stores(&[]);
        let plan = ops::unbinding(at.session, &stores, false, selected, at.progress)?;
        Ok(Outcome::Planned(Box::new(Unbindings(plan))))
    }
}

/// The copies that are given up.
struct Unbindings(Vec<Unbinding>);

impl Unbindings {
    fn count(&self) -> u64 {
        self.0.iter().filter(|unbinding| unbinding.at.is_some()).count() as u64
    }
}

impl Plan for Unbindings {
    fn verb(&self) -> &'static str {
        "unbind"
    }

    fn summary(&self) -> Vec<String> {
        let count = self.count();
        let left = self.0.len() as u64 - count;
        let mut text = format!("The roots of {} go.", counted(count, "copy", "copies"));
        if left > 0 {
            text +=
                &format!(" {left} are noted for stores that are not known here, or are not yours, and stay.");
        }
        vec![text, "The entries stay; Nix collects the copies that nothing else keeps.".into()]
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn is_empty(&self) -> bool {
        self.count() == 0
    }

    fn row(&self, index: usize) -> Option<Row> {
        let unbinding = self.0.get(index)?;
        let word = if unbinding.at.is_some() { "unbind" } else { "left" }.to_owned();
        Some(Row { word, pair: Some(unbinding.pair), text: Some(unbinding.path.clone()) })
    }

    fn agreed(self: Box<Self>) -> Box<dyn Job> {
        self
    }
}

impl Job for Unbindings {
    fn title(&self) -> String {
        format!("unbinding {}", counted(self.count(), "copy", "copies"))
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let unbound = ops::unbind(at.session, &self.0, at.progress)?;
        let text = format!("{} unbound", counted(unbound as u64, "copy", "copies"));
        Ok(Outcome::Done(Report { text, ..Report::default() }))
    }
}
