//! The certificate of a key, put together from all its sources, and remembered.

use std::cell::OnceCell;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{Error, Progress, Session};
use crate::cache::ledger::CertificateSnapshot;
use crate::model::{FileStamp, KeyId};
use crate::openpgp::{Certificate, certificates_in};

/// What this process knows of a key's certificate.
#[derive(Clone)]
pub(super) struct Known {
    /// A digest of the certificate: the same as long as nothing was added to it.
    pub(super) state: [u8; 32],
    certificate: OnceCell<Certificate>,
}

/// The state of a key's certificate. Reads no key ring while none of its sources has changed.
pub(super) fn state(
    session: &Session,
    key: &KeyId,
    progress: &dyn Progress,
) -> Result<Option<[u8; 32]>, Error> {
    Ok(known(session, key, progress)?.map(|known| known.state))
}

/// A key's certificate, whole.
pub(super) fn certificate(
    session: &Session,
    key: &KeyId,
    progress: &dyn Progress,
) -> Result<Option<Certificate>, Error> {
    let Some(known) = known(session, key, progress)? else { return Ok(None) };
    if let Some(certificate) = known.certificate.get() {
        return Ok(Some(certificate.clone()));
    }
    let remembered = session.ledger(progress).map(|ledger| ledger.certificate(key)).transpose()?.flatten();
    let parsed = remembered.and_then(|bytes| Certificate::from_bytes(&bytes, key.fingerprint()).ok());
    let certificate = match parsed {
        Some(certificate) => certificate,
        // A snapshot that can't be read is as good as none.
        None => match gather(session, key, progress)? {
            Some(certificate) => certificate,
            None => return Ok(None),
        },
    };
    let known = Known { state: known.state, certificate: OnceCell::from(certificate.clone()) };
    session.known().borrow_mut().insert(*key, Some(known));
    Ok(Some(certificate))
}

fn known(session: &Session, key: &KeyId, progress: &dyn Progress) -> Result<Option<Known>, Error> {
    if let Some(known) = session.known().borrow().get(key) {
        return Ok(known.clone());
    }
    let sources = sources(session, key)?;
    let ledger = session.ledger(progress);
    let snapshot = ledger.map(|ledger| ledger.snapshot(key)).transpose()?.flatten();
    let known = match snapshot {
        Some(snapshot) if snapshot.sources == sources => {
            Some(Known { state: snapshot.state, certificate: OnceCell::new() })
        }
        _ => gather(session, key, progress)?.map(|certificate| {
            let state = certificate.state();
            if let Some(ledger) = ledger {
                let snapshot = CertificateSnapshot { sources: sources.to_vec(), state };
                // Not remembering costs another look next time, and nothing else.
                let _ = ledger.remember_certificate(key, &snapshot, &certificate.to_bytes());
            }
            Known { state, certificate: OnceCell::from(certificate) }
        }),
    };
    session.known().borrow_mut().insert(*key, known.clone());
    Ok(known)
}

/// All copies of the certificate in one. Revocations that any of them ever had stay in it.
fn gather(session: &Session, key: &KeyId, progress: &dyn Progress) -> Result<Option<Certificate>, Error> {
    let cached = session.cache()?.map(|cache| cache.certificate(key)).transpose()?.flatten();
    // A copy that is not this certificate is no copy.
    let cached = cached.and_then(|bytes| Certificate::from_bytes(&bytes, key.fingerprint()).ok());
    let own = own(session, key, progress)?;
    Ok([own, cached].into_iter().flatten().reduce(|all, copy| all.merged(&copy)))
}

/// The user's own copies of the certificate in one: the ledger's, the key ring's, and those in files.
pub(super) fn own(
    session: &Session,
    key: &KeyId,
    progress: &dyn Progress,
) -> Result<Option<Certificate>, Error> {
    let wanted = key.fingerprint();
    let remembered = session.ledger(progress).map(|ledger| ledger.certificate(key)).transpose()?.flatten();
    let copies = [remembered, session.keyring()?.certificate(wanted)?].into_iter().flatten();
    let copies = copies.filter_map(|bytes| Certificate::from_bytes(&bytes, wanted).ok());
    let files = session.settings().certificate_files.iter().flat_map(|path| certificates_in(path));
    let files = files.filter(|certificate| certificate.fingerprint() == *wanted);
    Ok(copies.chain(files).reduce(|all, copy| all.merged(&copy)))
}

/// What all sources of the certificate look like now, in 32 bytes.
fn sources(session: &Session, key: &KeyId) -> Result<[u8; 32], Error> {
    let settings = session.settings();
    let mut hash = Sha256::new();
    let mut add = |path: &Path| {
        let stamp = fs::metadata(path).map(|metadata| FileStamp::from(&metadata).to_bytes());
        hash.update(path.as_os_str().as_bytes());
        hash.update([0, u8::from(stamp.is_ok())]);
        hash.update(stamp.unwrap_or([0; 56]));
    };
    session.keyring()?.sources().iter().chain(&settings.certificate_files).for_each(|path| add(path));
    let cached = session.cache()?.map(|cache| cache.certificate_state(key)).transpose()?.flatten();
    hash.update(cached.unwrap_or_default());
    Ok(hash.finalize().into())
}
