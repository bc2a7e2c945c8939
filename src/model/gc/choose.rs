use std::collections::BTreeSet;
use std::iter::Peekable;
use std::vec::IntoIter;

use jiff::Timestamp;

use super::{Guard, Reason, Rules};
use crate::model::Age;

/// What a look at the table tells of an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facts {
    /// The entry's number in the database.
    pub row: i64,
    /// The bytes of its signature and its proof.
    pub bytes: u64,
    /// When it came into the cache.
    pub stored: Timestamp,
    /// When it was last handed out.
    pub used: Timestamp,
    /// Whether a person asked to keep it.
    pub pinned: bool,
    /// Reasons of the policy that seem to hold, and are looked into before they count.
    pub suspected: Vec<Reason>,
}

/// What a closer look found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Finding {
    /// Those of the suspected reasons that hold.
    pub reasons: Vec<Reason>,
    /// Whether a Nix store keeps a copy for somebody else.
    pub live: bool,
    /// Whether another place has the signature.
    pub elsewhere: bool,
    /// The numbers of the entries that supersede it, also those that supersede one of them. If they all go,
    /// it is superseded no more.
    pub successors: Vec<i64>,
}

/// An entry that is to go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leaving {
    /// What is known of it.
    pub facts: Facts,
    /// Why it goes.
    pub reasons: Vec<Reason>,
    /// Whether no other place is known that has the signature.
    pub last_copy: bool,
}

/// An entry that would go, and stays.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// What is known of it.
    pub facts: Facts,
    /// Why it would go.
    pub reasons: Vec<Reason>,
    /// What keeps it.
    pub guards: Vec<Guard>,
}

/// What is to become of the entries. Those that were not used for the longest time come first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Chosen {
    /// What goes.
    pub leaving: Vec<Leaving>,
    /// What has a reason to go and is kept by guards.
    pub kept: Vec<Kept>,
    /// How many entries there are.
    pub entries: u64,
    /// How many bytes they have.
    pub bytes: u64,
}

/// Sees every entry once, and then chooses.
#[derive(Debug)]
pub struct Chooser<'a> {
    rules: &'a Rules,
    now: Timestamp,
    /// What has a reason, or may have one.
    suspects: Vec<Facts>,
    /// What has none, as long as there is a limit that could be one.
    others: Vec<Facts>,
    chosen: Chosen,
}

/// An entry that was looked into.
struct Looked {
    facts: Facts,
    reasons: Vec<Reason>,
    guards: Vec<Guard>,
    last_copy: bool,
    successors: Vec<i64>,
}

/// How many entries are looked into together.
const GROUP: usize = 512;

/// Looks closely at some entries; gives a finding for each, in their order.
pub type Inspect<'a, E> = dyn FnMut(&[Facts]) -> Result<Vec<Finding>, E> + 'a;

impl<'a> Chooser<'a> {
    /// A chooser that has seen nothing yet.
    #[must_use]
    pub fn new(rules: &'a Rules, now: Timestamp) -> Self {
        Self { rules, now, suspects: Vec::new(), others: Vec::new(), chosen: Chosen::default() }
    }

    /// Sees an entry.
    pub fn see(&mut self, facts: Facts) {
        self.chosen.entries += 1;
        self.chosen.bytes += facts.bytes;
        let policy = &self.rules.policy;
        if !facts.suspected.is_empty() || !self.certain(&facts).is_empty() {
            self.suspects.push(facts);
        } else if policy.max_entries.is_some() || policy.max_bytes.is_some() {
            self.others.push(facts);
        }
    }

