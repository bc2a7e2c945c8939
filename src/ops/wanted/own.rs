use std::vec::IntoIter;

use crate::bundle::{self, Item, Reader};
use crate::model::{Record, Untrusted, Wanted};
use crate::ops::Source;

/// What is wanted by the cache itself, as if it came in a bundle.
#[must_use]
pub fn own(wanted: &[Wanted]) -> Source {
    let bare = |wanted: &Wanted| {
        let Wanted { pair, label, .. } = wanted.clone();
        Record { pair, size: 0, signed: None, proof: None, label }
    };
    let record = |wanted: &Wanted| wanted.record(true).unwrap_or_else(|| bare(wanted));
    let records: Vec<Record> = wanted.iter().map(record).collect();
    Source::new(Untrusted::new("what is wanted"), Box::new(Own(records.into_iter())))
}

struct Own(IntoIter<Record>);

impl Reader for Own {
    fn next(&mut self) -> Result<Option<Item>, bundle::Error> {
        Ok(self.0.next().map(Item::Wanted))
    }
}
