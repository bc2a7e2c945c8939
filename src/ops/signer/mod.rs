//! Keys that are ready to sign, whatever it is that has their secret half.

mod digest;
mod program;
mod unlock;

pub(super) use unlock::unlocked;

use std::sync::Arc;

use jiff::Timestamp;

use super::content::Content;
use super::{Error, Progress, Session, SignWith};
use crate::model::{KeyId, Pair};
use crate::openpgp::gnupg::{self, Agent, AgentSigner, keygrips};
use crate::openpgp::{Certificate, HashAlgorithm, KeyFile, Proven, SigningKey, SoftwareKey, signing_keys};
use crate::program::Template;

/// A key that is ready to sign any number of contents, one after the other.
pub(super) struct Signer {
    certificate: Certificate,
    now: Timestamp,
    maker: Maker,
}

/// Who makes signatures.
enum Maker {
    /// A key that gets a digest, and gives the value of a signature.
    Key(SigningKey, Secret),
    /// A program that gets the content, and prints a signature.
    Program(Template, std::time::Duration),
}

enum Secret {
    Agent(Box<AgentSigner>),
    Software(Arc<SoftwareKey>),
}

impl Signer {
    /// Finds a key of the certificate that may sign now and whose secret half can be used.
    ///
    /// Gives `count` signers that can work at the same time. A person is asked once for all of them.
    pub(super) fn open(
        session: &Session,
        certificate: &Certificate,
        count: usize,
        progress: &dyn Progress,
    ) -> Result<Vec<Self>, Error> {
        let settings = session.settings();
        let candidates = signing_keys(certificate, settings.now)?;
        let missing = || Error::NoSecretKey(KeyId::OpenPgp(certificate.fingerprint()));
        let makers: Vec<Maker> = match session.signing(&certificate.fingerprint()).with {
            SignWith::Agent => agents(session, certificate, candidates, count, progress)?,
            SignWith::KeyFile { path, password } => {
                let (key, software) = unlock::key_file(&path, &password, certificate, &candidates, progress)?;
                software_keys(&key, &Arc::new(software), count)
            }
            SignWith::Command { command, limit } => {
                (0..count).map(|_| Maker::Program(command.clone(), limit)).collect()
            }
            SignWith::Software(software) => {
                let key = candidates.into_iter().find(|key| *key.key() == *software.public());
                software_keys(&key.ok_or_else(missing)?, &software, count)
            }
        };
        let signer = |maker| Self { certificate: certificate.clone(), now: settings.now, maker };
        Ok(makers.into_iter().map(signer).collect())
    }

    /// Signs a content that was hashed, and verifies what came out.
    pub(super) fn sign(&mut self, content: &Content, progress: &dyn Progress) -> Result<Proven, Error> {
        let (certificate, now) = (&self.certificate, self.now);
        match &mut self.maker {
            Maker::Key(key, secret) => digest::sign(certificate, key, secret, content, now, progress),
            Maker::Program(command, limit) => {
                program::sign(certificate, command, *limit, content, now, progress)
            }
        }
    }
}

/// Whether a key of the certificate may sign now and its secret half is at hand, and if so, whether a proof is
/// enough to sign a content. Asks nobody for anything.
pub(super) fn signs_proofs(
    session: &Session,
    certificate: &Certificate,
    progress: &dyn Progress,
) -> Result<bool, Error> {
    let candidates = signing_keys(certificate, session.settings().now)?;
    let fingerprint = certificate.fingerprint();
    let key = match session.signing(&fingerprint).with {
        SignWith::Agent => match agents(session, certificate, candidates, 1, progress)?.into_iter().next() {
            Some(Maker::Key(key, _)) => Some(key),
            Some(Maker::Program(..)) | None => None,
        },
        SignWith::KeyFile { path, .. } => {
            Some(KeyFile::find(&path, &fingerprint, &candidates)?.public().clone())
        }
        // It may do without the content; if not, it says so.
        SignWith::Command { .. } => return Ok(true),
        SignWith::Software(software) => candidates.into_iter().find(|key| *key.key() == *software.public()),
    };
    let key = key.ok_or(Error::NoSecretKey(KeyId::OpenPgp(fingerprint)))?;
    Ok(key.hash_algorithm() == HashAlgorithm::SHA256)
}

fn pair(certificate: &Certificate, content: &Content) -> Pair {
    Pair { content: content.digest, key: KeyId::OpenPgp(certificate.fingerprint()) }
}

fn software_keys(key: &SigningKey, software: &Arc<SoftwareKey>, count: usize) -> Vec<Maker> {
    (0..count).map(|_| Maker::Key(key.clone(), Secret::Software(Arc::clone(software)))).collect()
}

/// The first of the candidates that gpg-agent has, over as many connections: it answers one request on each at a time.
fn agents(
    session: &Session,
    certificate: &Certificate,
    candidates: Vec<SigningKey>,
    count: usize,
    progress: &dyn Progress,
) -> Result<Vec<Maker>, Error> {
    let cancelled = || progress.cancelled();
    let (home, prompting) = (&session.settings().gnupg, &session.settings().prompting);
    let grips = keygrips(home, &certificate.fingerprint())?;
    let mut first = Agent::connect(home, prompting, &cancelled)?;
    for key in candidates {
        if let Some(grip) = grips.get(&key.fingerprint())
            && first.has_key(grip, &cancelled)?
        {
            let more = (1..count).map(|_| Agent::connect(home, prompting, &cancelled));
            let maker = |agent: Result<Agent, gnupg::Error>| {
                let signer = AgentSigner::new(agent?, grip, key.key().clone(), &cancelled)?;
                Ok(Maker::Key(key.clone(), Secret::Agent(Box::new(signer))))
            };
            return std::iter::once(Ok(first)).chain(more).map(maker).collect();
        }
    }
    Err(Error::NoSecretKey(KeyId::OpenPgp(certificate.fingerprint())))
}
