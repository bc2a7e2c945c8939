use std::collections::BTreeSet;
use std::path::PathBuf;

use super::delete::{item_row, spared_row};
use super::entries;
use super::export::{path, shown};
use crate::model::Age;
use crate::model::gc::{ByteCount, Guard, Policy, Reason};
use crate::ops::gc::{self, Deadline, GcWish};
use crate::ops::place::Target;
use crate::ops::{self, Error, Keeping};
use crate::tui::job::{At, Job, Outcome, Plan, Report, Row, Undo};
use crate::tui::state::State;
use crate::tui::state::dialog::{Answers, Asked, Question, Submit, Submitted, Wrong};

/// The facts for which entries can go, and what they are called, in the order of the questions.
const FACTS: [(Reason, &str, &str); 5] = [
    (Reason::Bad, "bad", "those that do not verify"),
    (Reason::KeyRevoked, "key revoked", "those whose keys are revoked"),
    (Reason::KeyExpired, "key expired", "those whose keys have expired"),
    (Reason::Superseded, "superseded", "those that another key has signed in the place of theirs"),
    (Reason::ContentGone, "content gone", "those whose contents are gone from the Nix store"),
];

/// The guards that can be switched off, in the order of the questions.
const GUARDS: [(Guard, &str, &str); 3] = [
    (Guard::Pinned, "even pinned", "also those that a person pinned"),
    (Guard::Live, "even live", "also those whose copies in a Nix store something needs"),
    (Guard::LastCopy, "even last copies", "also those of which no other copy is known"),
];

/// Asks for a policy, and shows what it comes to while it is edited.
pub fn collect(keeping: &Keeping) -> Asked {
    let Keeping { policy, grace, keep_trash } = keeping;
    let text = |value: Option<String>| value.unwrap_or_default();
    let age = |age: Option<Age>| text(age.map(in_full));
    let number = |number: Option<u64>| text(number.map(|number| number.to_string()));
    let mut questions = vec![
        Question::text(
            "unused for",
            "those that were not handed out for so long, such as 90d",
            &age(policy.unused_for),
        ),
        Question::text(
            "older than",
            "those that came into the cache so long ago, such as 2y",
            &age(policy.older_than),
        ),
        Question::text(
            "at most entries",
            "so many stay, those that were used last",
            &number(policy.max_entries),
        ),
        Question::text("at most bytes", "so many stay, such as 500M", &number(policy.max_bytes)),
    ];
    let fact = |(reason, name, help)| Question::switch(name, help, policy.facts.contains(&reason));
    questions.extend(FACTS.map(fact));
    questions.extend(GUARDS.map(|(_, name, help)| Question::switch(name, help, false)));
    let unseen = "also on a cache that others read, whose uses leave no stamp";
    questions.extend([
        Question::switch("even unseen use", unseen, false),
        Question::text("grace", "every entry stays at least so long", &in_full(*grace)),
        Question::text(
            "empty trash",
            "what has been in the trash for so long goes for good",
            &in_full(*keep_trash),
        ),
        Question::text("archive", "a new file or directory/ that gets what goes, checked before it goes", ""),
    ]);
    Asked { title: "Collect garbage".into(), questions, submit: Box::new(Wishes) }
}

/// An age as it can be typed again.
fn in_full(age: Age) -> String {
    let seconds = age.duration().as_secs();
    let whole = [("d", 86_400), ("h", 3_600)].into_iter().find(|(_, length)| seconds.is_multiple_of(*length));
    whole.map_or_else(|| format!("{seconds}s"), |(unit, length)| format!("{}{unit}", seconds / length))
}

struct Wishes;

impl Wishes {
    fn wish(answers: &Answers<'_>) -> Result<(GcWish, Age), Wrong> {
        let facts = FACTS.iter().enumerate().filter(|(at, _)| answers.is(4 + at));
        let allowed = GUARDS.iter().enumerate().filter(|(at, _)| answers.is(9 + at));
        let policy = Policy {
            unused_for: answers.parsed(0)?,
            older_than: answers.parsed(1)?,
            max_entries: answers.parsed(2)?,
            max_bytes: answers.parsed(3)?.map(|ByteCount(bytes)| bytes),
            facts: facts.map(|(_, (reason, ..))| *reason).collect(),
        };
        let wish = GcWish {
            policy,
            grace: answers.parsed(13)?.ok_or_else(|| (13, "say how long, if only 0s".to_owned()))?,
            allowed: allowed.map(|(_, (guard, ..))| *guard).collect::<BTreeSet<_>>(),
            archived: !answers.text(15).is_empty(),
            shared: answers.is(12),
            list_kept: true,
        };
        let keep = answers.parsed(14)?.ok_or_else(|| (14, "say how long, if only 0s".to_owned()))?;
        Ok((wish, keep))
    }
}

