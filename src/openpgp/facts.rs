use sequoia_openpgp::packet::signature::subpacket::{SubpacketTag, SubpacketValue};
use sequoia_openpgp::types::SignatureType;

use super::{Certificate, DetachedSignature};
use crate::model::Fingerprint;

impl DetachedSignature {
    /// Whether it is over the bytes of the document, and not over its text with canonical line ends.
    #[must_use]
    pub fn is_binary(&self) -> bool {
        self.0.typ() == SignatureType::Binary
    }

    /// Whether it says that it holds for a limited time only (RFC 9580, section 5.2.3.18: zero is no limit).
    #[must_use]
    pub fn has_expiry(&self) -> bool {
        let expiry = self.0.hashed_area().subpacket(SubpacketTag::SignatureExpirationTime);
        expiry.is_some_and(|expiry| {
            !matches!(expiry.value(), SubpacketValue::SignatureExpirationTime(after) if u32::from(*after) == 0)
        })
    }

    /// Whether both are the same but for the parts that no signature covers.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        let signed = |signature: &Self| (signature.trailer(), signature.0.mpis().clone());
        let salt = |signature: &Self| signature.0.salt().map(<[u8]>::to_vec);
        signed(self) == signed(other) && salt(self) == salt(other)
    }

    /// Whether it says that a key of this certificate made it, or does not say who did.
    #[must_use]
    pub fn may_be_by(&self, certificate: &Certificate) -> bool {
        let issuers = self.issuers();
        issuers.is_empty()
            || issuers.iter().any(|issuer| {
                let id = issuer.parse::<Fingerprint>().map_or_else(|_| issuer.clone(), |key| key.long_id());
                certificate.has_long_id(&id)
            })
    }
}
