use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::content::Content;
use super::find::{Answer, answer, find, remember};
use super::signer::Signer;
use super::{Error, Notice, Progress, Session, certificates};
use crate::cache::Cache;
use crate::model::{ContentDigest, KeyId, NewEntry, Origin, Pair};
use crate::openpgp::{Certificate, Proven};

/// How far an operation may go to get a signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Wish {
    /// Only look up.
    pub offline: bool,
    /// Sign anew where the signature that was there is in quarantine.
    pub resign: bool,
    /// Accept signatures of keys that were revoked as compromised.
    pub allow_compromised: bool,
}

/// How long signatures may be held back to be stored together. Storing waits for the disk.
const TOGETHER: Duration = Duration::from_millis(100);

/// Gets the signature of each content: the one that is there, or one that is made now and kept for ever.
///
/// One process at a time signs with a key. Whoever waited looks again before
/// it signs, so any number of processes get the same bytes and the signer is
/// asked once. Each content has a result of its own; what was signed before
/// an interruption is kept.
///
/// # Errors
/// When nothing can be signed: no certificate, no usable key, no writable cache, the lock held for too long.
pub fn obtain(
    session: &Session,
    key: &KeyId,
    contents: &[Content],
    wish: Wish,
    progress: &dyn Progress,
) -> Result<Vec<Result<Answer, Error>>, Error> {
    let look = |content: &Content| {
        if progress.cancelled() {
            return Err(Error::Interrupted);
        }
        match find(session, key, content, wish.allow_compromised, progress) {
            Err(Error::Quarantined { .. } | Error::Bad { .. }) if wish.resign => Ok(None),
            found => found,
        }
    };
    let first: Vec<_> = contents.iter().map(look).collect();
    if progress.cancelled() {
        return Err(Error::Interrupted);
    }
    let any_missing = first.iter().any(|found| matches!(found, Ok(None)));
    if wish.offline || !any_missing {
        return Ok(first
            .into_iter()
            .zip(contents)
            .map(|(found, content)| present(found, key, content))
            .collect());
    }
    let mut missing = Vec::new();
    let mut seen = BTreeSet::new();
    let cache = session.writable_cache()?;
    let _lock = lock(session, cache, key, progress)?;
    for (content, found) in contents.iter().zip(&first) {
        if matches!(found, Ok(None)) && seen.insert(content.digest) && look(content)?.is_none() {
            missing.push(content);
        }
    }
    let new =
        if missing.is_empty() { BTreeSet::new() } else { sign(session, cache, key, &missing, progress)? };
    let finish = |(found, content): (Result<Option<Answer>, Error>, &Content)| match found {
        Ok(None) => {
            let mut answer = present(look(content), key, content)?;
            answer.new = new.contains(&content.digest);
            Ok(answer)
        }
        found => present(found, key, content),
    };
    Ok(first.into_iter().zip(contents).map(finish).collect())
}

fn present(found: Result<Option<Answer>, Error>, key: &KeyId, content: &Content) -> Result<Answer, Error> {
    let pair = Pair { content: content.digest, key: *key };
    found?.ok_or_else(|| Error::not_in_cache(pair, content.label.as_ref()))
}

fn lock(
    session: &Session,
    cache: &Cache,
    key: &KeyId,
    progress: &dyn Progress,
) -> Result<crate::cache::KeyLock, Error> {
    let settings = session.settings();
    let lock = cache.lock_key(key, &settings.me, settings.patience, &mut |holder| {
        if let Some(holder) = holder {
            progress.notice(Notice::Waiting { key: *key, holder: holder.clone() });
        }
        !progress.cancelled()
    });
    if progress.cancelled() { Err(Error::Interrupted) } else { Ok(lock?) }
}

/// Signs contents one after the other and stores the signatures; says which were made.
fn sign(
    session: &Session,
    cache: &Cache,
    key: &KeyId,
    contents: &[&Content],
    progress: &dyn Progress,
) -> Result<BTreeSet<ContentDigest>, Error> {
    let certificate = certificates::certificate(session, key, progress)?.ok_or(Error::NoCertificate(*key))?;
    share_certificate(cache, key, &certificate)?;
    let mut signer = Signer::open(session, certificate)?;
    progress.expect_signatures(contents.len());
    let mut made = BTreeSet::new();
    let mut pending: Vec<(&Content, Proven)> = Vec::new();
    let mut since = Instant::now();
    let mut signed = Ok(());
    for content in contents {
        if progress.cancelled() {
            signed = Err(Error::Interrupted);
            break;
        }
        match signer.sign(content, progress) {
            Ok(proven) => pending.push((content, proven)),
            Err(error) => {
                signed = Err(error);
                break;
            }
        }
        progress.signed();
        if since.elapsed() >= TOGETHER {
            made.extend(store(session, cache, key, &mut pending, progress)?);
            since = Instant::now();
        }
    }
    made.extend(store(session, cache, key, &mut pending, progress)?);
    signed.map(|()| made)
}

fn store(
    session: &Session,
    cache: &Cache,
    key: &KeyId,
    pending: &mut Vec<(&Content, Proven)>,
    progress: &dyn Progress,
) -> Result<Vec<ContentDigest>, Error> {
    let entries: Vec<NewEntry> = pending
        .iter()
        .map(|(content, proven)| NewEntry {
            pair: Pair { content: content.digest, key: *key },
            signature: proven.signature.to_bytes(),
            proof: content.proof.clone(),
            size: content.proof.as_ref().map_or(0, crate::model::Proof::length),
            signed: proven.signature.created(),
            origin: Origin::Signed,
            label: content.label.clone(),
            verdict: proven.verdict,
        })
        .collect();
    cache.insert(&entries, session.settings().now)?;
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

/// Puts the signer's certificate into the cache, for those who can read the cache and don't have it.
fn share_certificate(cache: &Cache, key: &KeyId, certificate: &Certificate) -> Result<(), Error> {
    let state = certificate.state();
    if cache.certificate_state(key)?.as_deref() != Some(&state) {
        cache.put_certificate(key, &certificate.to_bytes(), &state)?;
    }
    Ok(())
}
