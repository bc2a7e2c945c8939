use super::sample::Sample;
use super::{Chosen, entries};
use crate::cache::{Edit, Selection};
use crate::model::Untrusted;
use crate::ops::{self, Error};
use crate::tui::job::{At, Job, Outcome, Plan, Report, Row};
use crate::tui::state::State;
use crate::tui::state::dialog::{Answers, Asked, Question, Submit, Submitted, Wrong};

/// Asks for a label, beginning with the one that there is.
pub fn label(chosen: Chosen, now: &str) -> Asked {
    let questions =
        vec![Question::text("label", "what people call the content; nothing takes the label away", now)];
    Asked { title: format!("Label {}", chosen.text), questions, submit: Box::new(Label(chosen)) }
}

struct Label(Chosen);

impl Submit for Label {
    fn submit(&self, answers: &Answers<'_>, _: &State) -> Result<Submitted, Wrong> {
        let text = answers.text(0);
        let label = (!text.is_empty()).then(|| Untrusted::new(text));
        let title = format!("Label {}", self.0.text);
        Ok(Submitted(title, Box::new(Change { chosen: self.0.clone(), edit: Edit::Label(label) })))
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
        let sample = Sample::of(&self.chosen.query, at)?;
        Ok(Outcome::Planned(Box::new(Changing { change: *self, selection, sample })))
    }
}

/// What is changed, and of which entries.
struct Changing {
    change: Change,
    selection: Selection,
    sample: Sample,
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
            Edit::Pin(true) => "Kept whatever any policy says.".into(),
            Edit::Pin(false) => "Subject to policies again.".into(),
            Edit::Label(Some(label)) => format!("Called {label} from here on."),
            Edit::Label(None) => "Without a label from here on.".into(),
        };
        vec![format!("{}.", self.sample.summary()), what]
    }

    fn len(&self) -> usize {
        self.sample.len()
    }

    fn is_empty(&self) -> bool {
        self.selection.count == 0
    }

    fn row(&self, index: usize) -> Option<Row> {
        self.sample.row(index)
    }

    fn agreed(self: Box<Self>) -> Box<dyn Job> {
        self
    }
}

impl Job for Changing {
    fn title(&self) -> String {
        let doing = match self.change.edit {
            Edit::Pin(true) => "pinning",
            Edit::Pin(false) => "unpinning",
            Edit::Label(_) => "labelling",
        };
        format!("{doing} {}", self.change.chosen.text)
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let selected = (&self.change.chosen.query, self.selection);
        at.progress.expect_entries(Some(self.selection.count));
        let changed = ops::edit(at.session, selected, &self.change.edit, at.progress)?;
        let done = match self.change.edit {
            Edit::Pin(true) => "pinned",
            Edit::Pin(false) => "unpinned",
            Edit::Label(_) => "labelled",
        };
        Ok(Outcome::Done(Report { text: format!("{} {done}", entries(changed)), ..Report::default() }))
    }
}