impl Submit for Wishes {
    fn submit(&self, answers: &Answers<'_>, state: &State) -> Result<Submitted, Wrong> {
        let (wish, keep_trash) = Self::wish(answers)?;
        let archive = answers.text(15);
        let archive = (!archive.is_empty()).then(|| path(archive, state));
        Ok(Submitted("Collect garbage".into(), Box::new(Planning { wish, keep_trash, archive })))
    }

    fn preview(&self, answers: &Answers<'_>) -> Option<Result<Box<dyn Job>, Wrong>> {
        let planning = |(wish, keep_trash)| Box::new(Planning { wish, keep_trash, archive: None });
        Some(Self::wish(answers).map(|wish| planning(wish) as Box<dyn Job>))
    }
}

/// Plans what goes by a policy.
struct Planning {
    wish: GcWish,
    keep_trash: Age,
    archive: Option<PathBuf>,
}

impl Job for Planning {
    fn title(&self) -> String {
        "planning what goes".into()
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        if let Some(archive) = &self.archive {
            Target::new(archive, false, at.stop)?;
        }
        // Without a policy nothing goes, nor is the trash emptied.
        let (plan, over) = if self.wish.policy.is_empty() {
            (gc::Plan::default(), 0)
        } else {
            (gc::plan(at.session, &self.wish, at.progress)?, gc::over(at.session, self.keep_trash)?)
        };
        Ok(Outcome::Planned(Box::new(Collection { planning: *self, plan, over })))
    }
}

/// What goes, and why.
struct Collection {
    planning: Planning,
    plan: gc::Plan,
    /// How many have been in the trash for long enough.
    over: u64,
}

impl Plan for Collection {
    fn verb(&self) -> &'static str {
        "move to the trash"
    }

    fn summary(&self) -> Vec<String> {
        if self.planning.wish.policy.is_empty() {
            return vec!["There is no policy, so nothing goes.".into()];
        }
        let mut summary = vec![format!("{}.", gc::summary(&self.plan))];
        if self.over > 0 {
            let over = entries(self.over);
            summary.push(format!(
                "{over} in the trash for long enough: deleted for good, which nothing undoes."
            ));
        }
        if let Some(archive) = &self.planning.archive {
            summary.push(format!("Before it goes it is written to {}, and read back.", shown(archive)));
        }
        summary
    }

    fn len(&self) -> usize {
        self.plan.items.len() + self.plan.spared.len()
    }

    fn is_empty(&self) -> bool {
        self.plan.items.is_empty() && self.over == 0
    }

    fn row(&self, index: usize) -> Option<Row> {
        let items = &self.plan.items;
        items.get(index).map(item_row).or_else(|| self.plan.spared.get(index - items.len()).map(spared_row))
    }

    fn agreed(self: Box<Self>) -> Box<dyn Job> {
        self
    }
}

impl Job for Collection {
    fn title(&self) -> String {
        "collecting garbage".into()
    }

    fn run(self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        let Self { planning: Planning { keep_trash, archive, .. }, plan, .. } = *self;
        let unlimited = Deadline::after(None);
        let _lock = gc::begin(at.session, at.progress)?;
        if let Some(archive) = archive.filter(|_| !plan.items.is_empty()) {
            gc::archive(at.session, (&archive, at.stop), &plan.items, unlimited, at.progress)?;
        }
        // First, so that what this run puts there stays at least until the next one.
        let (emptied, _) = gc::empty_over(at.session, keep_trash, unlimited, at.progress)?;
        let applied = gc::apply(at.session, &plan, unlimited, at.progress)?;
        gc::sweep(at.session)?;
        ops::sweep_roots(at.session, &at.session.stores(&[]))?;
        let mut text = format!("{} ({} bytes) went to the trash", entries(applied.deleted), applied.bytes);
        if applied.changed > 0 {
            text += &format!(", {} stayed because they were used or changed meanwhile", applied.changed);
        }
        if emptied > 0 {
            text += &format!(", {emptied} were deleted from it for good");
        }
        let undo = Undo::of_deletion(&plan, applied.deleted);
        Ok(Outcome::Done(Report { text, bad: applied.changed > 0, undo, ..Report::default() }))
    }
}
