//! The certificate of a key, put together from all its sources, and remembered.

use std::cell::OnceCell;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{Error, Notice, Progress, Session};
use crate::cache::ledger::CertificateSnapshot;
use crate::cache::{self, Cache};
use crate::model::{FileStamp, KeyId};
use crate::openpgp::{self, Certificate, OfferedCertificate, certificates_in};

/// What this process knows of a key's certificate.
#[derive(Clone)]
pub(super) struct Known {
    /// A digest of the certificate: the same as long as nothing was added to it.
    pub(super) state: [u8; 32],
    certificate: OnceCell<Certificate>,
}

/// Checks that files have certificates in them, as somebody says.
///
/// # Errors
/// With the first one that has none.
pub fn check(files: &[PathBuf]) -> Result<(), Error> {
    match files.iter().find(|file| certificates_in(file).is_empty()) {
        Some(file) => Err(Error::NoCertificates(file.clone())),
        None => Ok(()),
    }
}

/// The state of a key's certificate. Reads no key ring while none of its sources has changed.
pub(super) fn state(
    session: &Session,
    key: &KeyId,
    progress: &dyn Progress,
) -> Result<Option<[u8; 32]>, Error> {
    Ok(known(session, key, progress)?.map(|known| known.state))
}

/// Whether a key's certificate is as in a snapshot, none of its sources having changed since.
pub(super) fn unchanged(
    session: &Session,
    key: &KeyId,
    snapshot: &CertificateSnapshot,
    cached: Option<Vec<u8>>,
) -> Result<bool, Error> {
    if let Some(known) = session.known().borrow().get(key) {
        return Ok(known.as_ref().is_some_and(|known| known.state == snapshot.state));
    }
    let unchanged = sources(session, cached)?.is_some_and(|sources| snapshot.sources == sources);
    if unchanged {
        let known = Known { state: snapshot.state, certificate: OnceCell::new() };
        session.known().borrow_mut().insert(*key, Some(known));
    }
    Ok(unchanged)
}

/// A key's certificate, or the error that there is none.
pub(super) fn required(
    session: &Session,
    key: &KeyId,
    found: Option<Certificate>,
) -> Result<Certificate, Error> {
    if let Some(certificate) = found {
        return Ok(certificate);
    }
    let primary = session.keyring()?.resolve_long_id(&key.fingerprint().long_id())?;
    Err(match primary.as_slice() {
        [primary] if primary != key.fingerprint() => {
            Error::Subkey { given: *key.fingerprint(), primary: *primary }
        }
        _ => Error::NoCertificate(*key),
    })
}

/// Forgets what this process knows of a key, so that it is looked at again.
pub(super) fn look_again(session: &Session, key: &KeyId) {
    session.known().borrow_mut().remove(key);
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
    let remembered = session.remembered(progress, |ledger| ledger.certificate(key));
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
    let cached = of_cache(session, |cache| cache.certificate_state(key));
    let sources = sources(session, cached)?;
    let snapshot = session.remembered(progress, |ledger| ledger.snapshot(key));
    let known = match snapshot {
        Some(snapshot) if sources.is_some_and(|sources| snapshot.sources == sources) => {
            Some(Known { state: snapshot.state, certificate: OnceCell::new() })
        }
        _ => {
            // Read before everything else, so that what others learn meanwhile shows when this is written.
            let remembered = session.remembered(progress, |ledger| ledger.certificate(key));
            gather(session, key, progress)?
                .map(|certificate| remember(session, key, sources, certificate, remembered, progress))
        }
    };
    session.known().borrow_mut().insert(*key, known.clone());
    Ok(known)
}

/// Remembers a certificate, unless what is remembered has changed since `read`.
fn remember(
    session: &Session,
    key: &KeyId,
    sources: Option<[u8; 32]>,
    certificate: Certificate,
    read: Option<Vec<u8>>,
    progress: &dyn Progress,
) -> Known {
    let state = certificate.state();
    if let Some(ledger) = session.ledger(progress) {
        let sources = sources.map_or_else(Vec::new, Vec::from);
        let snapshot = CertificateSnapshot { sources, state };
        // Not remembering costs another look next time, and nothing else.
        let _ = ledger.remember_certificate(key, &snapshot, &certificate.to_bytes(), read.as_deref());
    }
    Known { state, certificate: OnceCell::from(certificate) }
}

/// Adds what somebody else's copy has to a key's certificate, and remembers it: it may be a revocation.
pub(super) fn learn(
    session: &Session,
    key: &KeyId,
    copy: &Certificate,
    progress: &dyn Progress,
) -> Result<(), Error> {
    let known = certificate(session, key, progress)?;
    // Read after that may have been written, and merged, so that nothing that others learn meanwhile is forgotten.
    let remembered = session.remembered(progress, |ledger| ledger.certificate(key));
    let again = remembered.as_ref().and_then(|bytes| Certificate::from_bytes(bytes, key.fingerprint()).ok());
    let merged =
        [known.clone(), again].into_iter().flatten().fold(copy.clone(), |all, other| all.merged(&other));
    if known.is_some_and(|known| known.state() == merged.state()) {
        return Ok(());
    }
    let cached = of_cache(session, |cache| cache.certificate_state(key));
    let sources = sources(session, cached)?;
    let known = remember(session, key, sources, merged, remembered, progress);
    session.known().borrow_mut().insert(*key, Some(known));
    Ok(())
}

