use std::collections::BTreeMap;
use std::fmt;

use crate::model::Fingerprint;
use crate::openpgp::gnupg::{Keygrip, own_keygrips};
use crate::openpgp::{DecryptionKey, Envelope, FullCertificate};
use crate::ops::{Error, Session};

/// A certificate of the user's own GnuPG.
pub(super) struct OwnCertificate {
    certificate: FullCertificate,
    grips: BTreeMap<Fingerprint, Keygrip>,
}

/// The certificates for which GnuPG has secret keys. Asks `gpg` once, which may have to start the agent.
pub(super) fn own_certificates(session: &Session) -> Result<Vec<OwnCertificate>, Error> {
    let own = own_keygrips(&session.settings().gnupg)?;
    let keyring = session.keyring()?;
    let mut certificates = Vec::new();
    for (fingerprint, grips) in own {
        let copies = keyring.certificates(&fingerprint)?;
        let copies = copies.iter().filter_map(|bytes| FullCertificate::find_in(bytes, &fingerprint));
        let certificate = copies.reduce(FullCertificate::merged);
        certificates.extend(certificate.map(|certificate| OwnCertificate { certificate, grips }));
    }
    Ok(certificates)
}

impl OwnCertificate {
    /// The keys that may open an envelope, and the agent's names for them.
    pub(super) fn keys_for(&self, envelope: &Envelope) -> impl Iterator<Item = (DecryptionKey, Keygrip)> {
        let keys = self.certificate.keys_for(envelope).into_iter();
        keys.filter_map(|key| {
            let grip = *self.grips.get(&key.fingerprint())?;
            Some((key, grip))
        })
    }
}

impl fmt::Display for OwnCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.certificate.fmt(f)
    }
}
