//! Taking over signatures that exist: beside their contents, and in private caches.

mod batch;
mod candidate;
mod signers;
pub(super) mod verify;

use std::path::Path;

use super::content::Content;
use super::{Error, Progress, Session};
use crate::model::ContentDigest;
use crate::openpgp::DetachedSignature;
use crate::scan::{Found, Scan};

use batch::Batch;
pub use candidate::{Adopted, Candidate};
use signers::Signers;

/// What to adopt.
pub struct Adoption<'a> {
    /// The tree in which signatures are looked for.
    pub tree: &'a Path,
    /// Finds a content of which only the digest is known, for a private cache that has none.
    pub contents: &'a dyn Fn(&ContentDigest) -> Option<Content>,
}

/// Finds the signatures in a tree and verifies them; stores nothing.
///
/// `emit` gets what was found, in the order of the tree, a limited number at a
/// time. Several signatures by one key over one content are told one by one.
/// What is wrong with a file is told there, too, and ends nothing.
///
/// # Errors
/// When the tree, the user's key ring can't be
/// read, when `emit` fails, and when a person asks to stop.
pub fn adopt(
    session: &Session,
    adoption: &Adoption<'_>,
    emit: &mut dyn FnMut(Vec<Adopted>) -> Result<(), Error>,
    progress: &dyn Progress,
) -> Result<(), Error> {
    let mut signers = Signers::new(session, progress)?;
    let scan = Scan::new(adoption.tree, DetachedSignature::MAX_FILE_SIZE as u64)?;
    let mut batch = Batch::default();
    let now = session.settings().now;
    let mut finish = |batch: Batch| -> Result<(), Error> {
        emit(batch.verified(&mut signers, adoption.contents, now, progress)?)
    };
    for found in scan {
        if progress.cancelled() {
            return Err(Error::Interrupted);
        }
        if batch.is_full_before(&found) {
            finish(std::mem::take(&mut batch))?;
        }
        match found {
            Found::Signatures(file) => batch.add(file),
            Found::Skipped { path, reason } => batch.skip(&path, reason),
        }
    }
    finish(batch)
}
