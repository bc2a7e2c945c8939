use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::{Error, Progress, Session, certificates};
use crate::model::{Fingerprint, KeyId};
use crate::openpgp::{Certificate, DetachedSignature, certificates_in};

/// The certificates that the user has, by the ids of their keys.
///
/// An id of 64 bits is anybody's to choose, so all certificates that have it
/// are tried, and the signature decides.
pub(super) struct Signers<'a> {
    session: &'a Session,
    progress: &'a dyn Progress,
    primaries: BTreeMap<String, BTreeSet<Fingerprint>>,
    known: BTreeMap<Fingerprint, Option<Arc<Certificate>>>,
}

impl<'a> Signers<'a> {
    /// Those in the user's key ring and settings.
    pub(super) fn new(session: &'a Session, progress: &'a dyn Progress) -> Result<Self, Error> {
        let mut primaries = BTreeMap::<String, BTreeSet<Fingerprint>>::new();
        let mut add = |key: Fingerprint, primary| {
            primaries.entry(key.long_id()).or_default().insert(primary);
        };
        for (key, primary) in session.keyring()?.keys()? {
            add(key, primary);
        }
        for certificate in session.settings().certificate_files.iter().flat_map(|path| certificates_in(path))
        {
            certificate.keys().for_each(|key| add(key, certificate.fingerprint()));
        }
        Ok(Self { session, progress, primaries, known: BTreeMap::new() })
    }

    /// The certificates that a signature may be by: those that it names, else those that its file's name does.
    pub(super) fn of(
        &mut self,
        signature: &DetachedSignature,
        named: Option<&str>,
    ) -> Result<Vec<Arc<Certificate>>, Error> {
        let mut found = BTreeSet::new();
        for issuer in signature.issuers() {
            found.extend(self.with_key(&issuer));
        }
        if found.is_empty()
            && let Some(key) = named
        {
            found.extend(self.with_key(key));
        }
        let mut certificates = Vec::new();
        for primary in found {
            certificates.extend(self.certificate(primary)?);
        }
        Ok(certificates)
    }

    fn with_key(&self, issuer: &str) -> BTreeSet<Fingerprint> {
        let id = issuer.parse::<Fingerprint>().map_or_else(|_| issuer.to_owned(), |key| key.long_id());
        self.primaries.get(&id).cloned().unwrap_or_default()
    }

    /// All copies of a certificate in one: whoever has seen a revocation, it counts.
    fn certificate(&mut self, primary: Fingerprint) -> Result<Option<Arc<Certificate>>, Error> {
        if let Some(known) = self.known.get(&primary) {
            return Ok(known.clone());
        }
        let whole =
            certificates::gather(self.session, &KeyId::OpenPgp(primary), self.progress)?.map(Arc::new);
        self.known.insert(primary, whole.clone());
        Ok(whole)
    }
}