    /// Chooses what goes. `inspect` is asked only about entries that have a reason and no guard yet.
    ///
    /// # Errors
    /// With the first error of `inspect`.
    pub fn choose<E>(mut self, inspect: &mut Inspect<'_, E>) -> Result<Chosen, E> {
        let mut suspects = std::mem::take(&mut self.suspects);
        suspects.sort_unstable_by_key(order);
        let mut leaving = Vec::new();
        let mut suspects = suspects.into_iter().peekable();
        while suspects.peek().is_some() {
            let group = suspects.by_ref().take(GROUP).map(|facts| (self.certain(&facts), facts)).collect();
            for looked in self.look(group, inspect)? {
                if looked.reasons.is_empty() {
                    self.others.push(looked.facts);
                } else if looked.guards.is_empty() {
                    leaving.push(looked);
                } else {
                    self.settle(looked);
                }
            }
        }
        self.choose_by_limits(leaving, inspect)?;
        self.chosen.leaving.sort_by_key(|leaving| order(&leaving.facts));
        self.chosen.kept.sort_by_key(|kept| order(&kept.facts));
        Ok(self.chosen)
    }

    /// Lets the least recently used go until the limits are kept. What guards keep counts, and stays.
    ///
    /// What only entries supersede that go for other reasons stays as well, unless it is one of the least
    /// recently used; so whenever there is such a one, the limits are gone through anew. What goes for such
    /// reasons is more each time, so this ends. Of several that supersede each other the last one is the first
    /// to come back, and may be what the others are superseded by.
    fn choose_by_limits<E>(
        &mut self,
        mut leaving: Vec<Looked>,
        inspect: &mut Inspect<'_, E>,
    ) -> Result<(), E> {
        let mut others = std::mem::take(&mut self.others);
        others.sort_unstable_by_key(order);
        let mut others = others.into_iter().peekable();
        // Those that were looked into, in order.
        let mut known: Vec<Looked> = Vec::new();
        loop {
            let (count, whys) = self.pass_limits(&leaving, &mut known, &mut others, inspect)?;
            let limited = known[..count].iter().filter(|looked| looked.guards.is_empty());
            let gone: BTreeSet<i64> = if leaving.iter().any(is_only_superseded) {
                let others = leaving.iter().filter(|looked| !is_only_superseded(looked));
                others.chain(limited).map(|looked| looked.facts.row).collect()
            } else {
                BTreeSet::new()
            };
            let stays = |looked: &mut Looked| {
                is_only_superseded(looked) && looked.successors.iter().all(|row| gone.contains(row))
            };
            let before = known.len();
            known.extend(leaving.extract_if(.., stays));
            if known.len() == before {
                known.truncate(count);
                for (looked, reasons) in known.into_iter().zip(whys) {
                    self.settle(Looked { reasons, ..looked });
                }
                leaving.into_iter().for_each(|looked| self.settle(looked));
                return Ok(());
            }
            known.sort_by_key(|looked| order(&looked.facts));
        }
    }

    /// How many of the least recently used are passed until the limits are kept, and why each.
    fn pass_limits<E>(
        &self,
        leaving: &[Looked],
        known: &mut Vec<Looked>,
        others: &mut Peekable<IntoIter<Facts>>,
        inspect: &mut Inspect<'_, E>,
    ) -> Result<(usize, Vec<Vec<Reason>>), E> {
        let gone: u64 = leaving.iter().map(|looked| looked.facts.bytes).sum();
        let mut entries = self.chosen.entries - leaving.len() as u64;
        let mut bytes = self.chosen.bytes - gone;
        let policy = &self.rules.policy;
        let hopeless = self.rules.alone && !self.allows(Guard::LastCopy);
        let mut whys = Vec::new();
        loop {
            let too_many = policy.max_entries.is_some_and(|most| entries > most).then_some(Reason::TooMany);
            let too_large = policy.max_bytes.is_some_and(|most| bytes > most).then_some(Reason::TooLarge);
            let reasons: Vec<Reason> = [too_many, too_large].into_iter().flatten().collect();
            if reasons.is_empty() {
                break;
            }
            let next = known.get(whys.len()).map(|looked| order(&looked.facts));
            if others.peek().is_some_and(|facts| next.is_none_or(|next| order(facts) < next)) {
                let group = others.by_ref().take(GROUP).map(|facts| (reasons.clone(), facts)).collect();
                known.extend(self.look(group, inspect)?);
                known[whys.len()..].sort_by_key(|looked| order(&looked.facts));
                continue;
            }
            let Some(looked) = known.get(whys.len()) else { break };
            // Where nothing can go, what would go is told of, and not everything that there is.
            if looked.guards.is_empty() || hopeless {
                entries -= 1;
                bytes -= looked.facts.bytes;
            }
            whys.push(reasons);
        }
        Ok((whys.len(), whys))
    }

