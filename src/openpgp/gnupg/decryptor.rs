use sequoia_openpgp::Result as AnyResult;
use sequoia_openpgp::crypto::mem::Protected;
use sequoia_openpgp::crypto::mpi::{Ciphertext, PublicKey};
use sequoia_openpgp::crypto::{Decryptor, SessionKey, ecdh};
use sequoia_openpgp::packet::Key;
use sequoia_openpgp::packet::key::{PublicParts, UnspecifiedRole};
use sequoia_openpgp::types::Curve;

use super::{Agent, Cancelled, Error, Keygrip, enc_val};

/// One key of gpg-agent, which decrypts the session keys of messages.
///
/// The secret key stays with the agent: it does the public-key operation, and
/// what follows on it needs no secret key and is done here (RFC 9580, sections 11.4 and 12.1.2).
#[derive(Debug)]
pub struct AgentDecryptor {
    agent: Agent,
    key: Key<PublicParts, UnspecifiedRole>,
    description: String,
}

impl AgentDecryptor {
    /// The key with this keygrip, whose public half is `key`.
    ///
    /// # Errors
    /// When the agent does not answer. That it has no such key shows when it is to decrypt.
    pub fn new(
        mut agent: Agent,
        keygrip: &Keygrip,
        key: Key<PublicParts, UnspecifiedRole>,
        cancelled: Cancelled<'_>,
    ) -> Result<Self, Error> {
        agent.choose(keygrip, cancelled)?;
        Ok(Self { agent, key, description: String::new() })
    }

    /// Says in plain language what is going to be decrypted, for the person who is asked for a passphrase or PIN.
    ///
    /// It may have several lines, and is cut after some hundred bytes. Without any, the agent words it.
    pub fn describe(&mut self, description: impl Into<String>) {
        self.description = description.into();
    }

    /// The key as the library decrypts with it, until somebody wants to stop.
    pub(in crate::openpgp) const fn attempt<'a>(&'a mut self, cancelled: Cancelled<'a>) -> Attempt<'a> {
        Attempt { with: self, cancelled, failure: None }
    }

    /// What the agent makes of a ciphertext: a padded session key, or the point that both sides share.
    fn value(&mut self, ciphertext: &Ciphertext, cancelled: Cancelled<'_>) -> Result<Protected, Error> {
        let unfit = || Error::KeyUnfit { key: self.key.pk_algo() };
        let question = enc_val::encrypted(ciphertext).ok_or_else(unfit)?;
        let answer = self.agent.decrypt(&self.description, &question, cancelled)?;
        enc_val::decrypted(&answer).map(Protected::from)
    }
}

/// The decryption of one session key.
pub(in crate::openpgp) struct Attempt<'a> {
    with: &'a mut AgentDecryptor,
    cancelled: Cancelled<'a>,
    /// Why the agent could not, for the library's callers drop errors.
    pub(in crate::openpgp) failure: Option<Error>,
}

impl Decryptor for Attempt<'_> {
    fn public(&self) -> &Key<PublicParts, UnspecifiedRole> {
        &self.with.key
    }

    fn decrypt(&mut self, ciphertext: &Ciphertext, length: Option<usize>) -> AnyResult<SessionKey> {
        let value = match self.with.value(ciphertext, self.cancelled) {
            Ok(value) => value,
            Err(error) => {
                let text = error.to_string();
                self.failure = Some(error);
                return Err(sequoia_openpgp::Error::InvalidOperation(text).into());
            }
        };
        let key = &self.with.key;
        match key.mpis() {
            PublicKey::RSA { n, .. } => unpadded(&value, n.value().len()).map(SessionKey::from),
            PublicKey::ECDH { curve, .. } => shared(&value, curve).and_then(|shared| {
                ecdh::decrypt_unwrap(key, &Protected::from(shared), ciphertext, length).ok()
            }),
            _ => None,
        }
        .ok_or_else(|| sequoia_openpgp::Error::InvalidSessionKey("not encrypted to this key".into()).into())
    }
}

/// The session key in what an RSA key gave.
///
/// A card takes the padding off, and the agent does not for keys of its own. It says so in a status
/// line; the length says the same, for no session key is nearly as long as a modulus.
fn unpadded(value: &[u8], modulus: usize) -> Option<&[u8]> {
    const LONGEST: usize = 64;
    if value.len() <= LONGEST {
        return Some(value);
    }
    let value = value.strip_prefix(&[0]).unwrap_or(value);
    let random = value.strip_prefix(&[2]).filter(|_| value.len() + 1 == modulus)?;
    let end = random.iter().position(|byte| *byte == 0)?;
    Some(&random[end + 1..])
}

/// The coordinate that counts, in a point with or without the byte that says how it is written.
fn shared<'a>(point: &'a [u8], curve: &Curve) -> Option<&'a [u8]> {
    let size = curve.field_size().ok()?;
    match point {
        [4, both @ ..] if both.len() == 2 * size => Some(&both[..size]),
        [0x40 | 0x41, one @ ..] if one.len() == size => Some(one),
        one if one.len() == size => Some(one),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_goes_where_there_is_any() {
        let padded = [&[2][..], &[9; 90], &[0], b"\x09key"].concat();
        let check = |value: &[u8], expected: Option<&[u8]>| assert_eq!(unpadded(value, 97), expected);
        check(&padded, Some(b"\x09key"));
        check(&[&[0], &padded[..]].concat(), Some(b"\x09key"));
        check(b"\x02 a key that a card gave", Some(b"\x02 a key that a card gave"));
        check(&padded[1..], None);
        check(&[&padded[..], &[1]].concat(), None);
        check(&[9; 96], None);
        check(&[&[2][..], &[9; 95]].concat(), None);
    }

    #[test]
    fn a_point_is_understood_in_each_form() {
        let check = |point: &[u8], curve: &Curve, expected: Option<&[u8]>| {
            assert_eq!(shared(point, curve), expected, "{point:?}");
        };
        let x = [7; 32];
        check(&[&[4], &x[..], &[8; 32]].concat(), &Curve::NistP256, Some(&x));
        check(&[&[0x41], &x[..]].concat(), &Curve::NistP256, Some(&x));
        check(&[&[0x40], &x[..]].concat(), &Curve::Cv25519, Some(&x));
        check(&x, &Curve::Cv25519, Some(&x));
        check(&[4; 66], &Curve::NistP521, Some(&[4; 66]));
        check(&[&[4][..], &[9; 132]].concat(), &Curve::NistP521, Some(&[9; 66]));
        check(&x[1..], &Curve::Cv25519, None);
        check(&[&[4], &x[..]].concat(), &Curve::NistP256, None);
        check(&[], &Curve::Cv25519, None);
    }
}
