use sequoia_openpgp::KeyHandle;
use sequoia_openpgp::packet::Packet;
use sequoia_openpgp::packet::signature::subpacket::SubpacketTag;
use sequoia_openpgp::parse::Parse;

use super::packets::packets;
use super::{Certificate, Error};
use crate::model::{Fingerprint, Untrusted};

/// More keys, user ids and signatures than any certificate needs. Each signature may cost a verification, and a
/// hash with each component where it is in the wrong place.
const MOST_PARTS: usize = 1024;

/// More bytes than they have. Each may be hashed for each signature.
const MOST_BYTES: usize = 512 << 10;

/// More bytes than a key has that anybody signs with: one of RSA with 16384 bits has half as many.
const MOST_KEY_BYTES: usize = 4 << 10;

const SIGNATURE: u8 = 2;
const PRIMARY_KEY: u8 = 6;
const USER_ID: u8 = 13;
const SUBKEY: u8 = 14;

/// A certificate from somebody else, of which nothing is verified yet.
///
/// Other people's certifications are dropped here already: there may be very
/// many, and nobody needs them. What is left is limited, so that verifying it
/// takes a moment and not more.
#[derive(Clone, Debug)]
pub struct OfferedCertificate(Vec<u8>);

impl OfferedCertificate {
    /// Takes what is needed out of a certificate without armor.
    ///
    /// # Errors
    /// [`Error::TooMuch`] where that exceeds a limit, and another one for what is no certificate.
    pub fn new(bytes: &[u8]) -> Result<Self, Error> {
        let (mut left, mut parts, mut known) = (Vec::new(), 0, true);
        let mut primary = None;
        for packet in packets(bytes) {
            match packet.tag {
                SIGNATURE => {
                    let needed = primary.as_ref().and_then(|primary| self_made(packet.bytes, primary));
                    let Some(signatures) = needed.filter(|_| known) else { continue };
                    parts += signatures;
                }
                PRIMARY_KEY | USER_ID | SUBKEY => {
                    if packet.tag != USER_ID && packet.bytes.len() > MOST_KEY_BYTES {
                        return Err(Error::TooMuch("has a key of more than 4 KiB"));
                    }
                    if packet.tag == PRIMARY_KEY {
                        primary = primary_key(packet.bytes);
                    }
                    (known, parts) = (true, parts + 1);
                }
                // A picture, or something new: what is signed with it goes along.
                _ => {
                    known = false;
                    continue;
                }
            }
            left.extend_from_slice(packet.bytes);
            if parts > MOST_PARTS {
                return Err(Error::TooMuch("has more than 1024 keys, user ids and signatures of its own"));
            }
            if left.len() > MOST_BYTES {
                return Err(Error::TooMuch("has more than 512 KiB of its own"));
            }
        }
        match primary {
            Some(_) => Ok(Self(left)),
            None => Err(Error::NotACertificate(Untrusted::new("it does not begin with a key"))),
        }
    }

    /// How many bytes are left of it.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.0.len()
    }

    /// Verifies it, and checks that it is the one that `wanted` names.
    ///
    /// # Errors
    /// When it is no certificate, or another one.
    pub fn certificate(&self, wanted: &Fingerprint) -> Result<Certificate, Error> {
        Certificate::from_bytes(&self.0, wanted)
    }
}

impl From<&Certificate> for OfferedCertificate {
    fn from(certificate: &Certificate) -> Self {
        Self(certificate.to_bytes())
    }
}

fn primary_key(packet: &[u8]) -> Option<KeyHandle> {
    match Packet::from_bytes(packet) {
        Ok(Packet::PublicKey(key)) => Some(key.fingerprint().into()),
        _ => None,
    }
}

/// How many signatures are in one that may be the key holder's own; none where it says that it is somebody else's.
fn self_made(packet: &[u8], primary: &KeyHandle) -> Option<usize> {
    let Ok(Packet::Signature(signature)) = Packet::from_bytes(packet) else { return None };
    let issuers = signature.get_issuers();
    let own = issuers.is_empty() || issuers.iter().any(|issuer| issuer.aliases(primary));
    own.then(|| 1 + signature.subpackets(SubpacketTag::EmbeddedSignature).count())
}
