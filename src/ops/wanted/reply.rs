use std::collections::{BTreeMap, BTreeSet};

use crate::bundle::{Put, Writer};
use crate::model::{Pair, Record, Untrusted};
use crate::ops::export::put_certificate;
use crate::ops::{Error, Exported, Progress, Session};

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
        let label = pairs.get(pair).cloned().flatten();
        let record = Record { label, ..Record::of(&entry, true, false) };
        match writer.put_entry(&record, &entry.signature).map_err(failed)? {
            Put::New => exported.new += 1,
            Put::Same => exported.same += 1,
            Put::Other => exported.conflicts.push(*pair),
        }
    }
    writer.finish().map_err(failed)?;
    Ok(exported)
}
