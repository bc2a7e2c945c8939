use crate::bundle::Writer;
use crate::model::Untrusted;
use crate::model::query::Query;
use crate::ops::{Error, Exported, Progress, Session, wanted};

/// Writes what is wanted into a bundle: digests, sizes, proofs, and labels if they may be told; no contents.
///
/// In the order of digests and keys, whatever the query says. In a directory
/// it takes the place of what was wanted there before.
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
    writer.replace_wanted();
    wanted::list(session, &query, progress, &mut |wanted| {
        match wanted.record(labels).map(|record| writer.put_wanted(&record)) {
            Some(Ok(put)) => exported.count(wanted.pair, put),
            Some(Err(error)) => failure = Some(error),
            None => exported.left_out += 1,
        }
        failure.is_none()
    })?;
    failure.map_or(Ok(()), |error| Err(failed(error)))?;
    writer.finish().map_err(failed)?;
    Ok(exported)
}
