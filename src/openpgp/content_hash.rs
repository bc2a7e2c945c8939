use sequoia_openpgp::crypto::hash::Context;
use sequoia_openpgp::packet::Signature;
use sequoia_openpgp::types::SignatureType;

use super::draft::HashAlgorithm;
use super::error::told;
use super::{DetachedSignature, Error};

/// The hash that a signature is over, where a proof is not enough: fed with the content, piece by piece.
#[derive(Clone)]
pub struct ContentHash {
    context: Context,
    text: Option<LastByte>,
    ambiguous: bool,
}

/// Whether the last byte was a carriage return whose line feed may still come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LastByte {
    CarriageReturn,
    Other,
}

impl ContentHash {
    /// The hash that this signature was made over.
    ///
    /// # Errors
    /// When its hash algorithm is not supported.
    pub fn of_signature(signature: &DetachedSignature) -> Result<Self, Error> {
        let signature = &signature.0;
        let context = signature.hash_algo().context().map_err(|error| Error::Hash(told(&error)))?;
        let mut context = context.for_signature(signature.version());
        if let Signature::V6(six) = signature {
            context.update(six.salt());
        }
        let text = (signature.typ() == SignatureType::Text).then_some(LastByte::Other);
        Ok(Self { context, text, ambiguous: false })
    }

    /// The hash for a binary version 4 signature that is still to be made.
    ///
    /// # Errors
    /// When the algorithm is not supported.
    pub fn for_signing(algorithm: HashAlgorithm) -> Result<Self, Error> {
        let context = algorithm.context().map_err(|error| Error::Hash(told(&error)))?;
        Ok(Self { context: context.for_signature(4), text: None, ambiguous: false })
    }

    /// Goes on with the content's next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        let Some(last) = &mut self.text else {
            self.context.update(bytes);
            return;
        };
        // Text mode signs every line end as CR LF (RFC 9580, section 5.2.1.2).
        let mut start = 0;
        for (position, byte) in bytes.iter().enumerate() {
            // To GnuPG a line ends with a line feed only; to others a carriage return ends one as well.
            self.ambiguous |= *last == LastByte::CarriageReturn && *byte != b'\n';
            match (byte, *last) {
                (b'\n', LastByte::CarriageReturn) => start = position + 1,
                (b'\n' | b'\r', _) => {
                    self.context.update(&bytes[start..position]);
                    self.context.update(b"\r\n");
                    start = position + 1;
                }
                _ => {}
            }
            *last = if *byte == b'\r' { LastByte::CarriageReturn } else { LastByte::Other };
        }
        self.context.update(&bytes[start..]);
    }

    /// Whether programs disagree on what a text-mode signature of this content is over: it has lone carriage returns.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        self.ambiguous || self.text == Some(LastByte::CarriageReturn)
    }

    /// The digest that is signed: of the content and the signature's trailer.
    ///
    /// # Errors
    /// When the hash can't be finished.
    pub fn finish(mut self, trailer: &[u8]) -> Result<Vec<u8>, Error> {
        self.context.update(trailer);
        self.context.into_digest().map_err(|error| Error::Hash(told(&error)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn digest(text: bool, pieces: &[&[u8]]) -> Vec<u8> {
        let context = HashAlgorithm::SHA256.context().unwrap().for_signature(4);
        let mut hash = ContentHash { context, text: text.then_some(LastByte::Other), ambiguous: false };
        pieces.iter().for_each(|piece| hash.update(piece));
        hash.finish(b"trailer").unwrap()
    }

    proptest! {
        #[test]
        fn text_mode_is_binary_mode_over_canonical_line_ends_however_it_is_read(
            text in "[ab\r\n]{0,24}",
            cuts in proptest::collection::vec(0_usize..24, 0..6),
        ) {
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).collect();
            cuts.extend([0, text.len()]);
            cuts.sort_unstable();
            let pieces: Vec<&[u8]> = cuts.windows(2).map(|cut| &text.as_bytes()[cut[0]..cut[1]]).collect();
            let canonical = text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n");
            prop_assert_eq!(digest(true, &pieces), digest(false, &[canonical.as_bytes()]));
            prop_assert_eq!(digest(false, &pieces), digest(false, &[text.as_bytes()]));
        }
    }
}
