use crate::bundle::Writer;
use crate::model::Untrusted;
use crate::model::query::Query;
use crate::ops::{Error, Progress, Session, wanted};

/// What came of an export of what is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Exported {
    /// How many were written.
    pub written: u64,
    /// How many were left out because nobody could sign them: they have no proof.
    pub unprovable: u64,
}

/// Writes what is wanted into a bundle: digests, sizes, proofs, and labels if they may be told; no contents.
///
/// In the order of digests and keys, whatever the query says.
///
/// # Errors
/// When the cache can't be read or the bundle can't be written, or a person asks to stop.
pub fn export(
    session: &Session,
    query: &Query,
    labels: bool,
    (mut writer, place): (Box<dyn Writer + '_>, &Untrusted),
    progress: &dyn Progress,
) -> Result<Exported, Error> {
    let failed = |source| Error::Bundle { place: place.clone(), source };
    let query = Query { sort: None, ..query.clone() };
    let (mut exported, mut failure) = (Exported::default(), None);
    wanted::list(session, &query, progress, &mut |wanted| {
        match wanted.record(labels).map(|record| writer.put_wanted(&record)) {
            Some(Ok(_)) => exported.written += 1,
            Some(Err(error)) => failure = Some(error),
            None => exported.unprovable += 1,
        }
        failure.is_none()
    })?;
    failure.map_or(Ok(()), |error| Err(failed(error)))?;
    writer.finish().map_err(failed)?;
    Ok(exported)
}
