use super::find::{Answer, find};
use super::{Content, Error, Notice, Progress, Session};
use crate::cache::Binding;
use crate::model::query::Query;
use crate::model::{Pair, StorePath, Untrusted};
use crate::nix::{Store, object_name};

/// A signature with its copy in the Nix store.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bound {
    /// The signature.
    pub answer: Answer,
    /// Its store path, computed from the signature's bytes and its pair.
    pub path: StorePath,
    /// Whether the copy and its root were there before.
    pub already: bool,
}

/// Puts copies of signatures into the Nix store and roots them. Starts no process for those that are there.
///
/// # Errors
/// When Nix can't take them.
pub fn bind(session: &Session, answers: Vec<Answer>, progress: &dyn Progress) -> Result<Vec<Bound>, Error> {
    let store = &session.settings().store;
    let mut bound = Vec::with_capacity(answers.len());
    for answer in answers {
        let path = store.path_of(&object_name(&answer.pair), &answer.signature)?;
        let already = store.is_bound(session.roots(), &path);
        bound.push(Bound { answer, path, already });
    }
    let new: Vec<(StorePath, &[u8])> = bound
        .iter()
        .filter(|bound| !bound.already)
        .map(|bound| (bound.path.clone(), bound.answer.signature.as_slice()))
        .collect();
    if !new.is_empty() {
        store.bind(session.roots(), &new).map_err(|error| Error::from(error).after_interruption(progress))?;
        note(session, bound.iter().filter(|bound| !bound.already), progress);
    }
    Ok(bound)
}

/// Lets go of the copy of a signature that is no longer handed out, so that a collection can take it.
pub(super) fn release(session: &Session, pair: &Pair, signature: &[u8]) {
    // Where the path can't be computed nothing was ever bound.
    if let Ok(path) = session.settings().store.path_of(&object_name(pair), signature) {
        Store::release(session.roots(), &path);
    }
}

/// Binds every entry that a query selects, proven from its proof or by the ledger.
///
/// # Errors
/// When nothing is selected, Nix can't take them, or a person asks to stop; each entry has a result of its own.
pub fn bind_query(
    session: &Session,
    query: &Query,
    text: &str,
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
            Err(error) => failures.push(Err(error)),
        }
    }
    let bound = bind(session, answers, progress)?;
    Ok(bound.into_iter().map(Ok).chain(failures).collect())
}

/// Notes bindings in the cache, where people look for them. Nothing depends on it.
fn note<'a>(session: &Session, bound: impl Iterator<Item = &'a Bound>, progress: &dyn Progress) {
    let notes: Vec<(Pair, Binding)> = bound
        .map(|bound| {
            let binding = Binding {
                store: Untrusted::new(bound.path.store_dir()),
                path: Untrusted::new(bound.path.to_string()),
                root: Untrusted::new(session.roots().join(bound.path.base_name()).display().to_string()),
                bound: session.settings().now,
            };
            (bound.answer.pair, binding)
        })
        .collect();
    let noted = session.writable_cache().and_then(|cache| Ok(cache.note_bindings(&notes)?));
    if let Err(error) = noted {
        progress.notice(Notice::NotWritten(Untrusted::new(error.to_string())));
    }
}
