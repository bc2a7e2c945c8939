//! Doing what a job is to do, by the same operations as on the command line.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::model::gc::{Guard, Policy};
use crate::model::query::{Filter, Query, Term};
use crate::ops::gc::{self, Deadline, GcWish};
use crate::ops::{Error, Interactive, Progress, Session};
use crate::tui::job::{Job, Outcome, Report, Undo};
use crate::tui::plan::Planned;

/// Does what a job is to do.
pub fn apply(
    session: &Session,
    _: &Interactive,
    job: Job,
    progress: &dyn Progress,
) -> Result<Outcome, Error> {
    match job {
        Job::PlanDeletion(query, text) => plan_deletion(session, &query, &text, progress),
        Job::Apply(planned) => match *planned {
            Planned::Deletion(plan) => delete(session, &plan, progress),
        },
    }
}

fn plan_deletion(
    session: &Session,
    query: &Query,
    text: &str,
    progress: &dyn Progress,
) -> Result<Outcome, Error> {
    let wish = GcWish {
        policy: Policy::default(),
        grace: Duration::ZERO.into(),
        // A person sees in the plan that it is the last one.
        allowed: BTreeSet::from([Guard::Young, Guard::LastCopy]),
        archived: false,
        shared: true,
        list_kept: true,
    };
    let plan = gc::plan_deletion(session, (query, text), &wish, progress)?;
    Ok(Outcome::Planned(Box::new(Planned::Deletion(plan))))
}

fn delete(session: &Session, plan: &gc::Plan, progress: &dyn Progress) -> Result<Outcome, Error> {
    let applied = gc::apply(session, plan, Deadline::after(None), progress)?;
    let pairs = plan.items.iter().map(|item| item.pair).collect();
    let trashed = Query { terms: vec![Term { negated: false, filter: Filter::Pairs(pairs) }], sort: None };
    let mut text = format!("{} moved to the trash; u brings them back", applied.deleted);
    if applied.changed > 0 {
        text += &format!(", {} stayed because they were used or changed meanwhile", applied.changed);
    }
    let undo =
        (applied.deleted > 0).then(|| Undo { what: format!("deletion of {}", applied.deleted), trashed });
    Ok(Outcome::Done(Report { text, bad: applied.changed > 0, lines: Vec::new(), undo }))
}
