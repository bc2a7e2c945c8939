use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{Deadline, Item};
use crate::bundle::{Item as Part, Writer};
use crate::files::Stop;
use crate::model::{ContentDigest, KeyId, Pair, Record, Untrusted};
use crate::ops::export::put_certificate;
use crate::ops::place::{self, Target};
use crate::ops::{Error, Progress, Session, Source};

/// Writes what goes to an archive, a new file or a directory, and reads it back.
///
/// An archive that there is no time to finish is none: a file is not left behind.
///
/// # Errors
/// When it can't be written, lacks something then, the time is over, or a person asks to stop.
pub fn archive(
    session: &Session,
    (path, stop): (&Path, &Stop),
    items: &[Item],
    deadline: Deadline<'_>,
    progress: &dyn Progress,
) -> Result<(), Error> {
    let target = Target::new(path, false, stop)?;
    target.write(|writer, place| {
        deadline.bound("the archive was written", progress, |progress| {
            write(session, items, (writer, place), progress)
        })
    })?;
    let source = place::open(session, path, stop, progress)?;
    let checked =
        deadline.bound("the archive was read back", progress, |progress| check(source, items, progress));
    if matches!(checked, Err(Error::OutOfTime { .. })) && path.is_file() {
        fs::remove_file(path).map_err(Error::place("remove", path))?;
    }
    checked
}

/// Writes everything that goes into a bundle, with labels and proofs and the certificates of its keys.
fn write(
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
fn check(source: Source, items: &[Item], progress: &dyn Progress) -> Result<(), Error> {
    let place = source.place.clone();
    let chunks = source.read()?;
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
