use std::collections::BTreeSet;
use std::time::Duration;

use super::{Chosen, entries};
use crate::model::gc::{Guard, Policy, words};
use crate::ops::Error;
use crate::ops::gc::{self, Deadline, GcWish, Item, Spared};
use crate::tui::job::{At, Job, Outcome, Plan, Report, Row, Undo};

/// Plans to move entries to the trash.
pub struct Delete(pub Chosen);

impl Job for Delete {
    fn title(&self) -> String {
        format!("planning to delete {}", self.0.text)
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let wish = GcWish {
            policy: Policy::default(),
            grace: Duration::ZERO.into(),
            // A person sees in the plan that it is the last one.
            allowed: BTreeSet::from([Guard::Young, Guard::LastCopy]),
            archived: false,
            shared: true,
            list_kept: true,
        };
        let plan = gc::plan_deletion(at.session, (&self.0.query, &self.0.text), &wish, at.progress)?;
        Ok(Outcome::Planned(Box::new(Deletion(plan))))
    }
}

/// What goes to the trash.
struct Deletion(gc::Plan);

impl Plan for Deletion {
    fn verb(&self) -> &'static str {
        "move to the trash"
    }

    fn summary(&self) -> Vec<String> {
        let mut summary = vec![format!("{}.", gc::summary(&self.0))];
        summary.push("They can be restored as long as they rest in the trash.".into());
        if !self.0.spared.is_empty() {
            summary.push(
                "What is pinned stays until p unpins it; what is live in a Nix store, until nothing needs it."
                    .into(),
            );
        }
        summary
    }

    fn len(&self) -> usize {
        self.0.items.len() + self.0.spared.len()
    }

    fn is_empty(&self) -> bool {
        self.0.items.is_empty()
    }

    fn row(&self, index: usize) -> Option<Row> {
        let items = &self.0.items;
        items.get(index).map(item_row).or_else(|| self.0.spared.get(index - items.len()).map(spared_row))
    }

    fn agreed(self: Box<Self>) -> Box<dyn Job> {
        self
    }
}

/// The row of an entry that goes.
pub fn item_row(item: &Item) -> Row {
    Row { word: words(&item.reasons), pair: Some(item.pair), text: item.label.clone() }
}

/// The row of an entry that is kept.
pub fn spared_row(spared: &Spared) -> Row {
    let guards: Vec<_> = spared.guards.iter().map(|guard| guard.word()).collect();
    let word = format!("kept ({})", guards.join(", "));
    Row { word, pair: Some(spared.pair), text: spared.label.clone() }
}

impl Job for Deletion {
    fn title(&self) -> String {
        "moving to the trash".into()
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let applied = gc::apply(at.session, &self.0, Deadline::after(None), at.progress)?;
        let mut text = format!("{} moved to the trash", entries(applied.deleted));
        if applied.changed > 0 {
            text += &format!(", {} stayed because they were used or changed meanwhile", applied.changed);
        }
        let undo = Undo::of_deletion(&self.0, applied.deleted);
        Ok(Outcome::Done(Report { text, bad: applied.changed > 0, undo, ..Report::default() }))
    }
}
