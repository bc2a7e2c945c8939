use std::fmt;

use sequoia_openpgp::crypto::mpi::Ciphertext;
use sequoia_openpgp::crypto::{Decryptor, SessionKey as Secret};
use sequoia_openpgp::packet::key::{PublicParts, UnspecifiedRole};
use sequoia_openpgp::packet::{Key, PKESK};
use sequoia_openpgp::types::{PublicKeyAlgorithm, SymmetricAlgorithm};
use sequoia_openpgp::{KeyHandle, KeyID, Result as AnyResult};

use super::SoftwareKey;
use super::gnupg::{self, AgentDecryptor, Cancelled};

/// A message's session key, encrypted to one key of a recipient (RFC 9580, section 5.1).
#[derive(Clone, Debug)]
pub struct Envelope {
    packet: PKESK,
    /// The cipher of the message, where the message says it in the open.
    cipher: Option<SymmetricAlgorithm>,
}

/// What the rest of a message is encrypted with.
pub struct SessionKey {
    pub(super) cipher: Option<SymmetricAlgorithm>,
    pub(super) secret: Secret,
}

impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionKey")
    }
}

impl Envelope {
    pub(super) const fn new(packet: PKESK, cipher: Option<SymmetricAlgorithm>) -> Self {
        Self { packet, cipher }
    }

    /// The 64-bit id of the recipient's key (16 upper-case digits); none where the sender hid it.
    #[must_use]
    pub fn recipient(&self) -> Option<String> {
        self.packet.recipient().map(|recipient| KeyID::from(recipient).to_hex())
    }

    /// Whether nothing speaks against this being for a key.
    pub(super) fn may_be_for(&self, key: &Key<PublicParts, UnspecifiedRole>) -> bool {
        let named = self.packet.recipient();
        let named = named.is_none_or(|recipient| recipient.aliases(KeyHandle::from(key.fingerprint())));
        named && without_purpose(self.packet.pk_algo()) == without_purpose(key.pk_algo())
    }

    #[cfg(test)]
    pub(super) const fn cipher(&self) -> Option<SymmetricAlgorithm> {
        self.cipher
    }

    /// The session key, if it was encrypted to this key.
    #[must_use]
    pub fn open(&self, key: &SoftwareKey) -> Option<SessionKey> {
        self.open_with(&mut key.decryptor())
    }

    /// The session key, if it was encrypted to this key of gpg-agent's.
    ///
    /// # Errors
    /// When the agent refuses or does not answer in time, the key is of a kind that it can't decrypt with, or
    /// `cancelled` says to stop.
    pub fn open_with_agent(
        &self,
        key: &mut AgentDecryptor,
        cancelled: Cancelled<'_>,
    ) -> Result<Option<SessionKey>, gnupg::Error> {
        let mut attempt = key.attempt(cancelled);
        let opened = self.open_with(&mut attempt);
        attempt.failure.map_or(Ok(opened), Err)
    }

    fn open_with(&self, key: &mut dyn Decryptor) -> Option<SessionKey> {
        let (cipher, secret) = self.packet.decrypt(&mut NeverEmpty(key), self.cipher)?;
        Some(SessionKey { cipher, secret })
    }
}

/// The algorithm, whatever an RSA key says that it is for.
fn without_purpose(algorithm: PublicKeyAlgorithm) -> PublicKeyAlgorithm {
    #[allow(deprecated, reason = "keys of old have algorithms of old")]
    match algorithm {
        PublicKeyAlgorithm::RSAEncrypt => PublicKeyAlgorithm::RSAEncryptSign,
        other => other,
    }
}

/// A decryptor whose answer has a first byte, which the library takes for granted.
///
/// Whoever knows a public key can make a packet in which there is nothing but padding.
struct NeverEmpty<'a>(&'a mut dyn Decryptor);

impl Decryptor for NeverEmpty<'_> {
    fn public(&self) -> &Key<PublicParts, UnspecifiedRole> {
        self.0.public()
    }

    fn decrypt(&mut self, ciphertext: &Ciphertext, length: Option<usize>) -> AnyResult<Secret> {
        let secret = self.0.decrypt(ciphertext, length)?;
        if secret.is_empty() {
            return Err(sequoia_openpgp::Error::MalformedPacket("an empty session key".into()).into());
        }
        Ok(secret)
    }
}

#[cfg(test)]
mod tests {
    use sequoia_openpgp::packet::key::Key4;
    use sequoia_openpgp::packet::pkesk::PKESK3;
    use sequoia_openpgp::types::Curve;

    use super::*;

    fn key() -> (Key<PublicParts, UnspecifiedRole>, SoftwareKey) {
        let secret: Key<_, UnspecifiedRole> =
            Key4::<_, UnspecifiedRole>::generate_ecc(false, Curve::Cv25519).unwrap().into();
        (secret.clone().take_secret().0, SoftwareKey::new(secret.into_keypair().unwrap()))
    }

    fn envelope(key: &Key<PublicParts, UnspecifiedRole>, secret: &[u8]) -> Envelope {
        let packet = PKESK3::for_recipient(SymmetricAlgorithm::AES256, &secret.into(), key);
        Envelope::new(packet.unwrap().into(), None)
    }

    #[test]
    fn an_envelope_opens_with_its_own_key_only() {
        let ((public, own), (other_public, other)) = (key(), key());
        let mut envelope = envelope(&public, &[7; 32]);
        let id = KeyID::from(public.fingerprint()).to_hex();
        assert_eq!(envelope.recipient(), Some(id));
        assert!(envelope.may_be_for(&public) && !envelope.may_be_for(&other_public));
        let opened = envelope.open(&own).unwrap();
        assert_eq!((opened.cipher, &opened.secret[..]), (Some(SymmetricAlgorithm::AES256), &[7; 32][..]));
        assert!(envelope.open(&other).is_none());

        let PKESK::V3(packet) = &mut envelope.packet else { unreachable!() };
        packet.set_recipient(None);
        assert_eq!(envelope.recipient(), None);
        assert!(envelope.may_be_for(&public) && envelope.may_be_for(&other_public));
    }

    #[test]
    fn an_envelope_with_nothing_in_it_opens_for_nobody() {
        let (public, own) = key();
        for secret in [&[][..], &[9], &[9, 0], &[9, 0, 0]] {
            let empty = public.encrypt(&secret.into()).unwrap();
            let packet = PKESK3::new(None, public.pk_algo(), empty).unwrap();
            assert!(Envelope::new(packet.into(), None).open(&own).is_none(), "{secret:?}");
        }
    }
}
