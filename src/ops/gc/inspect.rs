use std::collections::{BTreeMap, BTreeSet};

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
    /// For each key, those that took its place, at once or after others.
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
            Some(entry) => {
                if self.progress.cancelled() {
                    return Err(Error::Interrupted);
                }
                let successors = self.successors(facts, &entry.pair)?;
                Ok(Finding {
                    reasons: self.reasons(facts, entry, &successors)?,
                    live: live.contains(&entry.pair),
                    elsewhere: self.archived
                        || upstream::holds(self.session, &entry.pair, &entry.signature, self.progress)?,
                    successors,
                })
            }
            None => Ok(Finding::default()),
        };
        group.iter().zip(entries).map(look).collect()
    }

    /// The suspected reasons that hold.
    fn reasons(&self, facts: &Facts, entry: &Entry, successors: &[i64]) -> Result<Vec<Reason>, Error> {
        let mut reasons = Vec::new();
        for reason in &facts.suspected {
            let holds = match reason {
                Reason::Bad => matches!(self.prove(entry)?, Some(Outcome::Bad(_))),
                Reason::Superseded => !successors.is_empty(),
                _ => true,
            };
            if holds {
                reasons.push(*reason);
            }
        }
        Ok(reasons)
    }

    /// The good signatures of the pair's content by keys that took the place of its key.
    fn successors(&self, facts: &Facts, pair: &Pair) -> Result<Vec<i64>, Error> {
        let mut found = Vec::new();
        if !facts.suspected.contains(&Reason::Superseded) {
            return Ok(found);
        }
        let Some(cache) = self.session.cache()? else { return Ok(found) };
        for key in self.successors.get(&pair.key).into_iter().flatten() {
            let newer = Pair { key: *key, ..*pair };
            if let Some(row) = cache.number(&newer)?
                && let Some(entry) = cache.entry_at(row)?
                && matches!(self.prove(&entry)?, Some(Outcome::Proven(_)))
            {
                found.push(row);
            }
        }
        Ok(found)
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

/// Who took whose place, at once or after others, without those of whom it is said both ways: neither of
/// them is the newer one.
fn without_circles(noted: &[(KeyId, KeyId)]) -> BTreeMap<KeyId, BTreeSet<KeyId>> {
    let mut next: BTreeMap<KeyId, BTreeSet<KeyId>> = BTreeMap::new();
    for (old, new) in noted {
        next.entry(*old).or_default().insert(*new);
    }
    let all_after = |old: &KeyId| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![*old]);
        while let Some(key) = open.pop() {
            open.extend(next.get(&key).into_iter().flatten().filter(|new| seen.insert(**new)));
        }
        seen
    };
    let after: BTreeMap<KeyId, BTreeSet<KeyId>> = next.keys().map(|old| (*old, all_after(old))).collect();
    let precedes = |key: &KeyId, other: &KeyId| after.get(key).is_some_and(|keys| keys.contains(other));
    let newer = |(old, keys): (&KeyId, &BTreeSet<KeyId>)| {
        (*old, keys.iter().filter(|new| !precedes(new, old)).copied().collect())
    };
    after.iter().map(newer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_keys_that_took_each_others_place_none_is_newer() {
        let key = |digit: char| format!("openpgp:{}", digit.to_string().repeat(40)).parse::<KeyId>().unwrap();
        let (a, b, c, d) = (key('A'), key('B'), key('C'), key('D'));
        let found = without_circles(&[(a, b), (b, c), (c, b), (c, d), (d, d)]);
        assert_eq!(found[&a], BTreeSet::from([b, c, d]));
        assert_eq!(found[&b], BTreeSet::from([d]));
        assert_eq!(found[&c], BTreeSet::from([d]));
        assert_eq!(found[&d], BTreeSet::new());
    }
}