/// Puts a certificate into the cache, for those who can read the cache and don't have it.
pub(super) fn share(cache: &Cache, key: &KeyId, certificate: &Certificate) -> Result<(), cache::Error> {
    let state = certificate.state();
    if cache.certificate_state(key)?.as_deref() != Some(&state) {
        cache.merge_certificate(key, |stored| {
            let stored = stored.and_then(|bytes| {
                let offered = OfferedCertificate::new(&bytes).ok()?;
                offered.certificate(key.fingerprint(), Some(certificate)).ok()
            });
            let merged = match stored {
                Some(stored) => stored.merged(certificate),
                None => certificate.clone(),
            };
            (merged.to_bytes(), merged.state())
        })?;
    }
    Ok(())
}

/// What the cache knows of a key. It is one source among others: where it can't be read, they have to do.
fn of_cache<T>(session: &Session, read: impl FnOnce(&Cache) -> Result<Option<T>, cache::Error>) -> Option<T> {
    session.readable_cache().and_then(|cache| read(cache).ok().flatten())
}

/// All copies of the certificate in one. Revocations that any of them ever had stay in it.
pub(super) fn gather(
    session: &Session,
    key: &KeyId,
    progress: &dyn Progress,
) -> Result<Option<Certificate>, Error> {
    let cached = of_cache(session, |cache| cache.certificate(key));
    let own = own(session, key, progress)?;
    let cached = cached.and_then(|bytes| offered(key, &bytes, own.as_ref(), session.directory(), progress));
    let gathered = [own, cached].into_iter().flatten().reduce(|all, copy| all.merged(&copy));
    if gathered.is_some() {
        return Ok(gathered);
    }
    // Who has an entry has its certificate, too, so this is for what nobody here has anything of.
    let copies = session.upstreams().iter().filter_map(|upstream| {
        let bytes = upstream.certificate(key, progress)?;
        offered(key, &bytes, None, upstream.path(), progress)
    });
    Ok(copies.reduce(|all, copy| all.merged(&copy)))
}

/// The copy of a certificate in a place that others can write to; says when it has too much to be looked at.
///
/// A copy that is not this certificate is no copy.
pub(super) fn offered(
    key: &KeyId,
    bytes: &[u8],
    known: Option<&Certificate>,
    place: &Path,
    progress: &dyn Progress,
) -> Option<Certificate> {
    match OfferedCertificate::new(bytes).and_then(|copy| copy.certificate(key.fingerprint(), known)) {
        Ok(copy) => Some(copy),
        Err(openpgp::Error::TooMuch(reason)) => {
            let place = place.to_owned();
            progress.notice(Notice::CertificatePassedOver { key: *key, place, reason });
            None
        }
        Err(_) => None,
    }
}

/// The user's own copies of the certificate in one: the ledger's, the key ring's, and those in files.
pub(super) fn own(
    session: &Session,
    key: &KeyId,
    progress: &dyn Progress,
) -> Result<Option<Certificate>, Error> {
    let wanted = key.fingerprint();
    let remembered = session.remembered(progress, |ledger| ledger.certificate(key));
    let copies = session.keyring()?.certificates(wanted)?.into_iter().chain(remembered);
    let copies = copies.filter_map(|bytes| Certificate::from_bytes(&bytes, wanted).ok());
    let files = session.settings().certificate_files.iter().flat_map(|path| certificates_in(path));
    let files = files.filter(|certificate| certificate.fingerprint() == *wanted);
    Ok(copies.chain(files).reduce(|all, copy| all.merged(&copy)))
}

/// What all sources of the certificate look like now, in 32 bytes; the cache's copy by what it says of itself.
///
/// None where one of them can't be watched, so that it has to be read each time.
fn sources(session: &Session, cached: Option<Vec<u8>>) -> Result<Option<[u8; 32]>, Error> {
    let settings = session.settings();
    let mut hash = Sha256::new();
    let mut add = |path: &Path| {
        let stamp = fs::metadata(path).map(|metadata| FileStamp::from(&metadata).to_bytes());
        hash.update(path.as_os_str().as_bytes());
        hash.update([0, u8::from(stamp.is_ok())]);
        hash.update(stamp.unwrap_or([0; 56]));
    };
    let Some(key_ring) = session.keyring()?.sources() else { return Ok(None) };
    key_ring.iter().chain(&settings.certificate_files).for_each(|path| add(path));
    hash.update(cached.unwrap_or_default());
    Ok(Some(hash.finalize().into()))
}
