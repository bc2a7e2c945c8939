use std::collections::BTreeSet;
use std::time::Duration;

use super::Chosen;
use crate::model::gc::{Guard, Policy, words};
use crate::model::query::{Filter, Query, Term};
use crate::ops::Error;
use crate::ops::gc::{self, Deadline, GcWish};
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
        "delete"
    }

    fn summary(&self) -> Vec<String> {
        vec![gc::summary(&self.0), "They can be restored as long as they rest in the trash.".into()]
    }

    fn len(&self) -> usize {
        self.0.items.len() + self.0.spared.len()
    }

    fn is_empty(&self) -> bool {
        self.0.items.is_empty()
    }

    fn row(&self, index: usize) -> Option<Row> {
        if let Some(item) = self.0.items.get(index) {
            let word = words(&item.reasons);
            return Some(Row { word, pair: Some(item.pair), text: item.label.clone() });
        }
        let spared = self.0.spared.get(index - self.0.items.len())?;
        let guards: Vec<_> = spared.guards.iter().map(|guard| guard.word()).collect();
        let word = format!("kept ({})", guards.join(", "));
        Some(Row { word, pair: Some(spared.pair), text: spared.label.clone() })
    }

    fn agreed(self: Box<Self>) -> Box<dyn Job> {
        self
    }
}

impl Job for Deletion {
    fn title(&self) -> String {
        "moving to the trash".into()
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let applied = gc::apply(at.session, &self.0, Deadline::after(None), at.progress)?;
        let pairs = self.0.items.iter().map(|item| item.pair).collect();
        let trashed =
            Query { terms: vec![Term { negated: false, filter: Filter::Pairs(pairs) }], sort: None };
        let mut text = format!("{} moved to the trash; u brings them back", applied.deleted);
        if applied.changed > 0 {
            text += &format!(", {} stayed because they were used or changed meanwhile", applied.changed);
        }
        let undo = (applied.deleted > 0)
            .then(|| Undo { what: format!("the deletion of {}", applied.deleted), trashed });
        Ok(Outcome::Done(Report { text, bad: applied.changed > 0, lines: Vec::new(), undo }))
    }
}
