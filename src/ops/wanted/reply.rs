use std::collections::{BTreeMap, BTreeSet};

use crate::bundle::Writer;
use crate::model::{Pair, Record, Untrusted};
use crate::ops::export::{put_certificate, record};
use crate::ops::{Choice, Error, Exported, Progress, Session};

/// Writes the entries of pairs that somebody wanted into a bundle, with the labels that they came with.
///
/// # Errors
/// When the cache can't be read or the bundle can't be written, or a person asks to stop.
pub fn reply(
    session: &Session,
    pairs: &BTreeMap<Pair, Option<Untrusted>>,
    (mut writer, place): (Box<dyn Writer + '_>, &Untrusted),
    progress: &dyn Progress,
) -> Result<Exported, Error> {
    let failed = |source| Error::Bundle { place: place.clone(), source };
    let mut exported = Exported::default();
    // A bundle goes by the text of fingerprints, whatever their lengths.
    let keys: BTreeMap<String, _> = pairs.keys().map(|pair| (pair.key.to_string(), pair.key)).collect();
    for key in keys.values() {
        put_certificate(session, key, &mut *writer, progress, &failed)?;
    }
    let ordered: BTreeSet<_> = pairs.keys().map(|pair| (pair.content, pair.key.to_string(), pair)).collect();
    let cache = session.cache()?;
    for (_, _, pair) in ordered {
        if progress.cancelled() {
            return Err(Error::Interrupted);
        }
        let Some(entry) = cache.map(|cache| cache.get(pair)).transpose()?.flatten() else { continue };
        let Some(record) = record(&entry, Choice { labels: false, proofs: true }) else {
            exported.left_out += 1;
            continue;
        };
        let record = Record { label: pairs.get(pair).cloned().flatten(), ..record };
        exported.count(*pair, writer.put_entry(&record, &entry.signature).map_err(failed)?);
    }
    exported.tell(progress);
    writer.finish().map_err(failed)?;
    Ok(exported)
}
