use jiff::{SignedDuration, Timestamp};

use crate::model::StorePath;
use crate::nix::{Unrooted, is_provided};
use crate::ops::{Error, KnownStore, Progress, Session};

/// How long roots are left alone that nobody can find: a process may be about to name them.
pub const LEFT_FOR: SignedDuration = SignedDuration::from_hours(24);

/// A root whose copy was not handed out for long.
#[derive(Clone, Debug)]
pub struct UnusedRoot {
    /// The store.
    pub store: KnownStore,
    /// The copy that it keeps.
    pub path: StorePath,
    /// When the copy was last told to somebody.
    pub handed_out: Timestamp,
}

/// The roots whose copies were last handed out before a time, store by store.
///
/// # Errors
/// When the links can't be read.
pub fn unused_roots(stores: &[KnownStore], before: Timestamp) -> Result<Vec<UnusedRoot>, Error> {
    let mut unused = Vec::new();
    for store in stores {
        for rooted in store.store.rooted(&store.roots)? {
            // Who uses what is provided does not ask signcache for it.
            let path = rooted.path.filter(|path| !is_provided(path));
            if let (Some(path), true) = (path, rooted.handed_out < before) {
                unused.push(UnusedRoot { store: store.clone(), path, handed_out: rooted.handed_out });
            }
        }
    }
    Ok(unused)
}

/// Removes roots and the notes of them, but those whose copies were handed out meanwhile; gives how many went.
///
/// The entries stay, and so do the copies until Nix collects them.
///
/// # Errors
/// When links can't be removed, or a person asks to stop. What was done until then is noted.
pub fn unroot_unused(
    session: &Session,
    plan: &[UnusedRoot],
    before: Timestamp,
    progress: &dyn Progress,
) -> Result<usize, Error> {
    let mut gone = Vec::new();
    let mut remove = || {
        for root in plan {
            if progress.cancelled() {
                return Err(Error::Interrupted);
            }
            let KnownStore { store, roots, .. } = &root.store;
            if store.unroot(roots, &root.path, before)? == Unrooted::Removed {
                gone.push(root.store.root(root.path.base_name()));
            }
        }
        Ok(())
    };
    let removed = remove();
    super::forget(session, &gone, progress);
    removed.map(|()| gone.len())
}

/// Removes what killed processes left among the roots of some stores; gives how many links and directories went.
///
/// # Errors
/// When they can't be read or removed.
pub fn sweep_roots(session: &Session, stores: &[KnownStore]) -> Result<usize, Error> {
    let before = session.settings().now.checked_sub(LEFT_FOR).unwrap_or(Timestamp::MIN);
    let mut swept = 0;
    for KnownStore { store, roots, .. } in stores {
        swept += store.sweep_roots(roots, before)?;
    }
    Ok(swept)
}
