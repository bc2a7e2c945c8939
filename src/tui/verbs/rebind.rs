use super::Chosen;
use crate::model::Untrusted;
use crate::ops::{self, Error, Rebinding, Rebound};
use crate::tui::job::{At, Job, Outcome, Plan, Report, Row};

/// Plans to put copies back that were collected.
pub struct Rebind(pub Chosen);

impl Job for Rebind {
    fn title(&self) -> String {
        format!("looking for the copies of {}", self.0.text)
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let found = ops::rebind(at.session, &at.session.stores(&[]), &self.0.query, true, at.progress)?;
        // What deserves a look comes first.
        let (fine, mut rows): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|rebinding| matches!(rebinding.state, Rebound::Ok));
        rows.extend(fine);
        Ok(Outcome::Planned(Box::new(Rebindings { chosen: self.0, rows })))
    }
}

/// The copies, and what becomes of each.
struct Rebindings {
    chosen: Chosen,
    rows: Vec<Rebinding>,
}

fn in_words(rows: &[Rebinding]) -> String {
    let count = |word: &str| rows.iter().filter(|rebinding| rebinding.state.word() == word).count();
    let counts = Rebound::WORDS.into_iter().map(|word| (count(word), word)).filter(|(count, _)| *count > 0);
    let counts: Vec<_> = counts.map(|(count, word)| format!("{count} {word}")).collect();
    if counts.is_empty() { "nothing is bound".into() } else { counts.join(", ") }
}

fn reason(state: &Rebound) -> Option<Untrusted> {
    match state {
        Rebound::Unprovable(error) => Some(Untrusted::new(error.to_string())),
        Rebound::Failed(reason) => Some(reason.clone()),
        _ => None,
    }
}

impl Plan for Rebindings {
    fn verb(&self) -> &'static str {
        "rebind"
    }

    fn summary(&self) -> Vec<String> {
        let what = "Restored is what was collected, or has lost its root: proven, and under the same path.";
        vec![format!("{}.", in_words(&self.rows)), what.into()]
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn is_empty(&self) -> bool {
        !self.rows.iter().any(|rebinding| matches!(rebinding.state, Rebound::Restored))
    }

    fn row(&self, index: usize) -> Option<Row> {
        let Rebinding { pair, path, state, .. } = self.rows.get(index)?;
        let text = reason(state).unwrap_or_else(|| path.clone());
        Some(Row { word: state.word().to_owned(), pair: Some(*pair), text: Some(text) })
    }

    fn agreed(self: Box<Self>) -> Box<dyn Job> {
        self
    }
}

impl Job for Rebindings {
    fn title(&self) -> String {
        format!("rebinding {}", self.chosen.text)
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let stores = at.session.stores(&[]);
        let rows = ops::rebind(at.session, &stores, &self.chosen.query, false, at.progress)?;
        let is_fine = |state: &Rebound| {
            matches!(state, Rebound::Ok | Rebound::Restored | Rebound::Elsewhere | Rebound::Others(_))
        };
        let lines: Vec<_> = rows
            .iter()
            .filter(|rebinding| !is_fine(&rebinding.state))
            .map(|Rebinding { path, state, .. }| {
                let reason = reason(state).map_or_else(String::new, |reason| format!(": {reason}"));
                format!("{}  {path}{reason}", state.word())
            })
            .collect();
        Ok(Outcome::Done(Report {
            text: in_words(&rows),
            bad: !lines.is_empty(),
            lines,
            ..Report::default()
        }))
    }
}
