use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::Path;

use jiff::Timestamp;

use crate::cache::Binding;
use crate::model::{Entry, Pair, StorePath, Untrusted};
use crate::ops::stores::Location;
use crate::ops::{Error, Notice, Progress, Session};

/// Those of some entries whose copies in Nix stores are kept there by somebody else, as far as that is known.
///
/// What can't be found out counts as kept: every copy that is there in a store that can't be
/// asked, or is noted as bound where nobody can look; and every one that is noted as bound, by
/// a root that is there still, in a store that is not known here.
pub(super) fn live<'a>(
    session: &Session,
    entries: impl Iterator<Item = &'a Entry> + Clone,
    progress: &dyn Progress,
) -> Result<BTreeSet<Pair>, Error> {
    let mut live = BTreeSet::new();
    let stores = session.stores(&[]);
    for known in &stores {
        let mut pairs: BTreeMap<StorePath, Pair> = BTreeMap::new();
        for entry in entries.clone() {
            let locations = known.locations(&entry.pair, &entry.signature)?;
            pairs.extend(locations.map(|location| (location.path, entry.pair)));
        }
        let paths: Vec<StorePath> = pairs.keys().cloned().collect();
        match known.store.kept_by_others(&known.roots, &paths) {
            Ok(kept) => live.extend(kept.iter().filter_map(|path| pairs.get(path))),
            Err(error) => {
                let mut kept = Vec::new();
                for (path, pair) in &pairs {
                    let noted = |binding: &Binding| known.base_name(&binding.root) == Some(path.base_name());
                    let there = match known.store.seems_to_have(path) {
                        Some(there) => there,
                        None => bindings(session, pair)?.iter().any(noted),
                    };
                    kept.extend(there.then_some(*pair));
                }
                if !kept.is_empty() {
                    let (store, reason) = (known.name.clone(), Untrusted::new(error.to_string()));
                    progress.notice(Notice::StoreNotAsked { store, reason });
                }
                live.extend(kept);
            }
        }
    }
    // One question instead of one for each entry: most caches have no copies anywhere.
    if session.cache()?.map(|cache| cache.has_bindings()).transpose()? != Some(true) {
        return Ok(live);
    }
    for entry in entries {
        let elsewhere = |binding: &Binding| {
            let known = stores.iter().any(|known| known.base_name(&binding.root).is_some());
            // What may not be looked at, as another member's home, may be there.
            let root = Path::new(binding.root.raw()).symlink_metadata();
            !known && !root.is_err_and(|error| error.kind() == ErrorKind::NotFound)
        };
        if bindings(session, &entry.pair)?.iter().any(elsewhere) {
            live.insert(entry.pair);
        }
    }
    Ok(live)
}

/// Where an entry is noted as bound.
pub(super) fn bindings(session: &Session, pair: &Pair) -> Result<Vec<Binding>, Error> {
    Ok(session.cache()?.map(|cache| cache.bindings(pair)).transpose()?.unwrap_or_default())
}

/// Whether a copy of an entry was handed out at a time or later.
pub(super) fn handed_out(session: &Session, entry: &Entry, since: Timestamp) -> bool {
    session.stores(&[]).iter().any(|known| {
        let Ok(locations) = known.locations(&entry.pair, &entry.signature) else { return false };
        let handed_out = |location: &Location| known.store.handed_out(&known.roots, &location.path);
        locations.iter().filter_map(handed_out).any(|time| time >= since)
    })
}

/// Drops the roots of the copies of entries that went, as this cache has noted them, unless they were handed out since
/// the plan was made.
///
/// Another cache of the user's may have bound the same signature, whose root is no business of this
/// one. That a root can't be dropped is told, and loses nothing: `--unroot-unused` finds it.
pub(super) fn unroot<'a>(
    session: &Session,
    gone: impl Iterator<Item = &'a (Entry, Vec<Binding>)> + Clone,
    progress: &dyn Progress,
) {
    for known in session.stores(&[]) {
        for (entry, bindings) in gone.clone() {
            // A name that Nix would not allow was never bound.
            let Ok(locations) = known.locations(&entry.pair, &entry.signature) else { continue };
            let is_noted = |location: &Location| {
                let name = Some(location.path.base_name());
                bindings.iter().any(|binding| known.base_name(&binding.root) == name)
            };
            let dropped = locations.iter().filter(|location| is_noted(location)).try_for_each(|location| {
                known.store.unroot(&known.roots, &location.path, session.settings().now).map(drop)
            });
            if let Err(error) = dropped {
                let reason = Untrusted::new(error.to_string());
                progress.notice(Notice::PassedOver { path: known.roots.clone(), reason });
                break;
            }
        }
    }
}
