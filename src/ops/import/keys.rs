use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::offer::Offer;
use super::plan::ImportWish;
use crate::bundle::{self, Item};
use crate::model::{Fingerprint, KeyId, Untrusted};
use crate::openpgp::Certificate;
use crate::ops::{Error, Progress, Session, certificates};

/// More keys than any team has; each may cost a look at the key ring.
const MOST_KEYS: usize = 10_000;

/// The most bytes of certificates of one bundle.
const MOST_BYTES: usize = 32 << 20;

/// The certificates that offers are verified with: what the user knows, and what the bundle adds.
///
/// A full fingerprint authenticates a certificate, whoever it is from.
pub(super) struct Keys<'a> {
    session: &'a Session,
    place: &'a Untrusted,
    dry_run: bool,
    progress: &'a dyn Progress,
    offered: BTreeMap<KeyId, Certificate>,
    bytes: usize,
    known: BTreeMap<KeyId, Option<Arc<Certificate>>>,
    shared: BTreeSet<KeyId>,
}

impl<'a> Keys<'a> {
    pub(super) fn new(
        session: &'a Session,
        place: &'a Untrusted,
        wish: &ImportWish,
        progress: &'a dyn Progress,
    ) -> Self {
        let (offered, known, shared) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        Self { session, place, dry_run: wish.dry_run, progress, offered, bytes: 0, known, shared }
    }

    /// Takes certificates in, and gives the entries with theirs.
    pub(super) fn take(&mut self, items: Vec<Item>) -> Result<Vec<Offer>, Error> {
        let mut offers = Vec::new();
        for item in items {
            match item {
                Item::Certificate(fingerprint, packets) => self.offer(fingerprint, &packets)?,
                Item::Entry(record, signature) => {
                    let certificate = self.certificate(&record.pair.key)?;
                    offers.push(Offer::new(record, signature, certificate));
                }
                Item::Wanted(_) => {}
            }
        }
        Ok(offers)
    }

    fn offer(&mut self, fingerprint: Fingerprint, packets: &[u8]) -> Result<(), Error> {
        let name = format!("certificates/{fingerprint}.pgp");
        let certificate = Certificate::from_bytes(packets, &fingerprint)
            .map_err(|_| self.wrong(&name, "is not the certificate of its name"))?;
        self.bytes += packets.len();
        if self.bytes > MOST_BYTES || self.offered.len() >= MOST_KEYS {
            return Err(self.wrong(&name, "is one certificate too many"));
        }
        self.offered.insert(KeyId::OpenPgp(fingerprint), certificate);
        Ok(())
    }

    /// Takes in a certificate that something was verified with.
    pub(super) fn know(&mut self, key: &KeyId, certificate: &Certificate) {
        self.offered.entry(*key).or_insert_with(|| certificate.clone());
    }

    fn certificate(&mut self, key: &KeyId) -> Result<Option<Arc<Certificate>>, Error> {
        if let Some(known) = self.known.get(key) {
            return Ok(known.clone());
        }
        if self.known.len() >= MOST_KEYS {
            return Err(self.wrong(&key.to_string(), "is one key too many"));
        }
        let own = certificates::certificate(self.session, key, self.progress)?;
        let offered = self.offered.get(key).cloned();
        let all = [own, offered].into_iter().flatten().reduce(|all, copy| all.merged(&copy));
        let certificate = all.map(Arc::new);
        self.known.insert(*key, certificate.clone());
        Ok(certificate)
    }

    /// Puts the certificate of a key of which something is going to be stored into the cache.
    pub(super) fn share(&mut self, key: &KeyId) -> Result<(), Error> {
        if !self.dry_run
            && self.shared.insert(*key)
            && let Some(certificate) = self.certificate(key)?
        {
            certificates::share(self.session.writable_cache()?, key, &certificate)?;
            certificates::look_again(self.session, key);
        }
        Ok(())
    }

    /// Passes on what the bundle knows of keys that the cache has: a revocation that is seen once counts for ever.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        if self.dry_run {
            return Ok(());
        }
        let offered: Vec<(KeyId, Vec<u8>)> =
            self.offered.iter().map(|(key, certificate)| (*key, certificate.to_bytes())).collect();
        for (key, copy) in offered {
            // Of a key that nobody here knows there is nothing to learn.
            if certificates::certificate(self.session, &key, self.progress)?.is_some() {
                certificates::learn(self.session, &key, &copy, self.progress)?;
            }
            let has = |cache: &crate::cache::Cache| cache.certificate_state(&key);
            if self.session.cache()?.map(has).transpose()?.flatten().is_some() {
                self.share(&key)?;
            }
        }
        Ok(())
    }

    fn wrong(&self, name: &str, what: &'static str) -> Error {
        let source = bundle::Error::Part { name: Untrusted::new(name), what };
        Error::Bundle { place: self.place.clone(), source }
    }
}
