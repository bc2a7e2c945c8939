use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::Item;
use crate::bundle::{Item as Part, Writer};
use crate::model::{ContentDigest, KeyId, Pair, Record, Untrusted};
use crate::ops::export::put_certificate;
use crate::ops::{Error, Progress, Session, Source};

/// Writes everything that goes into a bundle, with labels and proofs and the certificates of its keys.
///
/// # Errors
/// When the cache can't be read or the bundle can't be written, or a person asks to stop.
pub fn write_archive(
    session: &Session,
    items: &[Item],
    (mut writer, place): (Box<dyn Writer + '_>, &Untrusted),
    progress: &dyn Progress,
) -> Result<(), Error> {
    let failed = |source| Error::Bundle { place: place.clone(), source };
    // A bundle goes by the text of fingerprints, whatever their lengths.
    let keys: BTreeMap<String, KeyId> =
        items.iter().map(|item| (item.pair.key.to_string(), item.pair.key)).collect();
    for key in keys.values() {
        put_certificate(session, key, &mut *writer, progress, &failed)?;
    }
    let pairs: BTreeSet<(ContentDigest, String, Pair)> =
        items.iter().map(|item| (item.pair.content, item.pair.key.to_string(), item.pair)).collect();
    let cache = session.cache()?;
    for (_, _, pair) in pairs {
        if progress.cancelled() {
            return Err(Error::Interrupted);
        }
        // One that is gone by now does not go any more.
        if let Some(entry) = cache.map(|cache| cache.get(&pair)).transpose()?.flatten() {
            writer.put_entry(&Record::of(&entry, true, true), &entry.signature).map_err(failed)?;
        }
    }
    writer.finish().map_err(failed)
}

/// Reads an archive back, and refuses one that lacks the signature of anything that goes.
///
/// # Errors
/// When it can't be read, lacks one, or a person asks to stop.
pub fn check_archive(source: Source, items: &[Item], progress: &dyn Progress) -> Result<(), Error> {
    let place = source.place.clone();
    let chunks = source.read();
    let mut missing: BTreeMap<Pair, [u8; 32]> =
        items.iter().map(|item| (item.pair, item.signature)).collect();
    while let Some(parts) = chunks.next(progress)? {
        for part in parts {
            if let Part::Entry(record, signature) = part
                && missing
                    .get(&record.pair)
                    .is_some_and(|wanted| wanted[..] == Sha256::digest(&signature)[..])
            {
                missing.remove(&record.pair);
            }
        }
    }
    match missing.len() as u64 {
        0 => Ok(()),
        count => Err(Error::NotArchived { place, count }),
    }
}
