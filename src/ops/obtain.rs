use std::collections::BTreeSet;

use super::content::Content;
use super::find::{Answer, find};
use super::signer::Signer;
use super::{Error, Notice, Progress, Session, batch, certificates};
use crate::cache::{Cache, LockHolder, Waiter};
use crate::model::{ContentDigest, KeyId, Pair};
use crate::openpgp::Certificate;

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

/// Gets the signature of each content: the one that is there, or one that is made now and kept for ever.
///
/// One process at a time signs a pair. Whoever waited looks again before it
/// signs, so any number of processes get the same bytes and the signer is
/// asked once. Each content has a result of its own; what was signed before an
/// interruption is kept.
///
/// # Errors
/// When nothing can be signed: no certificate, no usable key, no writable cache, a lock held for too long.
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
    let cache = session.writable_cache()?;
    let absent = contents.iter().zip(&first).filter(|(_, found)| matches!(found, Ok(None)));
    let absent: Vec<&Content> = absent.map(|(content, _)| content).collect();
    let new = sign_absent(session, cache, key, &absent, &look, progress)?;
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

/// Signs what is still absent when nobody else can sign it any more; says what was signed.
fn sign_absent(
    session: &Session,
    cache: &Cache,
    key: &KeyId,
    absent: &[&Content],
    look: &dyn Fn(&Content) -> Result<Option<Answer>, Error>,
    progress: &dyn Progress,
) -> Result<BTreeSet<ContentDigest>, Error> {
    let settings = session.settings();
    let mut tell = |holder: Option<&LockHolder>| {
        if let Some(holder) = holder {
            progress.notice(Notice::Waiting { key: *key, holder: holder.clone() });
        }
        !progress.cancelled()
    };
    let mut waiter = Waiter::new(&settings.me, settings.patience, &mut tell);
    let stopped = |error| if progress.cancelled() { Error::Interrupted } else { Error::Cache(error) };
    let pairs = absent.iter().map(|content| content.digest);
    let _pairs = cache.lock_pairs(key, pairs, &mut waiter).map_err(stopped)?;
    let mut missing = Vec::new();
    let mut seen = BTreeSet::new();
    for content in absent {
        if seen.insert(content.digest) && look(content)?.is_none() {
            missing.push(*content);
        }
    }
    if missing.is_empty() {
        return Ok(BTreeSet::new());
    }
    let certificate = certificates::certificate(session, key, progress)?.ok_or(Error::NoCertificate(*key))?;
    share_certificate(cache, key, &certificate)?;
    let most = session.signing(key.fingerprint()).max_requests;
    let slots = cache.lock_slots(key, missing.len(), most, &mut waiter).map_err(stopped)?;
    let signers = Signer::open(session, &certificate, slots.len(), progress)?;
    batch::sign(session, cache, key, &missing, signers, progress)
}

/// Puts the signer's certificate into the cache, for those who can read the cache and don't have it.
fn share_certificate(cache: &Cache, key: &KeyId, certificate: &Certificate) -> Result<(), Error> {
    let state = certificate.state();
    if cache.certificate_state(key)?.as_deref() != Some(&state) {
        cache.put_certificate(key, &certificate.to_bytes(), &state)?;
    }
    Ok(())
}
