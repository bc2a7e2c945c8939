use std::collections::BTreeSet;
use std::io::Write;

use crate::model::KeyId;
use crate::openpgp::{Encrypting, FullCertificate, encrypt};
use crate::ops::certificates::{certificate, required};
use crate::ops::{Error, Progress, Session, SignWith};

/// Encrypts a stream to the holders of some keys.
///
/// Nothing is asked of anybody: public keys are enough. The end is written by [`Encrypting::finish`].
///
/// # Errors
/// When a certificate is not to be found or can't be encrypted to now, or the sink fails.
pub fn seal<'a, W: Write + Send + 'a>(
    session: &Session,
    keys: &[KeyId],
    sink: W,
    progress: &dyn Progress,
) -> Result<Encrypting<'a, W>, Error> {
    let keys: BTreeSet<&KeyId> = keys.iter().collect();
    let recipients = keys.into_iter().map(|key| {
        let certificate = full_certificate(session, key, progress)?;
        Ok(certificate.recipient(session.settings().now)?)
    });
    let recipients = recipients.collect::<Result<Vec<_>, Error>>()?;
    Ok(encrypt(sink, &recipients)?)
}

/// All that the user's key ring and files have of a certificate, and the revocations that are remembered.
fn full_certificate(
    session: &Session,
    key: &KeyId,
    progress: &dyn Progress,
) -> Result<FullCertificate, Error> {
    let wanted = key.fingerprint();
    let settings = session.settings();
    let ring = session.keyring()?.certificates(wanted)?;
    let ring = ring.iter().filter_map(|bytes| FullCertificate::find_in(bytes, wanted));
    let signer = match session.signing(wanted).with {
        SignWith::KeyFile { path, .. } => Some(path),
        SignWith::Agent | SignWith::Command { .. } | SignWith::Software(_) => None,
    };
    let files = settings.certificate_files.iter().chain(signer.as_ref());
    let files = files.filter_map(|path| FullCertificate::find_in_file(path, wanted));
    let remembered = certificate(session, key, progress)?;
    match ring
        .chain(files)
        .chain(remembered.as_ref().map(FullCertificate::from))
        .reduce(FullCertificate::merged)
    {
        Some(certificate) => Ok(certificate),
        None => Err(required(session, key, None).err().unwrap_or(Error::NoCertificate(*key))),
    }
}
