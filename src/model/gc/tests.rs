//! What must hold of every plan, whatever the policy and the entries.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::time::Duration;

use jiff::Timestamp;
use proptest::collection::{btree_set, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::model::Age;

const NOW: i64 = 1000;

/// An entry, with what a closer look at it would find.
type Known = (Facts, Finding);

fn time(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn known() -> impl Strategy<Value = Known> {
    let facts = (1..40_u64, 0..NOW, 0..NOW, prop::bool::weighted(0.1));
    let looked = (prop::bool::weighted(0.2), any::<bool>(), any::<bool>(), any::<bool>());
    let more = (prop::bool::weighted(0.4), vec(0..60_i64, 0..4));
    (facts, looked, more).prop_map(
        |((bytes, stored, used, pinned), (live, elsewhere, holds, bad), (suspected, successors))| {
            let reason = if bad { Reason::Bad } else { Reason::Superseded };
            let reasons = |is: bool| if is { vec![reason] } else { Vec::new() };
            let (stored, used) = (time(stored), time(used.max(stored)));
            let facts = Facts { row: 0, bytes, stored, used, pinned, suspected: reasons(suspected) };
            (facts, Finding { reasons: reasons(suspected && holds), live, elsewhere, successors })
        },
    )
}

/// Entries, each of which others supersede at most that come after it, never in a circle, and those that
/// supersede one of them.
fn entries() -> impl Strategy<Value = Vec<Known>> {
    vec(known(), 0..60).prop_map(|mut entries| {
        let last = i64::try_from(entries.len()).unwrap();
        let mut after: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
        for (row, (_, finding)) in entries.iter_mut().enumerate().rev() {
            let row = i64::try_from(row).unwrap();
            let successors =
                finding.successors.iter().filter(|successor| (row + 1..last).contains(successor));
            let all: BTreeSet<i64> = successors
                .flat_map(|successor| after[successor].iter().chain([successor]))
                .copied()
                .collect();
            finding.successors = all.iter().copied().collect();
            after.insert(row, all);
            if finding.successors.is_empty() {
                finding.reasons.retain(|reason| *reason != Reason::Superseded);
            }
        }
        entries
    })
}

fn rules() -> impl Strategy<Value = Rules> {
    let age = || of((0..1200_u64).prop_map(|seconds| Age::from(Duration::from_secs(seconds))));
    let guards = btree_set(select(Guard::ALL.to_vec()), 0..4);
    (age(), age(), of(0..30_u64), of(0..600_u64), age(), guards, any::<bool>()).prop_map(
        |(unused_for, older_than, max_entries, max_bytes, grace, allowed, alone)| Rules {
            policy: Policy { unused_for, older_than, max_entries, max_bytes, facts: BTreeSet::new() },
            grace: grace.unwrap_or_else(|| Duration::ZERO.into()),
            allowed,
            alone,
        },
    )
}

fn choose(rules: &Rules, entries: &[Known]) -> Chosen {
    let mut chooser = Chooser::new(rules, time(NOW));
    let mut findings = BTreeMap::new();
    for (row, (facts, finding)) in (0..).zip(entries) {
        chooser.see(Facts { row, ..facts.clone() });
        let elsewhere = finding.elsewhere && !rules.alone;
        findings.insert(row, Finding { elsewhere, ..finding.clone() });
    }
    let inspect = &mut |group: &[Facts]| {
        Ok::<_, Infallible>(group.iter().map(|facts| findings[&facts.row].clone()).collect())
    };
    chooser.choose(inspect).unwrap()
}

/// What guards an entry, worked out without the chooser.
fn guards(rules: &Rules, (facts, finding): &Known) -> BTreeSet<Guard> {
    let grace = i64::try_from(rules.grace.duration().as_secs()).unwrap();
    let bad = finding.reasons.contains(&Reason::Bad);
    let held = [
        (Guard::Pinned, facts.pinned),
        (Guard::Young, facts.stored.as_second() + grace > NOW),
        (Guard::Live, finding.live),
        (Guard::LastCopy, !bad && (rules.alone || !finding.elsewhere)),
    ];
    let held = held.into_iter().filter(|(_, holds)| *holds).map(|(guard, _)| guard);
    held.filter(|guard| !rules.allowed.contains(guard)).collect()
}

fn by_limit(reasons: &[Reason]) -> bool {
    reasons.iter().all(|reason| matches!(reason, Reason::TooMany | Reason::TooLarge))
}

proptest! {
    #[test]
    fn nothing_that_is_guarded_goes(rules in rules(), entries in entries()) {
        let chosen = choose(&rules, &entries);
        for leaving in &chosen.leaving {
            let entry = &entries[usize::try_from(leaving.facts.row).unwrap()];
            prop_assert_eq!(guards(&rules, entry), BTreeSet::new());
            prop_assert!(!leaving.reasons.is_empty());
        }
        for kept in &chosen.kept {
            let all = guards(&rules, &entries[usize::try_from(kept.facts.row).unwrap()]);
            prop_assert!(!kept.guards.is_empty() && kept.guards.iter().all(|guard| all.contains(guard)));
        }
        // Each entry is spoken of once at most.
        let rows: BTreeSet<i64> = chosen.leaving.iter().map(|leaving| leaving.facts.row)
            .chain(chosen.kept.iter().map(|kept| kept.facts.row)).collect();
        prop_assert_eq!(rows.len(), chosen.leaving.len() + chosen.kept.len());
    }

    #[test]
    fn what_supersedes_an_entry_and_nothing_else_takes_it_away_stays(rules in rules(), entries in entries()) {
        let chosen = choose(&rules, &entries);
        let going: BTreeSet<i64> = chosen.leaving.iter().map(|leaving| leaving.facts.row).collect();
        for leaving in chosen.leaving.iter().filter(|leaving| leaving.reasons == [Reason::Superseded]) {
            let successors = &entries[usize::try_from(leaving.facts.row).unwrap()].1.successors;
            prop_assert!(successors.iter().any(|successor| !going.contains(successor)));
        }
    }

    #[test]
    fn whoever_has_a_reason_and_no_guard_goes(rules in rules(), entries in entries()) {
        let chosen = choose(&rules, &entries);
        let going: BTreeSet<i64> = chosen.leaving.iter().map(|leaving| leaving.facts.row).collect();
        let passed = |time: Timestamp, age: Option<Age>| age.is_some_and(|age| {
            time.as_second() + i64::try_from(age.duration().as_secs()).unwrap() <= NOW
        });
        for (row, entry) in (0..).zip(&entries) {
            let (facts, finding) = entry;
            let superseded = finding.successors.iter().any(|successor| !going.contains(successor));
            let reason = finding.reasons.iter().any(|reason| *reason != Reason::Superseded || superseded)
                || passed(facts.used, rules.policy.unused_for)
                || passed(facts.stored, rules.policy.older_than);
            if reason && guards(&rules, entry).is_empty() {
                prop_assert!(going.contains(&row));
            }
        }
    }

    #[test]
    fn the_least_recently_used_go_first_and_exactly_down_to_the_limit(
        rules in rules(),
        entries in entries(),
    ) {
        let chosen = choose(&rules, &entries);
        let order = |facts: &Facts| (facts.used, facts.stored, facts.row);
        let limited: Vec<_> = chosen.leaving.iter().filter(|leaving| by_limit(&leaving.reasons)).collect();
        let gone: BTreeSet<i64> = chosen.leaving.iter().map(|leaving| leaving.facts.row).collect();
        // Whoever stays and could have gone was used later than all that went for a limit.
        let last = limited.iter().map(|leaving| order(&leaving.facts)).max();
        let free = |row: i64, entry: &Known| !gone.contains(&row) && guards(&rules, entry).is_empty();
        let mut free_left = 0;
        for (row, entry) in (0..).zip(&entries).filter(|(row, entry)| free(*row, entry)) {
            free_left += 1;
            let facts = Facts { row, ..entry.0.clone() };
            prop_assert!(last.is_none_or(|last| last < order(&facts)));
        }
        let bytes: u64 = entries.iter().map(|(facts, _)| facts.bytes).sum();
        let went: u64 = chosen.leaving.iter().map(|leaving| leaving.facts.bytes).sum();
        let left = (entries.len() - gone.len(), bytes - went);
        let exceeded = |(count, bytes): (usize, u64)| {
            rules.policy.max_entries.is_some_and(|most| count as u64 > most)
                || rules.policy.max_bytes.is_some_and(|most| bytes > most)
        };
        prop_assert!(!exceeded(left) || free_left == 0, "the limit is kept where that is possible");
        if let Some(last) = limited.last() {
            prop_assert!(exceeded((left.0 + 1, left.1 + last.facts.bytes)), "nothing goes that need not");
        }
    }

    #[test]
    fn without_a_policy_nothing_goes(rules in rules(), entries in entries()) {
        let rules = Rules { policy: Policy::default(), ..rules };
        let entries: Vec<Known> = entries.into_iter()
            .map(|(facts, finding)| (Facts { suspected: Vec::new(), ..facts }, finding)).collect();
        let found = choose(&rules, &entries);
        prop_assert!(found.leaving.is_empty() && found.kept.is_empty());
    }
}
