//! Signing many contents, with as many requests at once as there are signers.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::content::Content;
use super::find::{answer, remember};
use super::signer::Signer;
use super::{Error, Progress, Session, trash};
use crate::cache::{Cache, First, PassedOver};
use crate::model::{ContentDigest, KeyId, NewEntry, Origin, Pair};
use crate::openpgp::Proven;
use crate::threads;

/// How often a first signature is restored that others delete again and again.
const RESTORATIONS: usize = 16;

/// How long signatures may be held back to be stored together. Storing waits for the disk.
const TOGETHER: Duration = Duration::from_millis(100);

/// Signs contents and stores the signatures as they come; notes the digests of those in `made`.
///
/// The first failure ends it. What was signed until then is stored.
pub(super) fn sign(
    session: &Session,
    cache: &Cache,
    key: &KeyId,
    contents: &[&Content],
    signers: Vec<Signer>,
    made: &mut BTreeSet<ContentDigest>,
    progress: &dyn Progress,
) -> Result<(), Error> {
    progress.expect_signatures(contents.len());
    let work = Work { contents, next: AtomicUsize::new(0), over: AtomicBool::new(false), progress };
    let count = signers.len();
    let signers = Mutex::new(signers);
    let next = || signers.lock().unwrap_or_else(PoisonError::into_inner).pop();
    thread::scope(|scope| {
        let mut failure = None;
        let (sender, receiver) = mpsc::channel();
        let started = (0..count).map_while(|_| {
            let (work, sender, next) = (&work, sender.clone(), &next);
            let sign = move || next().into_iter().for_each(|signer| work.sign(signer, &sender));
            threads::spawn_within(scope, sign).ok()
        });
        // With fewer threads it takes longer; without any this one does it all before it stores.
        if started.count() == 0
            && let Some(signer) = next()
        {
            work.sign(signer, &sender);
        }
        drop(sender);
        let mut pending = Vec::new();
        let mut since = Instant::now();
        loop {
            let news = if pending.is_empty() {
                receiver.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                receiver.recv_timeout(TOGETHER.saturating_sub(since.elapsed()))
            };
            match news {
                Ok((content, Ok(proven))) => {
                    pending.push((content, proven));
                    progress.signed();
                }
                Ok((_, Err(error))) => failure = failure.or(Some(error)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if since.elapsed() >= TOGETHER {
                made.extend(store(session, cache, key, &mut pending, progress).inspect_err(|_| work.end())?);
                since = Instant::now();
            }
        }
        made.extend(store(session, cache, key, &mut pending, progress)?);
        failure.map_or(Ok(()), Err)
    })
}

/// What several threads take their work from.
struct Work<'a> {
    contents: &'a [&'a Content],
    next: AtomicUsize,
    over: AtomicBool,
    progress: &'a dyn Progress,
}

impl<'a> Work<'a> {
    fn sign(&self, mut signer: Signer, done: &Sender<(&'a Content, Result<Proven, Error>)>) {
        while !self.over.load(Ordering::Relaxed) {
            let Some(content) = self.contents.get(self.next.fetch_add(1, Ordering::Relaxed)) else { break };
            let cancelled = self.progress.cancelled();
            let signed =
                if cancelled { Err(Error::Interrupted) } else { signer.sign(content, self.progress) };
            if signed.is_err() {
                self.end();
            }
            if done.send((content, signed)).is_err() {
                break;
            }
        }
    }

    fn end(&self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

fn store(
    session: &Session,
    cache: &Cache,
    key: &KeyId,
    pending: &mut Vec<(&Content, Proven)>,
    progress: &dyn Progress,
) -> Result<Vec<ContentDigest>, Error> {
    if pending.is_empty() {
        return Ok(Vec::new());
    }
    let entries: Vec<NewEntry> = pending
        .iter()
        .map(|(content, proven)| NewEntry {
            pair: Pair { content: content.digest, key: *key },
            signature: proven.signature.to_bytes(),
            proof: proven.signature.provable_from(content.proof.clone()),
            size: content.proof.as_ref().map_or(0, crate::model::Proof::length),
            signed: proven.signature.created(),
            facts: proven.facts(),
            origin: Origin::Signed,
            label: content.label.clone(),
            verdict: proven.verdict,
        })
        .collect();
    let contents: Vec<&Content> = pending.iter().map(|(content, _)| *content).collect();
    store_first(session, cache, entries, &contents, progress)?;
    let mut stored = Vec::new();
    for (content, proven) in pending.drain(..) {
        let pair = Pair { content: content.digest, key: *key };
        // Whatever is in the cache now is the first one, and the only one that is ever handed out.
        let first =
            cache.get(&pair)?.is_some_and(|entry| entry.signature == answer(pair, &proven, true).signature);
        if first {
            remember(session, pair, &proven, progress)?;
            stored.push(content.digest);
        }
    }
    Ok(stored)
}

/// Stores what was made, but where the first signature of a pair came and was deleted while this one was made: that one is restored.
pub(super) fn store_first(
    session: &Session,
    cache: &Cache,
    entries: Vec<NewEntry>,
    contents: &[&Content],
    progress: &dyn Progress,
) -> Result<(), Error> {
    let mut open: Vec<(NewEntry, &Content)> = entries.into_iter().zip(contents.iter().copied()).collect();
    let mut passed_over = PassedOver::new();
    for _ in 0..RESTORATIONS {
        let entries: Vec<NewEntry> = open.iter().map(|(entry, _)| entry.clone()).collect();
        let stored = cache.insert_first(&entries, &passed_over, session.settings().now)?;
        let mut again = Vec::new();
        let hindered = open.into_iter().zip(stored).filter(|(_, stored)| *stored == First::Trashed);
        for ((entry, content), _) in hindered {
            let pair = entry.pair;
            let there = cache.trashed(&pair)?.into_iter().map(|trashed| trashed.entry.signature);
            match trash::bring_back(session, &pair, content, progress) {
                Ok(()) => again.push((entry, content)),
                Err(Error::Bad { .. }) => {
                    passed_over.entry(pair).or_default().extend(there);
                    again.push((entry, content));
                }
                // It may be the first one; whoever looks the pair up is told why nobody knows.
                Err(Error::Unproven { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        if again.is_empty() {
            break;
        }
        open = again;
    }
    Ok(())
}
