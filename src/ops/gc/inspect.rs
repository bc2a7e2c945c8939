use std::collections::{BTreeMap, BTreeSet};

use super::Plan;
use crate::model::gc::{Facts, Finding, Reason};
use crate::model::{Entry, KeyId, Pair};
use crate::ops::content::Content;
use crate::ops::prove::{Outcome, prove};
use crate::ops::{Error, Progress, Session, certificates, upstream};

/// Looks closely at entries: verifies, asks Nix and looks into upstreams.
pub(super) struct Inspector<'a> {
    session: &'a Session,
    archived: bool,
    progress: &'a dyn Progress,
    /// For each key, those that took its place.
    successors: BTreeMap<KeyId, BTreeSet<KeyId>>,
}

impl<'a> Inspector<'a> {
    pub(super) fn new(
        session: &'a Session,
        archived: bool,
        progress: &'a dyn Progress,
    ) -> Result<Self, Error> {
        let noted = session.cache()?.map(crate::cache::Cache::successions).transpose()?.unwrap_or_default();
        Ok(Self { session, archived, progress, successors: without_circles(&noted) })
    }

    /// A finding for each of some entries; one that is gone has none, and stays out of every plan.
    pub(super) fn inspect(&self, group: &[Facts], entries: &[Option<Entry>]) -> Result<Vec<Finding>, Error> {
        if self.progress.cancelled() {
            return Err(Error::Interrupted);
        }
        let live = super::live::live(self.session, entries.iter().flatten(), self.progress)?;
        let look = |(facts, entry): (&Facts, &Option<Entry>)| match entry {
            Some(entry) => Ok(Finding {
                reasons: self.reasons(facts, entry)?,
                live: live.contains(&entry.pair),
                elsewhere: self.archived
                    || upstream::holds(self.session, &entry.pair, &entry.signature, self.progress)?,
            }),
            None => Ok(Finding::default()),
        };
        group.iter().zip(entries).map(look).collect()
    }

    /// The suspected reasons that hold.
    fn reasons(&self, facts: &Facts, entry: &Entry) -> Result<Vec<Reason>, Error> {
        let mut reasons = Vec::new();
        for reason in &facts.suspected {
            let holds = match reason {
                Reason::Bad => matches!(self.prove(entry)?, Some(Outcome::Bad(_))),
                Reason::Superseded => self.is_superseded(&entry.pair, &|_| true)?,
                _ => true,
            };
            if holds {
                reasons.push(*reason);
            }
        }
        Ok(reasons)
    }

    /// The plan without those that only a signature supersedes which goes itself.
    pub(super) fn with_successors(&self, mut plan: Plan) -> Result<Plan, Error> {
        if plan.items.iter().any(|item| item.reasons == [Reason::Superseded]) {
            let going: BTreeSet<Pair> = plan.items.iter().map(|item| item.pair).collect();
            let mut items = Vec::with_capacity(plan.items.len());
            for item in plan.items {
                if item.reasons != [Reason::Superseded]
                    || self.is_superseded(&item.pair, &|newer| !going.contains(newer))?
                {
                    items.push(item);
                }
            }
            plan.items = items;
        }
        Ok(plan)
    }

    /// Whether a key that took the place of the pair's has a good signature of the content.
    fn is_superseded(&self, pair: &Pair, counts: &dyn Fn(&Pair) -> bool) -> Result<bool, Error> {
        let Some(cache) = self.session.cache()? else { return Ok(false) };
        for key in self.successors.get(&pair.key).into_iter().flatten() {
            let newer = Pair { key: *key, ..*pair };
            if counts(&newer)
                && let Some(entry) = cache.get(&newer)?
                && matches!(self.prove(&entry)?, Some(Outcome::Proven(_)))
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What an entry is worth without its content; none where nobody has the certificate.
    fn prove(&self, entry: &Entry) -> Result<Option<Outcome>, Error> {
        let Some(certificate) = certificates::certificate(self.session, &entry.pair.key, self.progress)?
        else {
            return Ok(None);
        };
        let content = Content::from_digest(entry.pair.content);
        let stored = entry.proof.as_deref().map(|proof| (proof, entry.size));
        let now = self.session.settings().now;
        prove(&certificate, &entry.pair, &entry.signature, &content, stored, now, self.progress).map(Some)
    }
}

/// Who took whose place, without those of whom it is said both ways: neither of them is the newer one.
fn without_circles(noted: &[(KeyId, KeyId)]) -> BTreeMap<KeyId, BTreeSet<KeyId>> {
    let mut all: BTreeMap<KeyId, BTreeSet<KeyId>> = BTreeMap::new();
    for (old, new) in noted {
        all.entry(*old).or_default().insert(*new);
    }
    let leads_to = |from: &KeyId, to: &KeyId| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![*from]);
        while let Some(key) = open.pop() {
            if key == *to {
                return true;
            }
            if seen.insert(key) {
                open.extend(all.get(&key).into_iter().flatten());
            }
        }
        false
    };
    let newer = |old: &KeyId| all[old].iter().filter(|new| !leads_to(new, old)).copied().collect();
    all.keys().map(|old| (*old, newer(old))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_keys_that_took_each_others_place_none_is_newer() {
        let key = |digit: char| format!("openpgp:{}", digit.to_string().repeat(40)).parse::<KeyId>().unwrap();
        let (a, b, c, d) = (key('A'), key('B'), key('C'), key('D'));
        let found = without_circles(&[(a, b), (b, c), (c, b), (c, d), (d, d)]);
        assert_eq!(found[&a], BTreeSet::from([b]));
        assert_eq!(found[&b], BTreeSet::new());
        assert_eq!(found[&c], BTreeSet::from([d]));
        assert_eq!(found[&d], BTreeSet::new());
    }
}
