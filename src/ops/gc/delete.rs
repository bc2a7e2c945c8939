use std::collections::HashMap;

use super::inspect::Inspector;
use super::plan::{Described, GcWish, Plan, describe, rules};
use crate::model::Untrusted;
use crate::model::gc::{Chooser, Facts, Reason};
use crate::model::query::Query;
use crate::ops::{Error, Progress, Session};

/// Plans to delete what a query selects. The policy of the wish counts for nothing: a person decided.
///
/// # Errors
/// When nothing is selected, the cache can't be read, or a person asks to stop.
pub fn plan_deletion(
    session: &Session,
    (query, text): (&Query, &str),
    wish: &GcWish,
    progress: &dyn Progress,
) -> Result<Plan, Error> {
    let mut entries = Vec::new();
    crate::ops::list(session, query, progress, &mut |entry, _| {
        entries.push(Some(entry));
        true
    })?;
    if entries.is_empty() {
        return Err(Error::NothingSelected(Untrusted::new(text)));
    }
    let rules = rules(session, wish);
    let mut chooser = Chooser::new(&rules, session.settings().now);
    for (row, entry) in (0..).zip(entries.iter().flatten()) {
        let bytes = entry.signature.len() + entry.proof.as_ref().map_or(0, Vec::len);
        chooser.see(Facts {
            row,
            bytes: bytes as u64,
            stored: entry.stored,
            used: entry.used,
            pinned: entry.pinned,
            suspected: vec![Reason::Person],
        });
    }
    let at = |row: i64| usize::try_from(row).ok().and_then(|row| entries.get(row).cloned()).flatten();
    let inspector = Inspector::new(session, wish.archived, progress)?;
    let mut described = HashMap::new();
    let chosen = chooser.choose(&mut |group| {
        let entries: Vec<_> = group.iter().map(|facts| at(facts.row)).collect();
        described.extend(
            group
                .iter()
                .zip(&entries)
                .filter_map(|(facts, entry)| Some((facts.row, Described::of(entry.as_ref()?)))),
        );
        inspector.inspect(group, &entries)
    })?;
    describe(chosen, wish, described, &|row| Ok(at(row)), progress)
}
