use std::collections::{BTreeMap, BTreeSet};

use sequoia_openpgp::KeyHandle;
use sequoia_openpgp::packet::key::{PrimaryRole, PublicParts, SubordinateRole};
use sequoia_openpgp::packet::signature::subpacket::SubpacketTag;
use sequoia_openpgp::packet::{Key, Packet, Signature, UserID};
use sequoia_openpgp::parse::Parse;
use sequoia_openpgp::serialize::MarshalInto;
use sequoia_openpgp::types::SignatureType;

use super::certificate::{fingerprint, settled};
use super::packets::packets;
use super::{Certificate, Error};
use crate::model::{Fingerprint, Untrusted};

/// More packets than any certificate has that is of use.
const MOST_PACKETS: usize = 20_000;

/// More signatures of its holder's than a key or a user id has.
const MOST_SIGNATURES: usize = 1_000;

/// How many verifications the unknown signatures of one key or user id may cost.
const MOST_VERIFIED: usize = 16;

/// How many verifications the unknown signatures of one certificate may cost.
const MOST_VERIFIED_IN_ALL: usize = 1_024;

/// More bytes than a key has that anybody signs with (one of RSA with 16384 bits has half as many), or a user id
/// (GnuPG takes half as many). They are hashed with each signature.
const MOST_PART_BYTES: usize = 4 << 10;

// Tags of packets (RFC 9580, section 5).
const SIGNATURE: u8 = 2;
const PRIMARY_KEY: u8 = 6;
const MARKER: u8 = 10;
const TRUST: u8 = 12;
const USER_ID: u8 = 13;
const SUBKEY: u8 = 14;
const PADDING: u8 = 21;

/// A certificate from a place that others can write to, of which nothing is verified yet.
///
/// This is the one gate for all places. Other people's certifications are dropped here already: there may be very
/// many, and they are not needed. What is left is limited, so that verifying it takes a moment and not more.
#[derive(Clone, Debug)]
pub struct OfferedCertificate {
    primary: Key<PublicParts, PrimaryRole>,
    /// The primary key, the user ids and the subkeys, in the order in which they come.
    components: Vec<Component>,
    size: usize,
}

/// A key or a user id, and the signatures behind it that may be the key holder's own.
#[derive(Clone, Debug)]
struct Component {
    bytes: Vec<u8>,
    part: Part,
    signatures: Vec<Signature>,
}

#[derive(Clone, Debug)]
enum Part {
    Primary,
    UserId(UserID),
    Subkey(Key<PublicParts, SubordinateRole>),
}

impl OfferedCertificate {
    /// Takes what is needed out of a certificate without armor. Computes nothing with keys.
    ///
    /// # Errors
    /// [`Error::TooMuch`] where that exceeds a limit, and another one for what is no certificate.
    pub fn new(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > Certificate::MAX_SIZE {
            return Err(Error::TooMuch("has more than 4 MiB"));
        }
        let mut found = None::<Self>;
        // The same user id may come several times.
        let mut places = BTreeMap::<Vec<u8>, usize>::new();
        let mut place = None;
        for (count, packet) in packets(bytes).enumerate() {
            if count >= MOST_PACKETS {
                return Err(Error::TooMuch("has more than 20000 packets"));
            }
            let is_part = matches!(packet.tag, PRIMARY_KEY | USER_ID | SUBKEY);
            if is_part && packet.bytes.len() > MOST_PART_BYTES {
                return Err(Error::TooMuch("has a key or user id of more than 4 KiB"));
            }
            match packet.tag {
                SIGNATURE => {
                    let Some(found) = &mut found else { continue };
                    let at: Option<usize> = place;
                    let Some(component) = at.and_then(|at| found.components.get_mut(at)) else { continue };
                    if let Some(signature) = self_made(packet.bytes, &found.primary.key_handle()) {
                        component.signatures.push(signature);
                        found.size += packet.bytes.len();
                    }
                }
                PRIMARY_KEY | USER_ID | SUBKEY => {
                    let parsed = Packet::from_bytes(packet.bytes);
                    let part = match (parsed, &mut found) {
                        (Ok(Packet::PublicKey(key)), None) => {
                            found = Some(Self { primary: key, components: Vec::new(), size: 0 });
                            Part::Primary
                        }
                        (Ok(Packet::UserID(user_id)), Some(_)) => Part::UserId(user_id),
                        (Ok(Packet::PublicSubkey(key)), Some(_)) => Part::Subkey(key),
                        // What another certificate begins with is no part of this one.
                        (_, Some(_)) if packet.tag == PRIMARY_KEY => break,
                        _ => {
                            place = None;
                            continue;
                        }
                    };
                    let Some(found) = &mut found else { continue };
                    let next = found.components.len();
                    let at = *places.entry(packet.bytes.to_vec()).or_insert(next);
                    if at == next {
                        let (bytes, signatures) = (packet.bytes.to_vec(), Vec::new());
                        found.size += bytes.len();
                        found.components.push(Component { bytes, part, signatures });
                    }
                    place = Some(at);
                }
                // They say nothing of what is signed around them.
                MARKER | TRUST | PADDING => {}
                // A picture, or something new: what is signed with it goes along.
                _ => place = None,
            }
        }
        found.ok_or_else(|| Error::NotACertificate(Untrusted::new("it does not begin with a key")))
    }

