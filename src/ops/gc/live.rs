use std::collections::BTreeSet;

use crate::model::{Entry, Pair};
use crate::ops::{Error, Progress, Session};

/// Those of some entries whose copies in Nix stores are kept there by somebody else.
pub(super) fn live<'a>(
    _session: &Session,
    _entries: impl Iterator<Item = &'a Entry>,
    _progress: &dyn Progress,
) -> Result<BTreeSet<Pair>, Error> {
    Ok(BTreeSet::new())
}

/// Drops the roots of the copies of entries that went, unless they were handed out meanwhile.
pub(super) fn unroot(_session: &Session, _gone: &[Entry], _progress: &dyn Progress) {}
