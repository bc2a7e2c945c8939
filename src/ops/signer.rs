use std::cell::RefCell;

use super::content::{Content, read_again};
use super::session::SignWith;
use super::{Error, Progress, Session};
use crate::hash::Sha256State;
use crate::model::{KeyId, Pair, Untrusted};
use crate::openpgp::gnupg::{Agent, AgentSigner, keygrips};
use crate::openpgp::{
    Certificate, ContentHash, Draft, HashAlgorithm, Judgement, Proven, SignatureValue, SigningKey,
    SoftwareKey, judge, signing_keys,
};

/// A key that is ready to sign any number of contents.
pub(super) struct Signer<'a> {
    session: &'a Session,
    certificate: Certificate,
    key: SigningKey,
    secret: Secret<'a>,
}

enum Secret<'a> {
    Agent(Box<AgentSigner>),
    Software(&'a RefCell<SoftwareKey>),
}

impl<'a> Signer<'a> {
    /// Finds a key of the certificate that may sign now and whose secret part can be used.
    pub(super) fn open(session: &'a Session, certificate: Certificate) -> Result<Self, Error> {
        let candidates = signing_keys(&certificate, session.settings().now)?;
        let (key, secret) = match &session.settings().sign_with {
            SignWith::Agent => agent(session, &certificate, candidates)?,
            SignWith::Software(software) => {
                let key = candidates.into_iter().find(|key| *key.key() == *software.borrow().public());
                let key = key.ok_or(Error::NoSecretKey(KeyId::OpenPgp(certificate.fingerprint())))?;
                (key, Secret::Software(software))
            }
        };
        Ok(Self { session, certificate, key, secret })
    }

    /// Signs a content that was hashed, and verifies what came out.
    pub(super) fn sign(&mut self, content: &Content, progress: &dyn Progress) -> Result<Proven, Error> {
        let pair = Pair { content: content.digest, key: KeyId::OpenPgp(self.certificate.fingerprint()) };
        let unsound = |reason| Error::UnsoundSigner { pair, reason };
        let draft = Draft::new(&self.key, self.session.settings().now)?;
        let digest = self.digest(&draft, content, progress)?;
        let value = self.value(content, &digest)?;
        let signature = draft.complete(&digest, value);
        match judge(&self.certificate, &signature, &digest, self.session.settings().now) {
            Judgement::Proven(proven) if proven.refusal.is_none() => Ok(*proven),
            Judgement::Proven(proven) => {
                Err(unsound(proven.remark.unwrap_or_else(|| Untrusted::new("it would be refused"))))
            }
            Judgement::Bad(reason) | Judgement::UnknownKey(reason) | Judgement::Unsupported(reason) => {
                Err(unsound(reason))
            }
        }
    }

    fn digest(&self, draft: &Draft, content: &Content, progress: &dyn Progress) -> Result<Vec<u8>, Error> {
        match (self.key.hash_algorithm(), &content.proof) {
            (HashAlgorithm::SHA256, Some(proof)) => {
                Ok(Sha256State::continued(proof, &draft.trailer()).to_vec())
            }
            (algorithm, _) => {
                let mut hash = ContentHash::for_signing(algorithm)?;
                if read_again(content, &mut hash, progress)? {
                    Ok(hash.finish(&draft.trailer())?)
                } else {
                    let reason = Untrusted::new("this key signs another hash than SHA-256");
                    let pair =
                        Pair { content: content.digest, key: KeyId::OpenPgp(self.certificate.fingerprint()) };
                    Err(Error::Unproven { pair, reason })
                }
            }
        }
    }

    fn value(&mut self, content: &Content, digest: &[u8]) -> Result<SignatureValue, Error> {
        match &mut self.secret {
            Secret::Agent(signer) => {
                let label = content.label.as_ref().map_or_else(String::new, |label| format!("{label}\n"));
                signer.describe(format!(
                    "signcache asks for the key of\n{}\nto sign\n{label}SHA-256 {}",
                    self.certificate, content.digest
                ));
                Ok(signer.sign_digest(self.key.hash_algorithm(), digest)?)
            }
            Secret::Software(key) => Ok(key.borrow_mut().sign_digest(self.key.hash_algorithm(), digest)?),
        }
    }
}

fn agent<'a>(
    session: &Session,
    certificate: &Certificate,
    candidates: Vec<SigningKey>,
) -> Result<(SigningKey, Secret<'a>), Error> {
    let home = &session.settings().gnupg;
    let grips = keygrips(home, &certificate.fingerprint())?;
    let mut agent = Agent::connect(home, &session.settings().prompting)?;
    for key in candidates {
        if let Some(grip) = grips.get(&key.fingerprint())
            && agent.has_key(grip)?
        {
            let signer = AgentSigner::new(agent, grip, key.key().clone())?;
            return Ok((key, Secret::Agent(Box::new(signer))));
        }
    }
    Err(Error::NoSecretKey(KeyId::OpenPgp(certificate.fingerprint())))
}