    /// How many bytes are left of it.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// Verifies it, and checks that it is the one that `wanted` names.
    ///
    /// Signatures that `known` has were verified before: they cost nothing here, count for no limit, and are not
    /// in what is returned, which is to be merged with `known`.
    ///
    /// # Errors
    /// [`Error::TooMuch`] where it exceeds a limit, and another one when it is another certificate.
    pub fn certificate(
        &self,
        wanted: &Fingerprint,
        known: Option<&Certificate>,
    ) -> Result<Certificate, Error> {
        let found = fingerprint(&self.primary.fingerprint());
        if found != *wanted {
            return Err(Error::OtherCertificate { found, wanted: *wanted });
        }
        Certificate::from_bytes(&self.limited(known)?, wanted)
    }

    /// The packets that are left when all is dropped that needs no verification, or more of them than there may be.
    fn limited(&self, known: Option<&Certificate>) -> Result<Vec<u8>, Error> {
        let known = known.map(signatures_of).unwrap_or_default();
        let issuer = self.primary.keyid();
        let (mut left, mut in_all) = (Vec::new(), 0);
        for component in &self.components {
            left.extend_from_slice(&component.bytes);
            let mut seen = BTreeSet::new();
            let unknown = component.signatures.iter().filter(|signature| {
                let settled = Packet::from(settled(signature, &issuer)).to_vec();
                settled.is_ok_and(|bytes| !known.contains(&bytes) && seen.insert(bytes))
            });
            let mut unknown: Vec<&Signature> = unknown.collect();
            if unknown.len() > MOST_SIGNATURES {
                let what = "has more than 1000 signatures of its own on one key or user id";
                return Err(Error::TooMuch(what));
            }
            unknown.retain(|signature| component.has(signature, &self.primary));
            // Revocations matter most, and then what is new.
            unknown.sort_by_key(|signature| {
                (!is_revocation(signature), std::cmp::Reverse(signature.signature_creation_time()))
            });
            let mut verified = 0;
            for signature in unknown {
                let cost = 1 + signature.subpackets(SubpacketTag::EmbeddedSignature).count();
                if verified + cost <= MOST_VERIFIED && in_all + cost <= MOST_VERIFIED_IN_ALL {
                    (verified, in_all) = (verified + cost, in_all + cost);
                    left.extend(Packet::from(signature.clone()).to_vec().unwrap_or_default());
                }
            }
        }
        Ok(left)
    }
}

impl Component {
    /// Whether a signature may be one of this component: its type fits, and the two bytes of the digest that it
    /// repeats (RFC 9580, section 5.2.3). One that is in the wrong place is hashed with every component otherwise.
    fn has(&self, signature: &Signature, primary: &Key<PublicParts, PrimaryRole>) -> bool {
        let Ok(context) = signature.hash_algo().context() else { return false };
        let mut hash = context.for_signature(signature.version());
        let hashed = match (&self.part, signature.typ()) {
            (Part::Primary, SignatureType::DirectKey | SignatureType::KeyRevocation) => {
                signature.hash_direct_key(&mut hash, primary)
            }
            (
                Part::UserId(user_id),
                SignatureType::GenericCertification
                | SignatureType::PersonaCertification
                | SignatureType::CasualCertification
                | SignatureType::PositiveCertification
                | SignatureType::CertificationRevocation,
            ) => signature.hash_userid_binding(&mut hash, primary, user_id),
            (Part::Subkey(key), SignatureType::SubkeyBinding | SignatureType::SubkeyRevocation) => {
                signature.hash_subkey_binding(&mut hash, primary, key)
            }
            _ => return false,
        };
        hashed
            .and_then(|()| hash.into_digest())
            .is_ok_and(|digest| digest.starts_with(signature.digest_prefix()))
    }
}

