use jiff::Timestamp;
use sequoia_openpgp::packet::signature::subpacket::{Subpacket, SubpacketArea, SubpacketTag, SubpacketValue};
use sequoia_openpgp::packet::signature::{Signature4, Signature6};
use sequoia_openpgp::packet::{Packet, Signature};
use sequoia_openpgp::parse::Parse;
use sequoia_openpgp::serialize::MarshalInto;
use sequoia_openpgp::types::{HashAlgorithm, PublicKeyAlgorithm, SignatureType};
use sequoia_openpgp::{Fingerprint as SequoiaFingerprint, KeyID, PacketPile, armor};

use super::Error;
use super::error::told;
use crate::model::{Fingerprint, Untrusted};

/// One detached OpenPGP signature over a document (RFC 9580, section 5.2).
///
/// Version 4 or 6, binary or text mode.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DetachedSignature(pub(super) Signature);

/// What a signature can be proven from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Evidence {
    /// A proof is enough: version 4, binary, SHA-256.
    Proof,
    /// The content is needed.
    Content,
}

impl DetachedSignature {
    /// The most bytes a signature may have. The largest that are made today, post-quantum ones, have 50 kB.
    pub const MAX_SIZE: usize = 64 * 1024;

    /// Reads exactly one signature packet, armored or not.
    ///
    /// # Errors
    /// On anything else, on version 3, and on signatures over anything but a document.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let not_one = |why: &str| Error::NotASignature(Untrusted::new(why));
        // Armor takes a third more, and comments.
        if bytes.len() > 2 * Self::MAX_SIZE {
            return Err(not_one("it has more than 64 KiB"));
        }
        let pile = PacketPile::from_bytes(bytes).map_err(|error| Error::NotASignature(told(&error)))?;
        let mut packets = pile.into_children();
        let (first, second) = (packets.next(), packets.next());
        let mut signature = match (first, second) {
            (Some(Packet::Signature(signature)), None) => signature,
            (Some(Packet::Unknown(unknown)), None) => {
                return Err(Error::NotASignature(told(unknown.error())));
            }
            (None, _) => return Err(not_one("it is empty")),
            (Some(_), Some(_)) => return Err(not_one("it has more than one packet")),
            (Some(_), None) => return Err(not_one("it is another kind of packet")),
        };
        if !matches!(signature, Signature::V4(_) | Signature::V6(_)) {
            return Err(Error::Version(signature.version()));
        }
        if !matches!(signature.typ(), SignatureType::Binary | SignatureType::Text) {
            return Err(Error::Type(signature.typ().into()));
        }
        // Some values can be read and not written, such as a fingerprint of a version that does not exist.
        if signature.hashed_area().to_vec().is_err() {
            return Err(not_one("its signed part can't be written"));
        }
        // Nobody signed these, so they are no reason to refuse it.
        let unwritable: Vec<SubpacketTag> = signature
            .unhashed_area()
            .iter()
            .filter(|subpacket| subpacket.to_vec().is_err())
            .map(Subpacket::tag)
            .collect();
        unwritable.into_iter().for_each(|tag| signature.unhashed_area_mut().remove_all(tag));
        if signature.serialized_len() > Self::MAX_SIZE {
            return Err(not_one("it has more than 64 KiB"));
        }
        Ok(Self(signature))
    }

    /// The binary packet.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        Packet::from(self.0.clone()).to_vec().unwrap_or_default()
    }

    /// The packet in ASCII armor: the same text for the same packet (RFC 9580, section 6).
    ///
    /// # Errors
    /// Never for a signature that was read or made; the library's interface allows for it.
    pub fn to_armor(&self) -> Result<String, Error> {
        let armored = || -> std::io::Result<Vec<u8>> {
            let mut writer = armor::Writer::new(Vec::new(), armor::Kind::Signature)?;
            std::io::Write::write_all(&mut writer, &self.to_bytes())?;
            writer.finalize()
        };
        let text = armored().map_err(|error| Error::NotASignature(told(&error)))?;
        String::from_utf8(text).map_err(|error| Error::NotASignature(told(&error)))
    }

    /// What it can be proven from.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        let provable = self.0.version() == 4
            && self.0.typ() == SignatureType::Binary
            && self.0.hash_algo() == HashAlgorithm::SHA256;
        if provable { Evidence::Proof } else { Evidence::Content }
    }

    /// Whether it is over the same bytes as another one until the trailer, so that these need to be hashed once only.
    #[must_use]
    pub fn hashes_as(&self, other: &Self) -> bool {
        // Those of version 6 have a salt before the content.
        let of = |signature: &Signature| (signature.version(), signature.typ(), signature.hash_algo());
        self.0.version() == 4 && of(&self.0) == of(&other.0)
    }

    /// What is hashed behind the content (RFC 9580, section 5.2.4).
    #[must_use]
    pub fn trailer(&self) -> Vec<u8> {
        let signature = &self.0;
        trailer(
            signature.version(),
            signature.typ(),
            signature.pk_algo(),
            signature.hash_algo(),
            signature.hashed_area(),
        )
    }

    /// When it says that it was made; 1970 where it does not say.
    #[must_use]
    pub fn created(&self) -> Timestamp {
        self.0
            .signature_creation_time()
            .and_then(|time| Timestamp::try_from(time).ok())
            .unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// The version of the packet, the public-key and the hash algorithm, as people call them.
    #[must_use]
    pub fn algorithms(&self) -> String {
        format!("version {}, {}, {}", self.0.version(), self.0.pk_algo(), self.0.hash_algo())
    }

    /// Who it says made it: fingerprints or key ids, upper-case hexadecimal.
    #[must_use]
    pub fn issuers(&self) -> Vec<String> {
        self.0.get_issuers().iter().map(ToString::to_string).collect()
    }

    /// The canonical form of a signature that `by` made and whose signed digest is `digest`.
    ///
    /// The unhashed area is not signed, so anybody can fill it. Here it holds
    /// just what helps to find the key and is not in the hashed area: the
    /// issuer's fingerprint and, for version 4, its key id. The two bytes of
    /// the digest that the packet repeats are set right as well.
    pub(super) fn canonical(&self, by: &Fingerprint, digest: &[u8]) -> Self {
        let issuer = SequoiaFingerprint::from_bytes(self.0.version(), by.as_bytes());
        let mut unhashed = SubpacketArea::default();
        let hashed = self.0.hashed_area();
        let mut add = |value| {
            // Two small subpackets always fit the area's 64 KiB.
            let _ = Subpacket::new(value, false).and_then(|subpacket| unhashed.add(subpacket));
        };
        if let Ok(issuer) = issuer {
            if self.0.version() == 4 && hashed.subpacket(SubpacketTag::Issuer).is_none() {
                add(SubpacketValue::Issuer(KeyID::from(&issuer)));
            }
            if hashed.subpacket(SubpacketTag::IssuerFingerprint).is_none() {
                add(SubpacketValue::IssuerFingerprint(issuer));
            }
        }
        let prefix = [digest.first().copied().unwrap_or(0), digest.get(1).copied().unwrap_or(0)];
        let (typ, public, hash) = (self.0.typ(), self.0.pk_algo(), self.0.hash_algo());
        let value = self.0.mpis().clone();
        Self(match &self.0 {
            Signature::V6(six) => Signature6::new(
                typ,
                public,
                hash,
                hashed.clone(),
                unhashed,
                prefix,
                six.salt().to_vec(),
                value,
            )
            .map_or_else(|_| self.0.clone(), Signature::from),
            _ => Signature4::new(typ, public, hash, hashed.clone(), unhashed, prefix, value).into(),
        })
    }
}

