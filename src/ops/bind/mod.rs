//! Copies of signatures in Nix stores: put there, taken out, and brought back.

mod rebind;
mod unbind;
mod unused;

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::find::{Answer, find};
use super::stores::Location;
use super::{Content, Error, Form, KnownStore, Progress, Session};
use crate::cache::Binding;
use crate::model::query::Query;
use crate::model::{Pair, StorePath, Untrusted};
use crate::nix::BATCH;

pub use rebind::{Rebinding, Rebound, rebind};
pub use unbind::{Unbinding, unbind, unbinding};
pub use unused::{LEFT_FOR, UnusedRoot, sweep_roots, unroot_unused, unused_roots};

/// A signature with its copy in a Nix store.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bound {
    /// The signature.
    pub answer: Answer,
    /// What people call the store.
    pub store: Untrusted,
    /// Its store path, computed from the signature's bytes and its pair.
    pub path: StorePath,
    /// Whether the copy and its root were there before.
    pub already: bool,
}

/// Puts copies of signatures into the Nix store of the environment and roots them. Starts no process for those that are there.
///
/// # Errors
/// When Nix can't take them.
pub fn bind(session: &Session, answers: Vec<Answer>, progress: &dyn Progress) -> Result<Vec<Bound>, Error> {
    let Placed { bound, failures } = place(session, &session.store(), Form::Copy, answers, progress)?;
    failures.into_iter().next().map_or(Ok(bound), Err)
}

/// What came of putting signatures into a store.
#[derive(Default)]
struct Placed {
    /// What is there now, in the order of the answers.
    bound: Vec<Bound>,
    /// What kept others from it.
    failures: Vec<Error>,
}

/// Puts signatures into a store in some form, as far as that can be done.
fn place(
    session: &Session,
    store: &KnownStore,
    form: Form,
    answers: Vec<Answer>,
    progress: &dyn Progress,
) -> Result<Placed, Error> {
    // Nix never replaces what is registered, so another signature that somebody else provided stays, and is told.
    let is_other = |bound: &Bound| {
        form == Form::Provided && matches!(store.holds(&bound.path, &bound.answer.signature), Some(Ok(false)))
    };
    let mut placed = Placed::default();
    let mut all = Vec::with_capacity(answers.len());
    for answer in answers {
        let location = store.location(form, &answer.pair, &answer.signature)?;
        let path = location.path.clone();
        let mut bound = Bound { answer, store: store.name.clone(), path, already: false };
        if is_other(&bound) {
            placed.failures.push(Error::OtherProvided { pair: bound.answer.pair, path: bound.path });
        } else {
            bound.already = store.store.hand_out(&store.roots, &bound.path);
            all.push((bound, location));
        }
    }
    let mut put = 0;
    let new: Vec<&(Bound, Location)> = all.iter().filter(|(bound, _)| !bound.already).collect();
    // Each batch is noted when it is rooted: a later one may fail.
    for batch in new.chunks(BATCH) {
        if progress.cancelled() && (put > 0 || new.len() < all.len()) {
            placed.failures.push(Error::Interrupted);
            break;
        }
        let items: Vec<(&Location, &[u8])> =
            batch.iter().map(|(bound, location)| (location, bound.answer.signature.as_slice())).collect();
        if let Err(error) = store.put(&items) {
            placed.failures.push(error.after_interruption(progress));
            break;
        }
        note(session, store, batch.iter().map(|(bound, _)| (bound.answer.pair, &bound.path)), progress);
        put += batch.len();
    }
    let missing: BTreeSet<StorePath> = new[put..].iter().map(|(bound, _)| bound.path.clone()).collect();
    for (bound, _) in all.into_iter().filter(|(bound, _)| !missing.contains(&bound.path)) {
        // Somebody else may have been faster.
        if !bound.already && is_other(&bound) {
            placed.failures.push(Error::OtherProvided { pair: bound.answer.pair, path: bound.path });
        } else {
            placed.bound.push(bound);
        }
    }
    Ok(placed)
}

/// Lets go of the copies of a signature that is no longer handed out, so that a collection can take them.
pub(super) fn release(session: &Session, pair: &Pair, signature: &[u8]) {
    for store in session.stores(&[]) {
        // Where the path can't be computed nothing was ever bound; a root that stays does no harm.
        for location in store.locations(pair, signature).into_iter().flatten() {
            let _ = store.store.unroot(&store.roots, &location.path, Timestamp::MAX);
        }
    }
}

/// Provides signatures in a store; gives what is there, and what kept others from it.
pub(super) fn provide_answers(
    session: &Session,
    store: &KnownStore,
    answers: Vec<Answer>,
    progress: &dyn Progress,
) -> Result<Vec<Result<Bound, Error>>, Error> {
    let Placed { bound, failures } = place(session, store, Form::Provided, answers, progress)?;
    Ok(bound.into_iter().map(Ok).chain(failures.into_iter().map(Err)).collect())
}

/// Puts every entry that a query selects into some stores, proven from its proof or by the ledger.
///
/// A store that fails has one result beside what is there, and the others are gone on with. Where a person asked to stop meanwhile, that
/// is among the results, beside what was done.
///
/// # Errors
/// When nothing is selected, or a person asks to stop before anything is bound.
pub fn bind_query(
    session: &Session,
    stores: &[KnownStore],
    form: Form,
    (query, text): (&Query, &str),
    progress: &dyn Progress,
) -> Result<Vec<Result<Bound, Error>>, Error> {
    let mut selected = Vec::new();
    super::list(session, query, progress, &mut |entry, _| {
        selected.push((entry.pair, entry.label));
        true
    })?;
    if selected.is_empty() {
        return Err(Error::NothingSelected(Untrusted::new(text)));
    }
    let mut answers = Vec::new();
    let mut failures = Vec::new();
    for (pair, label) in selected {
        let content = Content { label, ..Content::from_digest(pair.content) };
        match find(session, &pair.key, &content, false, progress) {
            Ok(Some(answer)) => answers.push(answer),
            Ok(None) => failures.push(Err(Error::not_in_cache(pair, content.label.as_ref()))),
            Err(Error::Interrupted) => return Err(Error::Interrupted),
            Err(error) => failures.push(Err(error)),
        }
    }
    let mut bound = Vec::new();
    for store in stores {
        if progress.cancelled() {
            failures.push(Err(Error::Interrupted));
            break;
        }
        match place(session, store, form, answers.clone(), progress) {
            Ok(placed) => {
                bound.extend(placed.bound.into_iter().map(Ok));
                failures.extend(placed.failures.into_iter().map(Err));
            }
            Err(error) => failures.push(Err(error)),
        }
    }
    bound.extend(failures);
    Ok(bound)
}

/// Notes bindings in the cache, where people look for them. Nothing depends on it.
fn note<'a>(
    session: &Session,
    store: &KnownStore,
    bound: impl Iterator<Item = (Pair, &'a StorePath)>,
    progress: &dyn Progress,
) {
    let notes: Vec<(Pair, Binding)> = bound
        .map(|(pair, path)| {
            let binding = Binding {
                store: Untrusted::new(path.store_dir()),
                path: Untrusted::new(path.to_string()),
                root: store.root(path.base_name()),
                bound: session.settings().now,
            };
            (pair, binding)
        })
        .collect();
    session.write(progress, |cache| cache.note_bindings(&notes));
}

/// Forgets the notes of bindings whose roots are gone.
fn forget(session: &Session, roots: &[Untrusted], progress: &dyn Progress) {
    if !roots.is_empty() {
        session.write(progress, |cache| cache.forget_bindings(roots));
    }
}
