use super::sample::Sample;
use super::{Chosen, counted, told};
use crate::model::Untrusted;
use crate::ops::{self, Error};
use crate::tui::job::{At, Job, Outcome, Plan, Report, Row};

/// Plans to copy entries into the Nix store.
pub struct Bind(pub Chosen);

impl Job for Bind {
    fn title(&self) -> String {
        format!("counting {}", self.0.text)
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let sample = Sample::of(&self.0.query, at)?;
        let stores = at.session.stores(&[]).into_iter().map(|store| store.name).collect();
        Ok(Outcome::Planned(Box::new(Binding { chosen: self.0, sample, stores })))
    }
}

/// What is copied where.
struct Binding {
    chosen: Chosen,
    sample: Sample,
    stores: Vec<Untrusted>,
}

impl Plan for Binding {
    fn verb(&self) -> &'static str {
        "bind"
    }

    fn summary(&self) -> Vec<String> {
        let stores: Vec<_> = self.stores.iter().map(ToString::to_string).collect();
        vec![
            format!("{}.", self.sample.summary()),
            format!("A copy of each goes into {}, with a root that keeps it there.", stores.join(" and ")),
        ]
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

impl Job for Binding {
    fn title(&self) -> String {
        format!("binding {}", self.chosen.text)
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let Chosen { query, text, .. } = &self.chosen;
        let stores = at.session.stores(&[]);
        let results = ops::bind_query(at.session, &stores, ops::Form::Copy, (query, text), at.progress)?;
        let (mut new, mut already, mut lines) = (0, 0, Vec::new());
        for result in results {
            match result {
                Ok(bound) if bound.already => already += 1,
                Ok(_) => new += 1,
                Err(Error::Interrupted) => return Ok(Outcome::Interrupted),
                Err(error) => lines.push(told(&error)),
            }
        }
        let mut text = format!("{} bound", counted(new, "copy", "copies"));
        if already > 0 {
            text += &format!(", {already} were there already");
        }
        if !lines.is_empty() {
            text += &format!(", {} failed", lines.len());
        }
        Ok(Outcome::Done(Report { text, bad: !lines.is_empty(), lines, ..Report::default() }))
    }
}