/// The trailer of a version 4 or 6 signature, written out because the hash may go on from a proof.
pub(super) fn trailer(
    version: u8,
    typ: SignatureType,
    public: PublicKeyAlgorithm,
    hash: HashAlgorithm,
    hashed: &SubpacketArea,
) -> Vec<u8> {
    let area = hashed.to_vec().unwrap_or_default();
    let length = u32::try_from(area.len()).unwrap_or(u32::MAX).to_be_bytes();
    let mut trailer = vec![version, typ.into(), public.into(), hash.into()];
    trailer.extend(if version == 6 { &length[..] } else { &length[2..] });
    trailer.extend(area);
    let before = u32::try_from(trailer.len()).unwrap_or(u32::MAX);
    trailer.extend([version, 0xff]);
    trailer.extend(before.to_be_bytes());
    trailer
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Found by the fuzz target `packet`: such a packet was read, and written as nothing.
    #[test]
    fn what_can_be_read_and_not_written_is_refused_where_it_is_signed_and_dropped_elsewhere() {
        let packet = |hashed: &[u8], unhashed: &[u8]| {
            let length = |area: &[u8]| [0, u8::try_from(area.len()).unwrap()];
            // Version 4, binary, EdDSA, SHA-256; two integers of one bit.
            let body = [&[4, 0, 22, 8], &length(hashed)[..], hashed, &length(unhashed), unhashed];
            let body = [&body.concat()[..], &[0, 0, 0, 1, 1, 0, 1, 1]].concat();
            [&[0xc2, u8::try_from(body.len()).unwrap()], &body[..]].concat()
        };
        let no_version = [&[22, 33, 1][..], &[0; 20]].concat();
        let refused = DetachedSignature::from_bytes(&packet(&no_version, &[]));
        assert!(matches!(refused, Err(Error::NotASignature(_))), "{refused:?}");
        let plain = DetachedSignature::from_bytes(&packet(&[], &[])).unwrap();
        assert_eq!(plain.to_bytes(), packet(&[], &[]));
        let dropped = DetachedSignature::from_bytes(&packet(&[], &no_version)).unwrap();
        assert_eq!(dropped, plain);
    }
}
