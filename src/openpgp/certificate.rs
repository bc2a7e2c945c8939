use std::fmt;

use sequoia_openpgp::KeyID;
use sequoia_openpgp::cert::{Cert, CertParser};
use sequoia_openpgp::packet::signature::subpacket::{Subpacket, SubpacketArea, SubpacketTag, SubpacketValue};
use sequoia_openpgp::packet::{Packet, Signature};
use sequoia_openpgp::parse::Parse;
use sequoia_openpgp::serialize::{Marshal, MarshalInto};
use sha2::{Digest, Sha256};

use super::Error;
use super::error::told;
use super::memory::Memory;
use crate::model::{Fingerprint, Untrusted};

/// An OpenPGP certificate, reduced to what verifying signatures over documents needs.
///
/// That is the primary key, the user ids and the subkeys that could ever sign,
/// with their self-signatures and revocations, in a fixed order. Everything
/// else is dropped at the door: other people's certifications, pictures,
/// encryption subkeys, secret parts, packets that no key of it vouches for, and
/// what nobody signed in those that one does.
#[derive(Clone, PartialEq, Debug)]
pub struct Certificate(pub(super) Cert, pub(super) Memory);

impl Certificate {
    /// The most bytes a certificate may have. The largest that are known, flooded ones, have more and are of no use.
    pub const MAX_SIZE: usize = 4 << 20;

    /// Reads a certificate, armored or not, and checks that it is the one that `wanted` names.
    ///
    /// A fingerprint authenticates the primary key, and that one's signatures the rest.
    ///
    /// # Errors
    /// When the bytes are no certificate, or another one.
    pub fn from_bytes(bytes: &[u8], wanted: &Fingerprint) -> Result<Self, Error> {
        if bytes.len() > Self::MAX_SIZE {
            return Err(Error::NotACertificate(Untrusted::new("it has more than 4 MiB")));
        }
        let cert = Cert::from_bytes(bytes).map_err(|error| Error::NotACertificate(told(&error)))?;
        let certificate = Self::new(minimised(cert)?);
        let found = certificate.fingerprint();
        if found == *wanted {
            Ok(certificate)
        } else {
            Err(Error::OtherCertificate { found, wanted: *wanted })
        }
    }

    /// All certificates in a file, armored or not; what is no certificate between them is passed over.
    #[must_use]
    pub fn all_from_bytes(bytes: &[u8]) -> Vec<Self> {
        let Ok(parser) = CertParser::from_bytes(bytes) else { return Vec::new() };
        parser.filter_map(|cert| minimised(cert.ok()?).ok()).map(Self::new).collect()
    }

    pub(super) fn new(cert: Cert) -> Self {
        Self(cert, Memory::default())
    }

    /// The certificate's bytes, without armor; equal certificates give equal bytes.
    ///
    /// The library notes in the unhashed area of what it has verified who made it, when it puts packets together. So
    /// that the bytes do not tell what was verified before, each self-signature is settled again here.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let issuer = self.0.primary_key().key().keyid();
        let mut packets = self.0.clone().into_packets().map(|packet| match packet {
            Packet::Signature(signature) => settled(&signature, &issuer).into(),
            packet => packet,
        });
        let mut bytes = Vec::new();
        // Only what can't be written at all is no certificate to anybody.
        let written = packets.try_for_each(|packet| packet.serialize(&mut bytes));
        written.map_or_else(|_| Vec::new(), |()| bytes)
    }

    /// A digest of the certificate's bytes: changes whenever something is added.
    #[must_use]
    pub fn state(&self) -> [u8; 32] {
        Sha256::digest(self.to_bytes()).into()
    }

    /// This certificate with everything that the other copy of it knows besides. Nothing is ever taken away.
    #[must_use]
    pub fn merged(self, other: &Self) -> Self {
        let own = self.clone();
        // Fails only for different primary keys, whose merging adds nothing.
        let merged =
            self.0.merge_public(other.0.clone()).map_err(|error| Error::NotACertificate(told(&error)));
        merged.and_then(minimised).map_or(own, Self::new)
    }

    /// The fingerprint of the primary key.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        fingerprint(&self.0.fingerprint())
    }

    /// The fingerprints of the primary key and of the subkeys that could ever sign.
    pub fn keys(&self) -> impl Iterator<Item = Fingerprint> {
        self.0.keys().map(|key| fingerprint(&key.key().fingerprint()))
    }

    /// Whether the primary key or a subkey has this 64-bit key id (16 upper-case digits).
    #[must_use]
    pub fn has_long_id(&self, id: &str) -> bool {
        self.0.keys().any(|key| key.key().keyid().to_hex() == id)
    }

    /// The user ids: whatever the holder of the key calls itself.
    #[must_use]
    pub fn user_ids(&self) -> Vec<Untrusted> {
        self.0.userids().map(|user_id| Untrusted::from_bytes(user_id.userid().value())).collect()
    }
}

