use std::collections::BTreeMap;
use std::path::Path;

use super::note::write;
use crate::model::{Pair, StorePath, Untrusted, Wanted};
use crate::ops::bind::provide_answers;
use crate::ops::find::find;
use crate::ops::{Bound, Content, Error, Progress, Session};

/// Notes as wanted what a build depends on and nobody has provided to the store yet; gives it in the order of the build's closure.
///
/// `build` is a derivation's path or link, or an installable that Nix evaluates.
///
/// # Errors
/// When Nix does not know the derivation, or the cache can't be written.
pub fn from_derivation(
    session: &Session,
    build: &str,
    progress: &dyn Progress,
) -> Result<Vec<(Wanted, StorePath)>, Error> {
    let store = session.store().store;
    let named = Path::new(build);
    let path = if let Ok(path) = StorePath::parse(store.dir(), build) {
        path
    } else if build.ends_with(".drv") {
        let path = named.canonicalize().map_err(Error::place("read", named))?;
        let path = store.dir().to_owned() + "/" + &path.file_name().unwrap_or_default().to_string_lossy();
        StorePath::parse(store.dir(), &path).map_err(|_| Error::NothingSelected(Untrusted::new(build)))?
    } else {
        store.derivation_of(build)?
    };
    let mut missing = store.not_provided(&path)?;
    // What somebody else has provided is not to be signed again.
    if session.settings().substitute && !missing.is_empty() {
        let outputs: Vec<&StorePath> = missing.iter().map(|(_, derivation)| &derivation.output).collect();
        if store.substitute(&outputs) {
            missing = store.not_provided(&path)?;
        }
    }
    let wanted = missing.into_iter().map(|(pair, derivation)| {
        let wanted = Wanted { pair, proof: None, label: None, asked: session.settings().now };
        (wanted, derivation.output)
    });
    let wanted: Vec<_> = wanted.collect();
    write(session, &wanted.iter().map(|(wanted, _)| wanted.clone()).collect::<Vec<_>>(), progress)?;
    Ok(wanted)
}

/// Provides those of some signatures for which builds wait here: their derivations are in the store, and not their outputs.
///
/// # Errors
/// When a signature can't be looked up; else what came of each that was to be provided.
pub fn provide_awaited(
    session: &Session,
    pairs: &BTreeMap<Pair, Option<Untrusted>>,
    progress: &dyn Progress,
) -> Result<Vec<Result<Bound, Error>>, Error> {
    let store = session.store();
    let mut answers = Vec::new();
    for pair in pairs.keys() {
        let derivation = store.store.provided(pair)?;
        let there = |path| store.store.seems_to_have(path) == Some(true);
        if there(&derivation.path) && !there(&derivation.output) {
            answers.extend(find(session, &pair.key, &Content::from_digest(pair.content), false, progress)?);
        }
    }
    provide_answers(session, &store, answers, progress)
}
