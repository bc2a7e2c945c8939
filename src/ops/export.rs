use std::mem::take;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use super::{Error, Notice, Progress, Session, certificates};
use crate::bundle::{self, MAX_CERTIFICATE, MAX_SIGNATURE, Put, Writer};
use crate::hash::Sha256State;
use crate::model::query::Query;
use crate::model::{Entry, KeyId, Pair, Proof, Record, Untrusted};
use crate::openpgp::{DetachedSignature, OfferedCertificate};
use crate::threads;

/// Which facts go along with signatures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Choice {
    /// What people call the contents.
    pub labels: bool,
    /// What proves a signature without its content: shows up to 63 bytes of it.
    pub proofs: bool,
}

/// What came of an export.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Exported {
    /// How many were written.
    pub new: u64,
    /// How many were there already.
    pub same: u64,
    /// Those that are there with another signature, which was left as it is.
    pub conflicts: Vec<Pair>,
    /// How many were left out because nobody could do anything with them.
    pub left_out: u64,
}

impl Exported {
    pub(super) fn count(&mut self, pair: Pair, put: Put) {
        match put {
            Put::New => self.new += 1,
            Put::Same => self.same += 1,
            Put::Other => self.conflicts.push(pair),
        }
    }

    /// Tells of what was left out.
    pub(super) fn tell(&self, progress: &dyn Progress) {
        if self.left_out > 0 {
            progress.notice(Notice::Unreadable(self.left_out));
        }
    }
}

/// How many entries are on their way from the cache to the bundle at once, thrice.
const CHUNK: usize = 512;

/// How many of them are worth another core.
const SOME: usize = 64;

/// The keys of the entries that a query selects.
///
/// # Errors
/// When the cache can't be read.
pub fn keys(session: &Session, query: &Query) -> Result<Vec<KeyId>, Error> {
    let Some(cache) = session.cache()? else { return Ok(Vec::new()) };
    let keys = cache.keys(query, session.settings().now)?;
    Ok(keys.into_iter().map(|(key, _)| key).collect())
}

/// Refuses to export nothing: the query is mistyped, or another cache was meant.
///
/// # Errors
/// When the query selects no entry, or the cache can't be read.
pub fn expect_entries(session: &Session, (query, text): (&Query, &str)) -> Result<(), Error> {
    if keys(session, query)?.is_empty() {
        return Err(Error::NothingSelected(Untrusted::new(text)));
    }
    Ok(())
}

/// Writes the entries that a query selects into a bundle, with their keys' certificates.
///
/// In the order of digests and keys, whatever the query says, and some at a
/// time: one thread reads, this one, and another one writes. Nothing is verified, whoever imports them does that; but what nobody
/// could import is left out.
///
/// # Errors
/// When the cache can't be read or the bundle can't be written, or a person asks to stop.
pub fn export(
    session: &Session,
    query: &Query,
    choice: Choice,
    (mut writer, place): (Box<dyn Writer + '_>, &Untrusted),
    progress: &dyn Progress,
) -> Result<Exported, Error> {
    let failed = |source| Error::Bundle { place: place.clone(), source };
    let mut exported = Exported::default();
    if let Some(cache) = session.cache()? {
        let (now, query) = (session.settings().now, Query { sort: None, ..query.clone() });
        let keys = cache.keys(&query, now)?;
        progress.expect_entries(Some(keys.iter().map(|(_, count)| count).sum()));
        for (key, _) in &keys {
            put_certificate(session, key, &mut *writer, progress, &failed)?;
        }
        let (written, unreadable) = thread::scope(|scope| -> Result<_, Error> {
            let (sender, entries) = sync_channel(1);
            let writing = threads::spawn_within(scope, || write(entries, &mut *writer, choice, progress));
            let writing = writing.map_err(Error::NoThread)?;
            let mut chunk = Vec::new();
            let unreadable = cache.select(&query, now, &mut |entry, _| {
                chunk.push(entry);
                // Who takes them has ended where something could not be written.
                (chunk.len() < CHUNK || sender.send(take(&mut chunk)).is_ok()) && !progress.cancelled()
            });
            let _ = sender.send(chunk);
            drop(sender);
            Ok((writing.join(), unreadable))
        })?;
        exported = written.unwrap_or_else(|panic| resume_unwind(panic)).map_err(failed)?;
        exported.left_out += unreadable?;
        exported.tell(progress);
    }
    if progress.cancelled() {
        return Err(Error::Interrupted);
    }
    writer.finish().map_err(failed)?;
    Ok(exported)
}

/// Writes the entries that come, as they come.
fn write(
    entries: Receiver<Vec<Entry>>,
    writer: &mut dyn Writer,
    choice: Choice,
    progress: &dyn Progress,
) -> Result<Exported, bundle::Error> {
    let mut exported = Exported::default();
    for chunk in entries {
        let record = |entry: &Entry| record(entry, choice);
        let records: Vec<Option<Record>> = threads::map(chunk.iter().collect(), SOME, record);
        let entries = records.into_iter().zip(&chunk);
        let records: Vec<(Record, &[u8])> =
            entries.filter_map(|(record, entry)| Some((record?, entry.signature.as_slice()))).collect();
        exported.left_out += (chunk.len() - records.len()) as u64;
        for ((record, _), put) in records.iter().zip(writer.put_entries(&records)?) {
            exported.count(record.pair, put);
        }
        progress.did_entries(chunk.len() as u64);
    }
    Ok(exported)
}

/// What a bundle says of an entry; none where its row is damaged so that nobody could import it.
pub(super) fn record(entry: &Entry, choice: Choice) -> Option<Record> {
    let signature = DetachedSignature::from_bytes(&entry.signature).ok()?;
    if signature.created() != entry.signed || entry.signature.len() > MAX_SIGNATURE {
        return None;
    }
    let mut record = Record::of(entry, choice.proofs, choice.labels);
    record.proof = record.proof.filter(|proof| Sha256State::digest_of(proof) == entry.pair.content);
    record.size = record.proof.as_ref().map_or(record.size, Proof::length);
    Some(record)
}

/// Writes the certificate of a key, with whatever the bundle's own copy of it knows besides.
pub(super) fn put_certificate(
    session: &Session,
    key: &KeyId,
    writer: &mut dyn Writer,
    progress: &dyn Progress,
    failed: &dyn Fn(bundle::Error) -> Error,
) -> Result<(), Error> {
    let fingerprint = key.fingerprint();
    let there = writer.certificate(fingerprint).map_err(failed)?;
    let known = certificates::certificate(session, key, progress)?;
    let there = there.and_then(|bytes| {
        let copy = OfferedCertificate::new(&bytes).ok()?;
        copy.certificate(fingerprint, known.as_ref()).ok()
    });
    let all = [known, there].into_iter().flatten().reduce(|all, copy| all.merged(&copy));
    match all.map(|certificate| certificate.to_bytes()) {
        Some(bytes) if bytes.len() <= MAX_CERTIFICATE => {
            writer.put_certificate(fingerprint, &bytes).map_err(failed)
        }
        Some(_) => {
            progress.notice(Notice::LargeCertificate(*key));
            Ok(())
        }
        None => {
            progress.notice(Notice::NoCertificate(*key));
            Ok(())
        }
    }
}
