use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::model::{Entry, Pair, StorePath, Untrusted};
use crate::ops::{Error, KnownStore, Notice, Progress, Session};

/// Those of some entries whose copies in Nix stores are kept there by somebody else.
///
/// A store that can't be asked keeps every copy that is noted as bound there, as long as its root is there.
pub(super) fn live<'a>(
    session: &Session,
    entries: impl Iterator<Item = &'a Entry> + Clone,
) -> Result<BTreeSet<Pair>, Error> {
    let mut live = BTreeSet::new();
    for known in session.stores(&[]) {
        let mut pairs: BTreeMap<StorePath, Pair> = BTreeMap::new();
        for entry in entries.clone() {
            pairs.insert(known.path_of(&entry.pair, &entry.signature)?, entry.pair);
        }
        let paths: Vec<StorePath> = pairs.keys().cloned().collect();
        match known.store.kept_by_others(&known.roots, &paths) {
            Ok(kept) => live.extend(kept.iter().filter_map(|path| pairs.get(path))),
            Err(_) => {
                for pair in pairs.values() {
                    if is_noted(session, &known, pair)? {
                        live.insert(*pair);
                    }
                }
            }
        }
    }
    Ok(live)
}

/// Whether a copy is noted in a store, and its root is still there.
fn is_noted(session: &Session, known: &KnownStore, pair: &Pair) -> Result<bool, Error> {
    let bindings = session.cache()?.map(|cache| cache.bindings(pair)).transpose()?.unwrap_or_default();
    Ok(bindings.iter().any(|binding| {
        binding.store.raw() == known.store.dir() && Path::new(binding.root.raw()).symlink_metadata().is_ok()
    }))
}

/// Drops the roots of the copies of entries that went, unless they were handed out since the plan was made.
///
/// That a root can't be dropped is told, and loses nothing: the next run tries again.
pub(super) fn unroot<'a>(
    session: &Session,
    gone: impl Iterator<Item = &'a Entry> + Clone,
    progress: &dyn Progress,
) {
    for known in session.stores(&[]) {
        for entry in gone.clone() {
            // A name that Nix would not allow was never bound.
            let Ok(path) = known.path_of(&entry.pair, &entry.signature) else { continue };
            if let Err(error) = known.store.unroot(&known.roots, &path, session.settings().now) {
                let reason = Untrusted::new(error.to_string());
                progress.notice(Notice::PassedOver { path: known.roots.clone(), reason });
                break;
            }
        }
    }
}

/// Drops the roots of what is in the trash, which a run that was killed, or a copy that was in use, has left.
///
/// # Errors
/// When the cache can't be read.
pub fn unroot_trashed(session: &Session, progress: &dyn Progress) -> Result<(), Error> {
    let mut trashed = Vec::new();
    crate::ops::trash::list(session, &crate::model::query::Query::default(), progress, &mut |found| {
        trashed.push(found.entry);
        true
    })?;
    let Some(cache) = session.cache()? else { return Ok(()) };
    let mut gone = Vec::new();
    for entry in trashed {
        let here = cache.get(&entry.pair)?;
        // The same signature may have come back from elsewhere, and then it is no garbage.
        if here.is_none_or(|here| here.signature != entry.signature) {
            gone.push(entry);
        }
    }
    unroot(session, gone.iter(), progress);
    Ok(())
}
