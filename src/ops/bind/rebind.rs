use std::path::Path;

use crate::cache::Binding;
use crate::model::query::Query;
use crate::model::{Entry, Pair, StorePath, Untrusted};
use crate::nix::BATCH;
use crate::ops::find::find;
use crate::ops::stores::Location;
use crate::ops::{Content, Error, KnownStore, Progress, Session, list};

/// What became of a binding.
#[derive(Debug)]
pub enum Rebound {
    /// The copy and its root are there.
    Ok,
    /// The copy or its root was gone, and is back.
    Restored,
    /// What is noted is not the path that the signature has, so nothing was added.
    Differs,
    /// The path has other bytes than Nix put there. Nix calls it valid, so adding it again would change nothing.
    Altered,
    /// The signature is not proven, so nothing was added.
    Unprovable(Error),
    /// Nix did not take it.
    Failed(Untrusted),
    /// A person asked to stop before it was put back.
    Interrupted,
    /// It is noted for a store that is not known here, or that is not there now.
    Elsewhere,
    /// Its root is not among those of the user: another user of the cache bound it, and looks after it. Where the root is.
    Others(Untrusted),
}

impl Rebound {
    /// All words, in the order in which they are told.
    pub const WORDS: [&'static str; 8] =
        ["ok", "restored", "differs", "unprovable", "failed", "interrupted", "elsewhere", "others"];

    /// In a word.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        let index = match self {
            Self::Ok => 0,
            Self::Restored => 1,
            Self::Differs | Self::Altered => 2,
            Self::Unprovable(_) => 3,
            Self::Failed(_) => 4,
            Self::Interrupted => 5,
            Self::Elsewhere => 6,
            Self::Others(_) => 7,
        };
        Self::WORDS[index]
    }
}

/// A binding, and what became of it.
#[derive(Debug)]
pub struct Rebinding {
    /// The pair.
    pub pair: Pair,
    /// What people call the content.
    pub label: Option<Untrusted>,
    /// What people call the store; where that is not known, its directory.
    pub store: Untrusted,
    /// The path that is noted.
    pub path: Untrusted,
    /// What became of it.
    pub state: Rebound,
}

/// Puts copies back that were collected, and roots that are gone, of the entries that a query selects.
///
/// Each signature is proven before, and must have the path that is noted. With `dry_run` nothing
/// is added, and `restored` means that it would be.
///
/// # Errors
/// When the cache can't be read, or a person asks to stop before anything is put back; each binding has a state of its own.
pub fn rebind(
    session: &Session,
    stores: &[KnownStore],
    query: &Query,
    dry_run: bool,
    progress: &dyn Progress,
) -> Result<Vec<Rebinding>, Error> {
    let mut bound = Vec::new();
    list(session, query, progress, &mut |entry, is_bound| {
        if is_bound {
            bound.push(entry);
        }
        true
    })?;
    let mut rebindings = Vec::new();
    let mut lost: Vec<Vec<Lost>> = stores.iter().map(|_| Vec::new()).collect();
    for entry in bound {
        let noted = session.cache()?.map(|cache| cache.bindings(&entry.pair)).transpose()?;
        for note in noted.unwrap_or_default() {
            if progress.cancelled() {
                return Err(Error::Interrupted);
            }
            let found = stores.iter().position(|store| store.base_name(&note.root).is_some());
            let known = found.filter(|at| stores[*at].store.is_reachable());
            let (state, object) = match known {
                Some(at) => look(session, &stores[at], &entry, &note, progress)?,
                None if found.is_some() || Path::new(note.root.raw()).starts_with(session.roots()) => {
                    (Rebound::Elsewhere, None)
                }
                None => (Rebound::Others(note.root.clone()), None),
            };
            if let (Some(at), Some((location, signature))) = (known, object) {
                lost[at].push(Lost { row: rebindings.len(), location, signature });
            }
            rebindings.push(Rebinding {
                pair: entry.pair,
                label: entry.label.clone(),
                store: found.map_or(note.store, |at| stores[at].name.clone()),
                path: note.path,
                state,
            });
        }
    }
    if !dry_run {
        for (store, lost) in stores.iter().zip(lost) {
            for batch in lost.chunks(BATCH) {
                restore(session, store, batch, &mut rebindings, progress);
            }
        }
    }
    Ok(rebindings)
}

