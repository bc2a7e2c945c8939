use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::model::Pair;

/// How long what was handed out is handed out again without a look at the cache: so late is noticed what was deleted or revoked.
const FRESH: Duration = Duration::from_secs(2);

/// How many signatures are remembered; all are forgotten where they get more.
const MOST: usize = 16 * 1024;

/// What was handed out moments ago.
#[derive(Default)]
pub(super) struct Memo(HashMap<Pair, (Instant, Arc<[u8]>)>);

impl Memo {
    pub(super) fn get(&self, pair: &Pair) -> Option<Arc<[u8]>> {
        let (since, signature) = self.0.get(pair)?;
        (since.elapsed() < FRESH).then(|| Arc::clone(signature))
    }

    pub(super) fn remember(&mut self, pair: Pair, signature: Arc<[u8]>) {
        if self.0.len() >= MOST {
            self.0.clear();
        }
        self.0.insert(pair, (Instant::now(), signature));
    }
}
