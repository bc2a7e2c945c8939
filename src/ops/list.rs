use super::{Error, Notice, Progress, Session};
use crate::cache::Binding;
use crate::model::query::Query;
use crate::model::{Entry, Untrusted};
use crate::openpgp::DetachedSignature;

/// An entry with everything that there is to say of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// The entry.
    pub entry: Entry,
    /// Version and algorithms of the signature, or why it is none.
    pub algorithms: Untrusted,
    /// Who it says made it.
    pub issuers: Vec<String>,
    /// The signature in ASCII armor; none when it can't be read.
    pub armor: Option<String>,
    /// Its copies in Nix stores, as they were noted.
    pub bindings: Vec<Binding>,
    /// Who the key belongs to, in its holder's own words.
    pub user_ids: Vec<Untrusted>,
}

/// Calls `each` with every entry that a query selects, and whether it has a copy in a Nix store.
///
/// # Errors
/// When the cache can't be read, or a person asks to stop.
pub fn list(
    session: &Session,
    query: &Query,
    progress: &dyn Progress,
    each: &mut dyn FnMut(Entry, bool) -> bool,
) -> Result<(), Error> {
    if let Some(cache) = session.cache()? {
        let unreadable = cache.select(query, session.settings().now, &mut |entry, bound| {
            !progress.cancelled() && each(entry, bound)
        })?;
        if unreadable > 0 {
            progress.notice(Notice::Unreadable(unreadable));
        }
    }
    if progress.cancelled() { Err(Error::Interrupted) } else { Ok(()) }
}

/// The entries that a query selects, with everything that there is to say of them.
///
/// # Errors
/// When there is none, the cache can't be read, or a person asks to stop.
pub fn show(
    session: &Session,
    query: &Query,
    text: &str,
    progress: &dyn Progress,
) -> Result<Vec<Shown>, Error> {
    let mut entries = Vec::new();
    list(session, query, progress, &mut |entry, _| {
        entries.push(entry);
        true
    })?;
    if entries.is_empty() {
        return Err(Error::NothingSelected(Untrusted::new(text)));
    }
    entries.into_iter().map(|entry| describe(session, entry, progress)).collect()
}

pub(super) fn describe(session: &Session, entry: Entry, progress: &dyn Progress) -> Result<Shown, Error> {
    let signature = DetachedSignature::from_bytes(&entry.signature);
    let bindings = session.cache()?.map(|cache| cache.bindings(&entry.pair)).transpose()?;
    let certificate = super::certificates::certificate(session, &entry.pair.key, progress)?;
    Ok(Shown {
        algorithms: Untrusted::new(match &signature {
            Ok(signature) => signature.algorithms(),
            Err(error) => error.to_string(),
        }),
        issuers: signature.as_ref().map(DetachedSignature::issuers).unwrap_or_default(),
        armor: signature.ok().and_then(|signature| signature.to_armor().ok()),
        bindings: bindings.unwrap_or_default(),
        user_ids: certificate.map(|certificate| certificate.user_ids()).unwrap_or_default(),
        entry,
    })
}
