//! Getting at the secret key in a file, and at its password.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::model::Untrusted;
use crate::openpgp::{
    Certificate, Error as KeyError, KeyFile, LockedKey, Password, SigningKey, SoftwareKey, open_password,
    read_password,
};
use crate::ops::{Error, Notice, PasswordFrom, Progress};

/// How often a person may mistype.
const ATTEMPTS: usize = 3;

/// The first of the candidates that a file has, ready to sign.
pub(super) fn key_file(
    path: &Path,
    password: &PasswordFrom,
    certificate: &Certificate,
    candidates: &[SigningKey],
    progress: &dyn Progress,
) -> Result<(SigningKey, SoftwareKey), Error> {
    let file = KeyFile::find(path, &certificate.fingerprint(), candidates)?;
    let software = unlocked(file.locked(), password, certificate, progress)?;
    Ok((file.public().clone(), software))
}

/// A key in a file, ready to be used.
pub(in crate::ops) fn unlocked(
    key: &LockedKey,
    password: &PasswordFrom,
    certificate: &Certificate,
    progress: &dyn Progress,
) -> Result<SoftwareKey, Error> {
    warn_of_readers(key.path(), progress);
    if key.is_locked() { unlock(key, password, certificate, progress) } else { Ok(key.unlock(None)?) }
}

fn unlock(
    key: &LockedKey,
    password: &PasswordFrom,
    certificate: &Certificate,
    progress: &dyn Progress,
) -> Result<SoftwareKey, Error> {
    let cancelled = || progress.cancelled();
    let given = match password {
        PasswordFrom::Person => return ask(key, certificate, progress),
        PasswordFrom::File(source) => {
            warn_of_readers(source, progress);
            let read = open_password(source).and_then(|source| read_password(&source, &cancelled));
            read.map_err(|error| unread(Untrusted::from_bytes(source.as_os_str().as_encoded_bytes()), error))
        }
        PasswordFrom::Descriptor { number, open } => {
            let read = match open {
                Some(open) => read_password(open, &cancelled),
                None => Err(io::Error::other("it is not open")),
            };
            read.map_err(|error| unread(Untrusted::new(format!("descriptor {number}")), error))
        }
    };
    if progress.cancelled() {
        return Err(Error::Interrupted);
    }
    Ok(key.unlock(Some(&given?))?)
}

fn ask(key: &LockedKey, certificate: &Certificate, progress: &dyn Progress) -> Result<SoftwareKey, Error> {
    let place = Untrusted::from_bytes(key.path().as_os_str().as_encoded_bytes());
    let question = format!("Password for the key {certificate} in {place}: ");
    let mut attempts = 1;
    loop {
        let answer: Option<Password> = progress.password(&question);
        if progress.cancelled() {
            return Err(Error::Interrupted);
        }
        match key.unlock(answer.as_ref()) {
            Err(KeyError::WrongPassword(_)) if attempts < ATTEMPTS => attempts += 1,
            unlocked => return Ok(unlocked?),
        }
    }
}

fn unread(place: Untrusted, source: io::Error) -> Error {
    Error::Password { place, source }
}

/// Says if somebody else on this machine can read a secret. What can't be looked at fails elsewhere.
fn warn_of_readers(path: &Path, progress: &dyn Progress) {
    let others = |metadata: fs::Metadata| metadata.is_file() && metadata.permissions().mode() & 0o044 != 0;
    if fs::metadata(path).is_ok_and(others) {
        progress.notice(Notice::SecretExposed(path.to_owned()));
    }
}
