use jiff::Timestamp;

use crate::cache::Binding;
use crate::model::query::Query;
use crate::model::{Entry, Pair, StorePath, Untrusted};
use crate::nix::Unrooted;
use crate::ops::stores::Location;
use crate::ops::{Error, KnownStore, Progress, Session, list};

/// A copy that is to be kept no longer.
#[derive(Clone, Debug)]
pub struct Unbinding {
    /// The pair.
    pub pair: Pair,
    /// What people call the content.
    pub label: Option<Untrusted>,
    /// The copy.
    pub path: Untrusted,
    /// The link by which its root is found.
    pub root: Untrusted,
    /// Where it is; none when the binding is noted for a store that is not known here, or is not there now.
    ///
    /// Without a path, what is noted is not the signature's copy: the note is forgotten, and no root removed.
    pub at: Option<(KnownStore, Option<StorePath>)>,
}

/// What unbinding the entries that a query selects comes to: their copies in some stores, and what is
/// noted of copies in unknown ones, unless the stores were `chosen`.
///
/// # Errors
/// When nothing is selected, the cache can't be read, or a person asks to stop.
pub fn unbinding(
    session: &Session,
    stores: &[KnownStore],
    chosen: bool,
    (query, text): (&Query, &str),
    progress: &dyn Progress,
) -> Result<Vec<Unbinding>, Error> {
    let (mut selected, mut plan) = (Vec::new(), Vec::new());
    list(session, query, progress, &mut |entry, _| {
        selected.push(entry);
        true
    })?;
    if selected.is_empty() {
        return Err(Error::NothingSelected(Untrusted::new(text)));
    }
    for entry in &selected {
        let noted = session.cache()?.map(|cache| cache.bindings(&entry.pair)).transpose()?;
        let mut noted = noted.unwrap_or_default();
        for store in stores {
            let (here, elsewhere) = noted.into_iter().partition(|note| store.base_name(&note.root).is_some());
            noted = elsewhere;
            let here: Vec<Binding> = here;
            let reachable = store.store.is_reachable();
            let at = |path: Option<StorePath>| reachable.then(|| (store.clone(), path));
            let mut roots = Vec::new();
            for Location { path, .. } in store.locations(&entry.pair, &entry.signature)? {
                let root = store.root(path.base_name());
                // There may be a root that could not be noted.
                if here.iter().any(|note| note.root == root)
                    || store.roots.join(path.base_name()).is_symlink()
                {
                    let text = Untrusted::new(path.to_string());
                    plan.push(Unbinding { path: text, root: root.clone(), at: at(Some(path)), ..of(entry) });
                }
                roots.push(root);
            }
            let others = here.into_iter().filter(|note| !roots.contains(&note.root));
            plan.extend(others.map(|note| Unbinding { at: at(None), ..noted_of(entry, note) }));
        }
        if !chosen {
            plan.extend(noted.into_iter().map(|note| noted_of(entry, note)));
        }
    }
    Ok(plan)
}

fn noted_of(entry: &Entry, note: Binding) -> Unbinding {
    Unbinding { path: note.path, root: note.root, ..of(entry) }
}

fn of(entry: &Entry) -> Unbinding {
    let none = Untrusted::default();
    Unbinding { pair: entry.pair, label: entry.label.clone(), path: none.clone(), root: none, at: None }
}

/// Removes the roots of a plan and the notes of them; gives how many. The entries stay, and so do the
/// copies until Nix collects them. What is in a store that is not there is left.
///
/// # Errors
/// When links can't be removed, or a person asks to stop. What was done until then is noted.
pub fn unbind(session: &Session, plan: &[Unbinding], progress: &dyn Progress) -> Result<usize, Error> {
    let mut gone = Vec::new();
    let mut remove = || {
        for unbinding in plan {
            if progress.cancelled() {
                return Err(Error::Interrupted);
            }
            if let Some((KnownStore { store, roots, .. }, path)) = &unbinding.at {
                if let Some(path) = path {
                    // Whoever wants it gone knows that it may be in use.
                    if store.unroot(roots, path, Timestamp::MAX)? == Unrooted::Others {
                        continue;
                    }
                }
                gone.push(unbinding.root.clone());
            }
        }
        Ok(())
    };
    let removed = remove();
    super::forget(session, &gone, progress);
    removed.map(|()| gone.len())
}
