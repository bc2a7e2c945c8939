use std::io::{self, Chain, Cursor, Read};

use sequoia_openpgp::packet::{PKESK, SEIP, Tag};
use sequoia_openpgp::parse::buffered_reader::BufferedReader;
use sequoia_openpgp::parse::{PacketParserBuilder, PacketParserResult, Parse};
use sequoia_openpgp::types::SymmetricAlgorithm;
use sequoia_openpgp::{Packet, Result as AnyResult};

use super::error::told;
use super::source::Source;
use super::{Envelope, Error, Plaintext, SessionKey};
use crate::model::Untrusted;

/// An encrypted message whose head was read: to whom it is, but not yet what it says.
pub struct EncryptedMessage<R> {
    envelopes: Vec<Envelope>,
    source: Replayed<R>,
}

impl<R: Read + Send> EncryptedMessage<R> {
    /// Reads the head of a message, armored or not: everything before the encrypted data.
    ///
    /// # Errors
    /// [`Error::MessageUnread`] when the source fails, [`Error::NotAMessage`] when it has something else
    /// than an encrypted message, and [`Error::MessageUnsupported`] when it is one of a kind that is not
    /// read here.
    pub fn read(source: R) -> Result<Self, Error> {
        let source = Source::new(source);
        let failure = source.failure();
        let mut head = Head { source, seen: Vec::new() };
        let read = packets(&mut head);
        if head.seen.len() > LONGEST_HEAD {
            return Err(Error::NotAMessage(Untrusted::new("there is too much before what is encrypted")));
        }
        let (packets, cipher) = read.map_err(|error| match (failure.take(), error.downcast::<Error>()) {
            (Some(error), _) => Error::MessageUnread(error),
            (None, Ok(own)) => own,
            (None, Err(error)) => Error::NotAMessage(told(&error)),
        })?;
        let envelopes = packets.into_iter().map(|packet| Envelope::new(packet, cipher)).collect();
        Ok(Self { envelopes, source: Cursor::new(head.seen).chain(head.source) })
    }

    /// The session key, once for each key of each recipient.
    #[must_use]
    pub fn envelopes(&self) -> &[Envelope] {
        &self.envelopes
    }

    /// Reads on with the session key, from the beginning of what was encrypted.
    ///
    /// # Errors
    /// As those of reading: see [`Plaintext`].
    pub fn decrypt<'a>(self, key: SessionKey) -> Result<Plaintext<'a>, Error>
    where
        R: 'a,
    {
        let failure = self.source.get_ref().1.failure();
        Plaintext::begin(self.source, failure, key)
    }
}

/// What was read already, and the rest.
type Replayed<R> = Chain<Cursor<Vec<u8>>, Source<R>>;

/// More than any two thousand recipients need, and little enough to be kept.
const LONGEST_HEAD: usize = 4 << 20;

/// Encrypted data of version 1 is never shorter: a block and two bytes, a packet, and a digest.
///
/// The library stops the program where there is less than it takes for granted.
const SHORTEST: usize = 40;

/// The packets before the encrypted data, and the cipher, where it is said in the open.
fn packets<R: Read + Send>(head: &mut Head<R>) -> AnyResult<(Vec<PKESK>, Option<SymmetricAlgorithm>)> {
    let not = |what: String| Error::NotAMessage(Untrusted::new(what));
    let unsupported = |what: &str| Error::MessageUnsupported(Untrusted::new(what));
    let mut envelopes = Vec::new();
    let mut next = PacketParserBuilder::from_reader(head)?.build()?;
    while let PacketParserResult::Some(mut parser) = next {
        match &parser.packet {
            Packet::SEIP(SEIP::V1(_)) => {
                let whole = parser.data(SHORTEST)?.len() >= SHORTEST;
                let cut = || Error::Damaged(Untrusted::new("it is cut short")).into();
                return if whole { Ok((envelopes, None)) } else { Err(cut()) };
            }
            Packet::SEIP(SEIP::V2(data)) => return Ok((envelopes, Some(data.symmetric_algo()))),
            Packet::PKESK(_) | Packet::SKESK(_) | Packet::Marker(_) | Packet::Padding(_) => {}
            other => match other.tag() {
                Tag::AED => {
                    return Err(unsupported("it uses GnuPG's own kind of encrypted data (OCB)").into());
                }
                Tag::SED => return Err(unsupported("nothing in it protects it from being changed").into()),
                // Of a version or algorithm that is not known: for others, perhaps.
                Tag::PKESK | Tag::SKESK => {}
                Tag::SEIP => return Err(unsupported("its encrypted data is of an unknown version").into()),
                tag => return Err(not(format!("there is a packet of the kind {tag}")).into()),
            },
        }
        let (packet, after) = parser.next()?;
        if let Packet::PKESK(envelope) = packet {
            envelopes.push(envelope);
        }
        next = after;
    }
    Err(not("it ends before anything encrypted".into()).into())
}

