use std::io::Read;

use super::own_keys::{OwnCertificate, own_certificates};
use crate::model::Untrusted;
use crate::openpgp::gnupg::{Agent, AgentDecryptor, Error as GnupgError, Keygrip};
use crate::openpgp::{
    DecryptionKey, EncryptedMessage, Envelope, Error as KeyError, LockedKey, Plaintext, SessionKey,
    certificates_in,
};
use crate::ops::error::Recipients;
use crate::ops::signer::unlocked;
use crate::ops::{Error, Progress, Session, SignWith};

/// Decrypts a stream with whatever key of the user's it is for.
///
/// Key files of the configuration come before gpg-agent, and named recipients before hidden ones. The
/// stream that is returned asks nobody any more; how it tells of damage is said at [`Plaintext`].
///
/// # Errors
/// When it is no encrypted message, when it is for nobody of the user's keys ([`Error::NotForUs`]), and
/// when the key that it is for can't be used: then with what stands in the way.
pub fn open<'a, R: Read + Send + 'a>(
    session: &Session,
    source: R,
    progress: &dyn Progress,
) -> Result<Plaintext<'a>, Error> {
    let message = EncryptedMessage::read(source)?;
    let mut search = Search { session, progress, own: None, named: false, problem: None };
    match search.session_key(message.envelopes())? {
        Some(key) => Ok(message.decrypt(key)?),
        None => Err(search.why_not(message.envelopes())),
    }
}

/// The search for a key that opens one of the envelopes.
struct Search<'a> {
    session: &'a Session,
    progress: &'a dyn Progress,
    own: Option<Vec<OwnCertificate>>,
    /// Whether a key of the user's was named, and tried.
    named: bool,
    /// What the first key lacked that could not be used.
    problem: Option<Error>,
}

impl Search<'_> {
    fn session_key(&mut self, envelopes: &[Envelope]) -> Result<Option<SessionKey>, Error> {
        let (named, hidden): (Vec<&Envelope>, Vec<&Envelope>) =
            envelopes.iter().partition(|envelope| envelope.recipient().is_some());
        for envelopes in [named, hidden] {
            for with in [Self::with_key_files, Self::with_agent] {
                for envelope in &envelopes {
                    if let Some(key) = with(self, envelope)? {
                        return Ok(Some(key));
                    }
                }
            }
        }
        Ok(None)
    }

    fn with_key_files(&mut self, envelope: &Envelope) -> Result<Option<SessionKey>, Error> {
        for (fingerprint, signing) in &self.session.settings().signers {
            let SignWith::KeyFile { path, password } = &signing.with else { continue };
            let keys = LockedKey::for_envelope(path, fingerprint, envelope).map_err(Error::from);
            for key in self.settled(keys)?.unwrap_or_default() {
                self.named |= envelope.recipient().is_some();
                let certificates = certificates_in(path);
                let Some(certificate) = certificates.iter().find(|found| found.fingerprint() == *fingerprint)
                else {
                    continue;
                };
                let unlocked = unlocked(&key, password, certificate, self.progress);
                let opened = self.settled(unlocked)?.and_then(|key| envelope.open(&key));
                if opened.is_some() {
                    return Ok(opened);
                }
            }
        }
        Ok(None)
    }

    fn with_agent(&mut self, envelope: &Envelope) -> Result<Option<SessionKey>, Error> {
        if self.own.is_none() {
            let own = own_certificates(self.session);
            self.own = Some(self.settled(own)?.unwrap_or_default());
        }
        let own = self.own.take().unwrap_or_default();
        let opened = own.iter().find_map(|own| {
            own.keys_for(envelope).find_map(|(key, grip)| {
                let opened = self.with_key_of_agent(envelope, own, &key, &grip);
                self.settled(opened).map(Option::flatten).transpose()
            })
        });
        self.own = Some(own);
        opened.transpose()
    }

    fn with_key_of_agent(
        &mut self,
        envelope: &Envelope,
        own: &OwnCertificate,
        key: &DecryptionKey,
        grip: &Keygrip,
    ) -> Result<Option<SessionKey>, Error> {
        let settings = self.session.settings();
        let cancelled = || self.progress.cancelled();
        let mut agent = Agent::connect(&settings.gnupg, &settings.prompting, &cancelled)?;
        if !agent.has_key(grip, &cancelled)? {
            return Ok(None);
        }
        self.named |= envelope.recipient().is_some();
        let mut decryptor = AgentDecryptor::new(agent, grip, key.key().clone(), &cancelled)?;
        decryptor
            .describe(format!("signcache asks for the key of\n{own}\nto decrypt what is encrypted to it"));
        Ok(envelope.open_with_agent(&mut decryptor, &cancelled)?)
    }

    /// Goes on after most errors, for there may be another key; the first one is remembered.
    fn settled<T>(&mut self, attempt: Result<T, Error>) -> Result<Option<T>, Error> {
        match attempt {
            _ if self.progress.cancelled() => Err(Error::Interrupted),
            Ok(value) => Ok(Some(value)),
            // A person does not want to.
            Err(error @ (Error::Gnupg(GnupgError::Cancelled) | Error::Interrupted)) => Err(error),
            Err(error) => {
                self.problem.get_or_insert(error);
                Ok(None)
            }
        }
    }

    fn why_not(self, envelopes: &[Envelope]) -> Error {
        let unsupported = |reason| Error::OpenPgp(KeyError::MessageUnsupported(Untrusted::new(reason)));
        match self.problem {
            Some(problem) => problem,
            None if envelopes.is_empty() => unsupported("it is encrypted to no key that is known here"),
            None if self.named => {
                let reason = Untrusted::new("its session key is not encrypted to the key that it names");
                Error::OpenPgp(KeyError::Damaged(reason))
            }
            None => Error::NotForUs(Recipients(envelopes.iter().map(Envelope::recipient).collect())),
        }
    }
}
