use std::collections::HashMap;
use std::time::{Duration, Instant};

use crate::model::{KeyId, Rule};

const MINUTE: Duration = Duration::from_secs(60);

/// How many signatures of each key were made, or asked of a person, within the minute that runs.
#[derive(Default)]
pub(super) struct Pace(HashMap<KeyId, (Instant, u32)>);

impl Pace {
    /// Counts one more, unless the rule of its key has it that there were enough.
    pub(super) fn allows(&mut self, key: &KeyId, rule: Rule) -> bool {
        let Some(most) = rule.max_per_minute else { return true };
        let (since, count) = self.0.entry(*key).or_insert_with(|| (Instant::now(), 0));
        if since.elapsed() >= MINUTE {
            (*since, *count) = (Instant::now(), 0);
        }
        *count += 1;
        *count <= most
    }
}
