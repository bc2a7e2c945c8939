use super::Chosen;
use crate::cache::{Edit, Selection};
use crate::model::Untrusted;
use crate::ops::{self, Error};
use crate::tui::job::{At, Job, Outcome, Plan, Report, Row};
use crate::tui::state::State;
use crate::tui::state::dialog::{Answers, Submit, Submitted};

/// Asks for a label.
pub struct Label(pub Chosen);

impl Submit for Label {
    fn submit(&self, answers: &Answers<'_>, _: &State) -> Result<Submitted, (usize, String)> {
        let text = answers.text(0);
        let label = (!text.is_empty()).then(|| Untrusted::new(text));
        let title = format!("Label {}", self.0.text);
        Ok(Submitted::Plan(title, Box::new(Change { chosen: self.0.clone(), edit: Edit::Label(label) })))
    }
}

/// Plans to change something about entries.
pub struct Change {
    /// Which entries.
    pub chosen: Chosen,
    /// What.
    pub edit: Edit,
}

impl Job for Change {
    fn title(&self) -> String {
        format!("counting {}", self.chosen.text)
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let selection = ops::selection(at.session, &self.chosen.query)?;
        Ok(Outcome::Planned(Box::new(Changing { change: *self, selection })))
    }
}

/// What is changed, and of how many entries.
struct Changing {
    change: Change,
    selection: Selection,
}

impl Plan for Changing {
    fn verb(&self) -> &'static str {
        match self.change.edit {
            Edit::Pin(true) => "pin",
            Edit::Pin(false) => "unpin",
            Edit::Label(_) => "label",
        }
    }

    fn summary(&self) -> Vec<String> {
        let what = match &self.change.edit {
            Edit::Pin(true) => "are kept whatever any policy says".into(),
            Edit::Pin(false) => "are subject to policies again".into(),
            Edit::Label(Some(label)) => format!("are called {label}"),
            Edit::Label(None) => "lose their labels".into(),
        };
        vec![format!("{} entries ({}) {what}.", self.selection.count, self.change.chosen.text)]
    }

    fn len(&self) -> usize {
        0
    }

    fn is_empty(&self) -> bool {
        self.selection.count == 0
    }

    fn row(&self, _: usize) -> Option<Row> {
        None
    }

    fn agreed(self: Box<Self>) -> Box<dyn Job> {
        self
    }
}

impl Job for Changing {
    fn title(&self) -> String {
        format!("{}ing {}", self.verb(), self.change.chosen.text)
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let selected = (&self.change.chosen.query, self.selection);
        let changed = ops::edit(at.session, selected, &self.change.edit, at.progress)?;
        Ok(Outcome::Done(Report { text: format!("{changed} changed"), ..Report::default() }))
    }
}
