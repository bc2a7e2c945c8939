use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;

use super::{Error, Progress, Session};
use crate::cache::activity::{self, Day};
use crate::cache::{Beside, Facts};
use crate::model::{Age, KeyId, Verdict};

/// A cache in numbers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Stats {
    /// Everything together.
    pub total: Count,
    /// By key.
    pub keys: BTreeMap<KeyId, Count>,
    /// How many entries were stored so long ago: up to an age, or longer ago than all of them.
    pub age: Vec<(Option<Age>, u64)>,
    /// How many entries were last used so long ago.
    pub used: Vec<(Option<Age>, u64)>,
    /// How many entries were stored in each month (`2026-11`, UTC), the earliest first.
    pub growth: BTreeMap<String, u64>,
    /// What there is beside the entries.
    pub beside: Beside,
    /// What the user looked up on each day of late (`2026-11-22`, UTC), the earliest first.
    pub days: BTreeMap<String, Day>,
}

/// Entries, counted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Count {
    /// How many there are.
    pub entries: u64,
    /// How many bytes their contents have.
    pub content_bytes: u64,
    /// How many bytes their signatures and proofs have.
    pub stored_bytes: u64,
    /// How many have a proof.
    pub proofs: u64,
    /// How many are pinned.
    pub pinned: u64,
    /// By the verdict that was reached last.
    pub verdicts: BTreeMap<Option<Verdict>, u64>,
    /// When the latest of them was signed.
    pub last_signed: Option<Timestamp>,
}

const DAY: u64 = 86_400;

/// Ages that people tell apart.
const AGES: [u64; 4] = [DAY, 7 * DAY, 30 * DAY, 365 * DAY];

/// Counts what is in a cache, in one pass.
///
/// # Errors
/// When the cache can't be read, or a person asks to stop.
pub fn stats(session: &Session, progress: &dyn Progress) -> Result<Stats, Error> {
    let now = session.settings().now;
    let ages = || AGES.map(|seconds| Some(Age::from(Duration::from_secs(seconds)))).into_iter().chain([None]);
    let mut stats = Stats {
        age: ages().map(|age| (age, 0)).collect(),
        used: ages().map(|age| (age, 0)).collect(),
        days: activity::days(&session.settings().ledger)?,
        ..Stats::default()
    };
    if let Some(cache) = session.cache()? {
        stats.beside = cache.beside()?;
        cache.overview(&mut |facts| {
            stats.total.add(&facts);
            stats.keys.entry(facts.key).or_default().add(&facts);
            put(&mut stats.age, facts.stored, now);
            put(&mut stats.used, facts.used, now);
            *stats.growth.entry(facts.stored.strftime("%Y-%m").to_string()).or_default() += 1;
            !progress.cancelled()
        })?;
    }
    if progress.cancelled() { Err(Error::Interrupted) } else { Ok(stats) }
}

/// Counts a time among those that are as long ago.
fn put(ages: &mut [(Option<Age>, u64)], time: Timestamp, now: Timestamp) {
    let ago = u64::try_from(now.as_second().saturating_sub(time.as_second())).unwrap_or(0);
    let within = |age: &Option<Age>| age.is_none_or(|age| ago < age.duration().as_secs());
    if let Some((_, count)) = ages.iter_mut().find(|(age, _)| within(age)) {
        *count += 1;
    }
}

impl Count {
    pub(super) fn add(&mut self, facts: &Facts) {
        self.entries += 1;
        self.content_bytes = self.content_bytes.saturating_add(facts.size);
        self.stored_bytes += facts.stored_bytes;
        self.proofs += u64::from(facts.proof);
        self.pinned += u64::from(facts.pinned);
        *self.verdicts.entry(facts.verdict).or_default() += 1;
        self.last_signed = self.last_signed.max(Some(facts.signed));
    }
}