    /// The reasons and guards of some entries, each with what is certain to be a reason.
    fn look<E>(
        &self,
        group: Vec<(Vec<Reason>, Facts)>,
        inspect: &mut Inspect<'_, E>,
    ) -> Result<Vec<Looked>, E> {
        let guarded = |(reasons, facts): &(Vec<Reason>, Facts)| {
            let bad = facts.suspected.contains(&Reason::Bad);
            let alone = self.rules.alone && !bad && !self.allows(Guard::LastCopy);
            !reasons.is_empty() && (alone || !self.own_guards(facts).is_empty())
        };
        let asked: Vec<Facts> =
            group.iter().filter(|one| !guarded(one)).map(|(_, facts)| facts.clone()).collect();
        let found = if asked.is_empty() { Vec::new() } else { inspect(&asked)? };
        let mut found = found.into_iter();
        Ok(group
            .into_iter()
            .map(|(mut reasons, facts)| {
                let looked_into = !guarded(&(reasons.clone(), facts.clone()));
                let finding = if looked_into { found.next().unwrap_or_default() } else { Finding::default() };
                reasons.extend(&finding.reasons);
                reasons.sort_unstable();
                reasons.dedup();
                let mut guards = self.own_guards(&facts);
                let last_copy = !finding.elsewhere && !finding.reasons.contains(&Reason::Bad);
                let known = looked_into || self.rules.alone && !facts.suspected.contains(&Reason::Bad);
                for (guard, holds) in [(Guard::Live, finding.live), (Guard::LastCopy, last_copy && known)] {
                    if holds && !self.allows(guard) {
                        guards.push(guard);
                    }
                }
                Looked { facts, reasons, guards, last_copy, successors: finding.successors }
            })
            .collect())
    }

    fn settle(&mut self, Looked { facts, reasons, guards, last_copy, .. }: Looked) {
        if guards.is_empty() {
            self.chosen.leaving.push(Leaving { facts, reasons, last_copy });
        } else {
            self.chosen.kept.push(Kept { facts, reasons, guards });
        }
    }

    /// The reasons that the table alone gives.
    fn certain(&self, facts: &Facts) -> Vec<Reason> {
        let policy = &self.rules.policy;
        let before = |time, age: Option<Age>| age.is_some_and(|age| is_before(time, age, self.now));
        let unused = before(facts.used, policy.unused_for).then_some(Reason::Unused);
        let old = before(facts.stored, policy.older_than).then_some(Reason::Old);
        [unused, old].into_iter().flatten().collect()
    }

    /// The guards that the table alone gives.
    fn own_guards(&self, facts: &Facts) -> Vec<Guard> {
        let young = !is_before(facts.stored, self.rules.grace, self.now);
        [(Guard::Pinned, facts.pinned), (Guard::Young, young)]
            .into_iter()
            .filter(|(guard, holds)| *holds && !self.allows(*guard))
            .map(|(guard, _)| guard)
            .collect()
    }

    fn allows(&self, guard: Guard) -> bool {
        self.rules.allowed.contains(&guard)
    }
}

fn is_only_superseded(looked: &Looked) -> bool {
    looked.reasons == [Reason::Superseded]
}

/// Whether a time is at least so long ago.
fn is_before(time: Timestamp, age: Age, now: Timestamp) -> bool {
    let limit = now.as_second().saturating_sub_unsigned(age.duration().as_secs());
    time.as_second() <= limit
}

fn order(facts: &Facts) -> (Timestamp, Timestamp, i64) {
    (facts.used, facts.stored, facts.row)
}
