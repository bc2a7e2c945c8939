use sequoia_openpgp::packet::signature::subpacket::{Subpacket as Raw, SubpacketValue};

use sequoia_openpgp::serialize::MarshalInto;

use super::DetachedSignature;
use crate::model::Untrusted;

/// Something that a signature says of itself (RFC 9580, section 5.2.3.7).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subpacket {
    /// What it is about.
    pub name: Untrusted,
    /// What it says.
    pub value: Untrusted,
    /// Whether the signature covers it; anybody could have added the others.
    pub signed: bool,
}

impl DetachedSignature {
    /// What it says of itself: first what is signed, then what is not.
    #[must_use]
    pub fn subpackets(&self) -> Vec<Subpacket> {
        let signed = self.0.hashed_area().iter().map(|raw| of(raw, true));
        signed.chain(self.0.unhashed_area().iter().map(|raw| of(raw, false))).collect()
    }
}

fn of(raw: &Raw, signed: bool) -> Subpacket {
    let (name, value) = match raw.value() {
        SubpacketValue::SignatureCreationTime(time) => ("created".to_owned(), utc(*time)),
        SubpacketValue::SignatureExpirationTime(after) => {
            ("expires after".to_owned(), format!("{} seconds", u32::from(*after)))
        }
        SubpacketValue::Issuer(id) => ("issuer".to_owned(), id.to_hex()),
        SubpacketValue::IssuerFingerprint(fingerprint) => ("issuer".to_owned(), fingerprint.to_hex()),
        SubpacketValue::NotationData(notation) => {
            let value = if notation.flags().human_readable() {
                String::from_utf8_lossy(notation.value()).into_owned()
            } else {
                format!("{} bytes", notation.value().len())
            };
            (format!("notation {}", notation.name()), value)
        }
        SubpacketValue::PolicyURI(uri) => ("policy".to_owned(), String::from_utf8_lossy(uri).into_owned()),
        SubpacketValue::SignersUserID(user_id) => {
            ("signer".to_owned(), String::from_utf8_lossy(user_id).into_owned())
        }
        _ => (raw.tag().to_string(), format!("{} bytes", raw.value().serialized_len())),
    };
    Subpacket { name: Untrusted::new(name), value: Untrusted::new(value), signed }
}

fn utc(time: sequoia_openpgp::types::Timestamp) -> String {
    let seconds = u32::from(time);
    jiff::Timestamp::from_second(seconds.into()).map_or_else(|_| seconds.to_string(), |time| time.to_string())
}
