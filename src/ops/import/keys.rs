use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::copies::{Copies, Offered, wrong};
use super::offer::Offer;
use super::plan::{Class, ImportWish};
use crate::bundle::Item;
use crate::model::{Fingerprint, KeyId, Untrusted};
use crate::openpgp::{self, Certificate, OfferedCertificate};
use crate::ops::{Error, Progress, Session, certificates};

/// More keys than any team has; each may cost a look at the key ring.
const MOST_KEYS: usize = 10_000;

/// The most bytes of certificates of one bundle: what is needed of thousands.
const MOST_BYTES: usize = 8 << 20;

/// The certificates that offers are verified with: what the user knows, and what the bundle adds.
///
/// A full fingerprint authenticates a certificate, whoever it is from.
pub(super) struct Keys<'a> {
    session: &'a Session,
    place: &'a Untrusted,
    dry_run: bool,
    progress: &'a dyn Progress,
    offered: BTreeMap<KeyId, OfferedCertificate>,
    bytes: usize,
    known: BTreeMap<KeyId, Arc<Copies>>,
    shared: BTreeSet<KeyId>,
    /// Whether the bundle has something that somebody wants.
    pub(super) wanted: bool,
    /// The first key whose signatures are kept in another cache, where there may be a first one.
    elsewhere: Option<Error>,
    /// What is no entry, and is to be told.
    pub(super) passed_over: Vec<(Untrusted, Class, Untrusted)>,
}

impl<'a> Keys<'a> {
    pub(super) fn new(
        session: &'a Session,
        place: &'a Untrusted,
        wish: &ImportWish,
        progress: &'a dyn Progress,
    ) -> Self {
        let (offered, known, shared) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        Self {
            session,
            place,
            dry_run: wish.dry_run,
            progress,
            offered,
            bytes: 0,
            known,
            shared,
            wanted: false,
            elsewhere: None,
            passed_over: Vec::new(),
        }
    }

    /// Takes certificates in, and gives the entries with theirs: all that come before whatever is wrong.
    pub(super) fn take(&mut self, items: Vec<Item>) -> (Vec<Offer>, Result<(), Error>) {
        let mut offers = Vec::new();
        let taken = items.into_iter().try_for_each(|item| {
            match item {
                Item::Certificate(fingerprint, packets) => self.offer(fingerprint, &packets)?,
                Item::Entry(record, signature) => {
                    if let Some(reason) = self.elsewhere(&record.pair.key) {
                        let place = Untrusted::new(record.pair.to_string());
                        self.passed_over.push((place, Class::Skipped, reason));
                        return Ok(());
                    }
                    let copies = self.copies(&record.pair.key)?;
                    offers.push(Offer::new(record, signature, copies));
                }
                Item::Wanted(_) => self.wanted = true,
                Item::Broken(place, reason) => self.passed_over.push((place, Class::Bad, reason)),
                Item::Unknown(place, reason) => self.passed_over.push((place, Class::Skipped, reason)),
            }
            Ok(())
        });
        (offers, taken)
    }

    /// Why a key's signatures are not taken into this cache, if they are kept in another one.
    pub(super) fn elsewhere(&mut self, key: &KeyId) -> Option<Untrusted> {
        let error = self.session.check_cache_of(key).err()?;
        let reason = Untrusted::new(error.to_string());
        self.elsewhere.get_or_insert(error);
        Some(reason)
    }

    fn offer(&mut self, fingerprint: Fingerprint, packets: &[u8]) -> Result<(), Error> {
        let copy = OfferedCertificate::new(packets).map_err(|error| match error {
            openpgp::Error::TooMuch(what) => wrong(self.place, &fingerprint, what),
            _ => wrong(self.place, &fingerprint, "is no certificate"),
        })?;
        self.bytes += copy.size();
        if self.bytes > MOST_BYTES {
            return Err(wrong(self.place, &fingerprint, "and those before it have more than 8 MiB"));
        }
        if self.offered.len() >= MOST_KEYS {
            return Err(wrong(self.place, &fingerprint, "is one of more than 10000 certificates"));
        }
        self.offered.insert(KeyId::OpenPgp(fingerprint), copy);
        Ok(())
    }

    /// Takes in a certificate that something was verified with.
    pub(super) fn know(&mut self, key: &KeyId, certificate: &Certificate) {
        self.offered.entry(*key).or_insert_with(|| certificate.into());
    }

    fn copies(&mut self, key: &KeyId) -> Result<Arc<Copies>, Error> {
        if let Some(known) = self.known.get(key) {
            return Ok(Arc::clone(known));
        }
        if self.known.len() >= MOST_KEYS {
            return Err(wrong(
                self.place,
                key.fingerprint(),
                "is one of more than 10000 that entries are of",
            ));
        }
        let own = certificates::certificate(self.session, key, self.progress)?;
        let offered = self.offered.get(key).cloned();
        let (fingerprint, place) = (*key.fingerprint(), self.place.clone());
        let offered = offered.map(|copy| Offered { fingerprint, copy, place });
        let copies = Arc::new(Copies::new(own, offered));
        self.known.insert(*key, Arc::clone(&copies));
        Ok(copies)
    }

    /// Puts the certificate of a key of which something is going to be stored into the cache.
    pub(super) fn share(&mut self, key: &KeyId) -> Result<(), Error> {
        if !self.dry_run
            && self.shared.insert(*key)
            && let Some(certificate) = self.copies(key)?.certificate()?
        {
            certificates::share(self.session.writable_cache(self.progress)?, key, certificate)?;
            certificates::look_again(self.session, key);
        }
        Ok(())
    }

    /// Passes on what the bundle knows of keys that the cache has: a revocation that is seen once counts for ever.
    ///
    /// # Errors
    /// When something was passed over because it belongs into another cache, or the cache can't be written.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        let elsewhere = self.elsewhere.take();
        if !self.dry_run {
            self.pass_on()?;
        }
        elsewhere.map_or(Ok(()), Err)
    }

    fn pass_on(&mut self) -> Result<(), Error> {
        for key in self.offered.keys().copied().collect::<Vec<_>>() {
            if self.progress.cancelled() {
                return Err(Error::Interrupted);
            }
            // Of a key that nobody here knows there is nothing to learn.
            if certificates::certificate(self.session, &key, self.progress)?.is_some()
                && let Some(copy) = self.copies(&key)?.certificate()?
            {
                certificates::learn(self.session, &key, copy, self.progress)?;
            }
            let has = |cache: &crate::cache::Cache| cache.certificate_state(&key);
            if self.session.cache()?.map(has).transpose()?.flatten().is_some() {
                self.share(&key)?;
            }
        }
        Ok(())
    }
}