/// A place, and the bytes that belong there.
type Object = (Location, Vec<u8>);

/// What is to be put back.
struct Lost {
    row: usize,
    location: Location,
    signature: Vec<u8>,
}

/// What is to become of a binding, and what is to be put back for it.
fn look(
    session: &Session,
    store: &KnownStore,
    entry: &Entry,
    note: &Binding,
    progress: &dyn Progress,
) -> Result<(Rebound, Option<Object>), Error> {
    let is_noted = |path: &StorePath| path.to_string() == note.path.raw();
    let is_bound = |path: &StorePath| store.store.is_bound(&store.roots, path);
    let path = store.location_noted(&note.path, &entry.pair, &entry.signature)?.path;
    // Copies in stores that can't be looked at, and unreadable ones, are Nix's to look after.
    let is_altered = |path: &StorePath, bytes: &[u8]| matches!(store.holds(path, bytes), Some(Ok(false)));
    if is_noted(&path) && is_bound(&path) && !is_altered(&path, &entry.signature) {
        return Ok((Rebound::Ok, None));
    }
    let content = Content { label: entry.label.clone(), ..Content::from_digest(entry.pair.content) };
    let answer = match find(session, &entry.pair.key, &content, false, progress) {
        Ok(Some(answer)) => answer,
        Ok(None) => return Ok((Rebound::Unprovable(Error::not_in_cache(entry.pair, None)), None)),
        Err(Error::Interrupted) => return Err(Error::Interrupted),
        Err(error) => return Ok((Rebound::Unprovable(error), None)),
    };
    // What is proven may differ from what lay in the cache.
    let location = store.location_noted(&note.path, &answer.pair, &answer.signature)?;
    let path = &location.path;
    Ok(match (is_noted(path), is_bound(path)) {
        (false, _) => (Rebound::Differs, None),
        (true, _) if is_altered(path, &answer.signature) => (Rebound::Altered, None),
        (true, true) => (Rebound::Ok, None),
        (true, false) => (Rebound::Restored, Some((location, answer.signature))),
    })
}

/// Puts back what can be: together, or one by one where Nix refuses some of it. Notes what is back.
fn restore(
    session: &Session,
    store: &KnownStore,
    lost: &[Lost],
    rebindings: &mut [Rebinding],
    progress: &dyn Progress,
) {
    let items: Vec<(&Location, &[u8])> =
        lost.iter().map(|lost| (&lost.location, lost.signature.as_slice())).collect();
    let add = |items: &[_]| {
        let added = if progress.cancelled() { Err(Error::Interrupted) } else { store.put(items) };
        added.map_err(|error| match error.after_interruption(progress) {
            Error::Interrupted => Rebound::Interrupted,
            error => Rebound::Failed(Untrusted::new(error.to_string())),
        })
    };
    let mut restored = Vec::new();
    let together = add(&items);
    // Where Nix does not answer at all, it would not for each one either.
    let unreachable = match &together {
        Err(Rebound::Failed(_)) => store.store.reach(&items[0].0.path).is_err(),
        _ => false,
    };
    for (item, lost) in items.iter().zip(lost) {
        let added = match &together {
            Ok(()) => Ok(()),
            Err(_) if store.store.is_bound(&store.roots, &item.0.path) => Ok(()),
            Err(Rebound::Failed(reason)) if unreachable => Err(Rebound::Failed(reason.clone())),
            Err(_) => add(std::slice::from_ref(item)),
        };
        match added {
            Ok(()) => restored.push((rebindings[lost.row].pair, &lost.location.path)),
            Err(state) => rebindings[lost.row].state = state,
        }
    }
    super::note(session, store, restored.into_iter(), progress);
}