/// The beginning of a source, which is kept. It ends where it is too long.
struct Head<R> {
    source: Source<R>,
    seen: Vec<u8>,
}

impl<R: Read> Read for Head<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.seen.len() > LONGEST_HEAD {
            return Ok(0);
        }
        let count = self.source.read(buffer)?;
        self.seen.extend_from_slice(&buffer[..count]);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::time::SystemTime;

    use jiff::Timestamp;
    use proptest::prelude::*;
    use sequoia_openpgp::Profile;
    use sequoia_openpgp::cert::{Cert, CertBuilder};
    use sequoia_openpgp::types::Features;

    use super::*;
    use crate::openpgp::{FullCertificate, Recipient, SoftwareKey, encrypt};

    const NOW: Timestamp = Timestamp::constant(1_700_000_000, 0);

    fn cert(profile: Profile, features: Features) -> (Recipient, Vec<SoftwareKey>) {
        let builder = CertBuilder::new()
            .set_profile(profile)
            .unwrap()
            .set_features(features)
            .unwrap()
            .set_creation_time(SystemTime::from(NOW));
        let (cert, _): (Cert, _) = builder.add_transport_encryption_subkey().generate().unwrap();
        let secrets = cert.keys().subkeys().secret();
        let keys = secrets
            .map(|key| SoftwareKey::new(key.key().clone().role_into_unspecified().into_keypair().unwrap()));
        let keys = keys.collect();
        (Recipient::of(&FullCertificate(cert), NOW).unwrap(), keys)
    }

    /// Somebody for each kind of encrypted data.
    fn everybody() -> [(Recipient, Vec<SoftwareKey>); 3] {
        let version_1 = Features::empty().set_seipdv1();
        [
            cert(Profile::RFC4880, version_1),
            cert(Profile::RFC4880, Features::sequoia()),
            cert(Profile::RFC9580, Features::sequoia()),
        ]
    }

    fn sealed(content: &[u8], recipients: &[Recipient]) -> Vec<u8> {
        let mut sealing = encrypt(Vec::new(), recipients).unwrap();
        sealing.write_all(content).unwrap();
        sealing.finish().unwrap()
    }

    fn opened(message: &[u8], keys: &[SoftwareKey]) -> Option<Vec<u8>> {
        let message = EncryptedMessage::read(message).ok()?;
        let key =
            message.envelopes().iter().find_map(|envelope| keys.iter().find_map(|key| envelope.open(key)))?;
        let mut content = Vec::new();
        message.decrypt(key).ok()?.read_to_end(&mut content).ok()?;
        Some(content)
    }

    #[test]
    fn each_kind_of_encrypted_data_is_read_and_the_modern_one_made_where_all_know_it() {
        let [old, new, newest] = everybody();
        let check = |recipients: &[&(Recipient, Vec<SoftwareKey>)], aead: bool| {
            let list: Vec<Recipient> = recipients.iter().map(|(recipient, _)| recipient.clone()).collect();
            let message = sealed(b"content", &list);
            let cipher = EncryptedMessage::read(&message[..]).unwrap().envelopes()[0].cipher();
            assert_eq!(cipher.is_some(), aead);
            for (_, keys) in recipients {
                assert_eq!(opened(&message, keys).as_deref(), Some(&b"content"[..]));
            }
        };
        check(&[&old], false);
        check(&[&new], true);
        check(&[&newest], true);
        check(&[&new, &newest], true);
        check(&[&old, &new], false);
        let no_one = encrypt(Vec::new(), &[]).err().unwrap();
        assert!(matches!(no_one, Error::Encrypting(_)));
    }

    /// Some of the cuts stopped the program, until the head looked whether there is enough.
    #[test]
    fn no_cut_makes_it_panic_or_pass_for_whole() {
        for (recipient, keys) in everybody() {
            let message = sealed(b"content", &[recipient]);
            for end in 0..message.len() {
                assert_eq!(opened(&message[..end], &keys), None, "cut at {end}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_damage_makes_it_panic_or_give_other_bytes(
            damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
            cut in any::<prop::sample::Index>(),
        ) {
            for (recipient, keys) in everybody() {
                let mut message = sealed(b"content", &[recipient]);
                for (at, value) in &damage {
                    let at = at.index(message.len());
                    message[at] = *value;
                }
                message.truncate(cut.index(message.len() * 2));
                let got = opened(&message, &keys);
                prop_assert!(got.is_none() || got.as_deref() == Some(b"content"));
            }
        }

        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            let _ = EncryptedMessage::read(&bytes[..]);
        }
    }
}