impl From<&Certificate> for OfferedCertificate {
    fn from(certificate: &Certificate) -> Self {
        let (primary, mut size) = (certificate.0.primary_key().key().clone(), 0);
        let mut components = Vec::<Component>::new();
        for packet in certificate.0.clone().into_packets() {
            let bytes = packet.to_vec().unwrap_or_default();
            size += bytes.len();
            let part = match packet {
                Packet::Signature(signature) => {
                    if let Some(component) = components.last_mut() {
                        component.signatures.push(signature);
                    }
                    continue;
                }
                Packet::UserID(user_id) => Part::UserId(user_id),
                Packet::PublicSubkey(key) => Part::Subkey(key),
                _ => Part::Primary,
            };
            components.push(Component { bytes, part, signatures: Vec::new() });
        }
        Self { primary, components, size }
    }
}

/// The signatures in a certificate, in the form in which they are stored.
fn signatures_of(certificate: &Certificate) -> BTreeSet<Vec<u8>> {
    let packets = certificate.0.clone().into_packets();
    packets
        .filter(|packet| matches!(packet, Packet::Signature(_)))
        .filter_map(|packet| packet.to_vec().ok())
        .collect()
}

fn is_revocation(signature: &Signature) -> bool {
    matches!(
        signature.typ(),
        SignatureType::KeyRevocation
            | SignatureType::SubkeyRevocation
            | SignatureType::CertificationRevocation
    )
}

/// A signature that may be the key holder's own; none where it says that it is somebody else's.
fn self_made(packet: &[u8], primary: &KeyHandle) -> Option<Signature> {
    let Ok(Packet::Signature(signature)) = Packet::from_bytes(packet) else { return None };
    let issuers = signature.get_issuers();
    let own = issuers.is_empty() || issuers.iter().any(|issuer| issuer.aliases(primary));
    own.then_some(signature)
}

#[cfg(test)]
mod tests {
    use sequoia_openpgp::cert::CertBuilder;
    use sequoia_openpgp::packet::signature::SignatureBuilder;

    use super::*;

    /// How many signatures are left of a certificate when `flood` is put behind its first user id.
    fn left(flood: &[Signature], cert: &sequoia_openpgp::Cert, known: bool) -> Result<usize, Error> {
        let mut packets_of: Vec<Packet> = cert.clone().into_packets().collect();
        let first = packets_of.iter().position(|packet| matches!(packet, Packet::UserID(_))).unwrap();
        packets_of.splice(first + 1..first + 1, flood.iter().cloned().map(Packet::from));
        let bytes: Vec<u8> = packets_of.iter().flat_map(|packet| packet.to_vec().unwrap()).collect();
        let known = known.then(|| Certificate::new(cert.clone()));
        let left = OfferedCertificate::new(&bytes)?.limited(known.as_ref())?;
        Ok(packets(&left).filter(|packet| packet.tag == SIGNATURE).count())
    }

    #[test]
    fn few_signatures_are_left_to_be_verified_whatever_a_certificate_is_flooded_with() {
        let (cert, _) =
            CertBuilder::new().add_userid("one").add_userid("two").add_signing_subkey().generate().unwrap();
        let key = cert.primary_key().key().clone();
        let mut signer = key.clone().parts_into_secret().unwrap().into_keypair().unwrap();
        let cert = cert.clone().strip_secret_key_material();
        let own = cert.clone().into_packets().filter(|packet| matches!(packet, Packet::Signature(_))).count();
        let user_ids: Vec<_> = cert.userids().map(|user_id| user_id.userid().clone()).collect();
        let mut flood = |user_id: &UserID, count: u64| -> Vec<Signature> {
            let time = |index| std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000 + index);
            let one = |index| {
                let builder = SignatureBuilder::new(SignatureType::PositiveCertification);
                let builder = builder.set_signature_creation_time(time(index)).unwrap();
                builder.sign_userid_binding(&mut signer, &key, user_id).unwrap()
            };
            (0..count).map(one).collect()
        };
        assert_eq!(left(&[], &cert, false).unwrap(), own);
        assert_eq!(left(&[], &cert, true).unwrap(), 0);
        let placed = flood(&user_ids[0], 40);
        // With the certificate's own one, which is newer.
        assert_eq!(left(&placed, &cert, false).unwrap(), own - 1 + MOST_VERIFIED);
        assert_eq!(left(&placed, &cert, true).unwrap(), MOST_VERIFIED);
        // The same one again and again is one.
        assert_eq!(left(&[&placed[..1]; 900].concat(), &cert, true).unwrap(), 1);
        // What belongs elsewhere is not even tried there: only 1 in 65,536 looks as if it did.
        let misplaced = flood(&user_ids[1], 40);
        assert!(left(&misplaced, &cert, true).unwrap() <= 1);
        let many: Vec<_> = flood(&user_ids[1], 1_001);
        assert!(matches!(left(&many, &cert, true), Err(Error::TooMuch(_))));
    }
}