impl fmt::Display for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.user_ids().first() {
            Some(user_id) => write!(f, "{} ({user_id})", self.fingerprint()),
            None => write!(f, "{}", self.fingerprint()),
        }
    }
}

/// The model's fingerprint for sequoia's.
pub(super) fn fingerprint(fingerprint: &sequoia_openpgp::Fingerprint) -> Fingerprint {
    // Keys of other versions have fingerprints of other lengths; none of them verifies anything.
    Fingerprint::try_from(fingerprint.as_bytes()).unwrap_or(Fingerprint::NONE)
}

fn minimised(cert: Cert) -> Result<Cert, Error> {
    let cert = cert.strip_secret_key_material();
    if fingerprint(&cert.fingerprint()) == Fingerprint::NONE {
        return Err(Error::NotACertificate(Untrusted::new("its version is not known here")));
    }
    let mut packets: Vec<Packet> = vec![cert.primary_key().key().clone().into()];
    let primary = cert.primary_key();
    let extend = |packets: &mut Vec<Packet>, signatures: &mut dyn Iterator<Item = &Signature>| {
        packets.extend(signatures.map(|signature| settled(signature, &primary.key().keyid()).into()));
    };
    extend(&mut packets, &mut primary.self_signatures().chain(primary.self_revocations()));
    for user_id in cert.userids() {
        packets.push(user_id.userid().clone().into());
        extend(&mut packets, &mut user_id.self_signatures().chain(user_id.self_revocations()));
    }
    for subkey in cert.keys().subkeys() {
        let can_sign = subkey
            .self_signatures()
            .any(|signature| signature.key_flags().is_none_or(|flags| flags.for_signing()));
        // A revocation counts for other copies, which may have the binding that this one lacks.
        let is_revoked = subkey.self_revocations().next().is_some();
        if (can_sign || is_revoked) && subkey.key().pk_algo().for_signing() {
            packets.push(subkey.key().clone().into());
            extend(&mut packets, &mut subkey.self_signatures().chain(subkey.self_revocations()));
        }
    }
    Cert::from_packets(packets.into_iter()).map_err(|error| Error::NotACertificate(told(&error)))
}

/// A self-signature whose unhashed area holds just what belongs there: who made it, and a subkey's consent.
///
/// Anybody can write there, so that without this one could keep a certificate from ever being the same twice.
pub(super) fn settled(signature: &Signature, issuer: &KeyID) -> Signature {
    let mut signature = signature.clone();
    let mut consents: Vec<(Vec<u8>, Subpacket)> = signature
        .unhashed_area()
        .iter()
        .filter(|subpacket| subpacket.tag() == SubpacketTag::EmbeddedSignature)
        .filter_map(|subpacket| Some((subpacket.to_vec().ok()?, subpacket.clone())))
        .collect();
    consents.sort_by(|(one, _), (other, _)| one.cmp(other));
    consents.dedup_by(|(one, _), (other, _)| one == other);
    let mut area = SubpacketArea::default();
    let names = signature.version() == 4 && signature.hashed_area().subpacket(SubpacketTag::Issuer).is_none();
    let name = names.then(|| Subpacket::new(SubpacketValue::Issuer(issuer.clone()), false).ok()).flatten();
    for subpacket in name.into_iter().chain(consents.into_iter().map(|(_, subpacket)| subpacket)) {
        // Only what comes from the area's 64 KiB, and ten bytes; what does not fit can go.
        let _ = area.add(subpacket);
    }
    *signature.unhashed_area_mut() = area;
    signature
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Found by the fuzz target `certificate`: the two names changed places with every merge.
    #[test]
    fn a_lie_about_who_made_a_self_signature_changes_nothing() {
        let told = include_bytes!("../../tests/corpus/found/misled-subkey.pgp");
        let certificate = Certificate::all_from_bytes(told).swap_remove(0);
        let unhashed = |bytes: &[u8]| bytes.windows(6).any(|part| part == [9, 16, 0x39, 0x82, 0x3c, 0xd8]);
        assert!(unhashed(told) && !unhashed(&certificate.to_bytes()));
        let merged = certificate.clone().merged(&certificate);
        assert_eq!(merged.state(), certificate.state());
        assert_eq!(merged.clone().merged(&merged).state(), certificate.state());
    }
}
