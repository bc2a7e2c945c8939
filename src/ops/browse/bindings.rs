use std::io::ErrorKind;
use std::path::Path;

use super::{BoundRow, Browser, Live};
use crate::cache::Binding;
use crate::model::StorePath;
use crate::model::query::Query;
use crate::ops::{Error, KnownStore, Progress};

impl Browser {
    /// The copies in Nix stores of the entries that a query selects, the latest first unless it has an order, and how
    /// many more than `most` there are.
    ///
    /// Only those that are given are looked at in their stores. Starts no process.
    ///
    /// # Errors
    /// When the cache can't be read, or a person asks to stop.
    pub fn bindings(
        &mut self,
        query: &Query,
        most: usize,
        progress: &dyn Progress,
    ) -> Result<(Vec<BoundRow>, u64), Error> {
        let session = self.session()?;
        let Some(cache) = session.cache()? else { return Ok((Vec::new(), 0)) };
        let stores = session.stores(&[]);
        let mut rows = Vec::new();
        let more =
            cache.select_bindings(query, session.settings().now, most, &mut |pair, label, binding| {
                let live = live(&stores, &binding);
                let Binding { store, path, root, bound } = binding;
                rows.push(BoundRow { pair, label, store, path, root, bound, live });
                !progress.cancelled()
            })?;
        if progress.cancelled() { Err(Error::Interrupted) } else { Ok((rows, more)) }
    }
}

fn live(stores: &[KnownStore], binding: &Binding) -> Live {
    let known = stores.iter().find(|store| store.base_name(&binding.root).is_some());
    let Some(known) = known.filter(|known| known.store.is_reachable()) else { return Live::Elsewhere };
    // What is noted is anybody's text: only a path of the store is looked at, and at its own place.
    let Ok(path) = StorePath::parse(known.store.dir(), binding.path.raw()) else { return Live::Elsewhere };
    if known.store.is_bound(&known.roots, &path) {
        return Live::Rooted;
    }
    let Some(real) = known.store.locate(Path::new(binding.path.raw())) else { return Live::Elsewhere };
    match real.symlink_metadata() {
        Ok(_) => Live::Unrooted,
        Err(error) if error.kind() == ErrorKind::NotFound => Live::Collected,
        Err(_) => Live::Elsewhere,
    }
}
