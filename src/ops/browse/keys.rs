use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Browser, KeyRow};
use crate::model::query::{Filter, KeyMatch, Query};
use crate::model::{Fingerprint, KeyId, Untrusted};
use crate::openpgp::{self, Certificate, SigningKey, signing_keys};
use crate::ops::certificates::{certificate, look_again};
use crate::ops::secret::Secrets;
use crate::ops::{Count, Error, Progress, Session};

impl Browser {
    /// The keys that have entries or a name in the configuration, those with the most entries first, and how many more
    /// than `most` there are.
    ///
    /// Of a query, `key:` and `name:` say something of keys; the latter of the user id and of the key's name here.
    /// Asks nobody for anything, and does not wait long for GnuPG.
    ///
    /// # Errors
    /// When the cache can't be read, or a person asks to stop.
    pub fn keys(
        &mut self,
        query: &Query,
        most: usize,
        progress: &dyn Progress,
    ) -> Result<(Vec<KeyRow>, u64), Error> {
        let session = self.session()?;
        let mut counts = counts(session, progress)?;
        counts.retain(|(key, _)| holds(query, |filter| of_key(filter, key)));
        let more = counts.len().saturating_sub(most) as u64;
        counts.truncate(most);
        let mut secrets = Secrets::new(session);
        let mut rows = Vec::with_capacity(counts.len());
        for (key, count) in counts {
            if progress.cancelled() {
                return Err(Error::Interrupted);
            }
            let row = row(session, key, count, &mut secrets, progress);
            if holds(query, |filter| of_names(filter, session, &row)) {
                rows.push(row);
            }
        }
        Ok((rows, more))
    }
}

fn counts(session: &Session, progress: &dyn Progress) -> Result<Vec<(KeyId, Count)>, Error> {
    let named = session.settings().keys.values().map(|key| KeyId::OpenPgp(key.fingerprint));
    let mut keys: BTreeMap<KeyId, Count> = named.map(|key| (key, Count::default())).collect();
    if let Some(cache) = session.cache()? {
        cache.overview(&mut |facts| {
            keys.entry(facts.key).or_default().add(&facts);
            !progress.cancelled()
        })?;
    }
    let mut counts: Vec<_> = keys.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(count.entries));
    Ok(counts)
}

/// Whether all terms of a query hold; `says` is none for a filter that is looked at another time.
fn holds(query: &Query, says: impl Fn(&Filter) -> Option<bool>) -> bool {
    query.terms.iter().all(|term| says(&term.filter).is_none_or(|holds| holds != term.negated))
}

fn of_key(filter: &Filter, key: &KeyId) -> Option<bool> {
    match filter {
        Filter::Key(KeyMatch::Exactly(fingerprint)) => Some(fingerprint == key.fingerprint()),
        Filter::Key(KeyMatch::Digits(digits)) => {
            let fingerprint = key.fingerprint().to_string();
            Some(fingerprint.starts_with(digits.as_str()) || fingerprint.ends_with(digits.as_str()))
        }
        Filter::Name(_) => None,
        // Keys have nothing of the rest.
        _ => Some(false),
    }
}

fn of_names(filter: &Filter, session: &Session, row: &KeyRow) -> Option<bool> {
    let Filter::Name(text) = filter else { return None };
    let text = text.to_ascii_lowercase();
    let is_in = |name: &str| name.to_ascii_lowercase().contains(&text);
    let named =
        |name: &String, fingerprint: &Fingerprint| fingerprint == row.key.fingerprint() && is_in(name);
    let mut names = session.settings().keys.iter();
    let by_name = names.any(|(name, key)| named(name, &key.fingerprint));
    Some(by_name || row.user_id.as_ref().is_some_and(|user_id| is_in(user_id.raw())))
}

fn row(
    session: &Session,
    key: KeyId,
    count: Count,
    secrets: &mut Secrets<'_>,
    progress: &dyn Progress,
) -> KeyRow {
    // Who looks around for long wants to see what became of a key meanwhile.
    look_again(session, &key);
    let now = session.settings().now;
    let mut row = KeyRow {
        key,
        user_id: None,
        standing: None,
        usable: false,
        signs_here: Some(false),
        entries: count.entries,
        verdicts: count.verdicts.into_iter().collect(),
        last_signed: count.last_signed,
    };
    match certificate(session, &key, progress) {
        Ok(Some(certificate)) => {
            row.user_id = certificate.user_ids().into_iter().next();
            match signing_keys(&certificate, now) {
                Ok(candidates) => {
                    row.usable = true;
                    row.standing = expiry(&certificate, &candidates, now);
                    row.signs_here = secrets.can_sign(&certificate, &candidates, progress);
                }
                Err(openpgp::Error::CannotSign { reason, .. }) => row.standing = Some(reason),
                Err(error) => row.standing = Some(Untrusted::new(error.to_string())),
            }
        }
        Ok(None) => row.standing = Some(Untrusted::new("no certificate")),
        Err(_) => {
            row.standing = Some(Untrusted::new("its certificate can't be read"));
            row.signs_here = None;
        }
    }
    row
}

/// When the last of the keys that can sign expires, if none of them stays for ever.
fn expiry(certificate: &Certificate, candidates: &[SigningKey], now: Timestamp) -> Option<Untrusted> {
    let ends: BTreeMap<Fingerprint, Timestamp> = certificate.signing_ends(now).into_iter().collect();
    let ends: Option<Vec<_>> = candidates.iter().map(|key| ends.get(&key.fingerprint()).copied()).collect();
    let last = ends?.into_iter().max()?;
    Some(Untrusted::new(format!("expires {}", last.strftime("%Y-%m-%d"))))
}
