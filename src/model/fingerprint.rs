use std::fmt;
use std::str::FromStr;

use data_encoding::{HEXUPPER, HEXUPPER_PERMISSIVE};

/// An OpenPGP fingerprint: 20 bytes for version 4 keys, 32 bytes for version 6 (RFC 9580, section 5.5.4).
///
/// Reads hexadecimal in either case, with or without `0x` and blanks between
/// the groups that `gpg` prints. Shows upper-case hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(Bytes);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Bytes {
    V4([u8; 20]),
    V6([u8; 32]),
}

/// A text that is no full fingerprint.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a full OpenPGP fingerprint (40 hexadecimal digits, or 64 for version 6)")]
pub struct InvalidFingerprint;

impl Fingerprint {
    /// All zeros: the fingerprint of no key.
    pub const NONE: Self = Self(Bytes::V4([0; 20]));

    /// The fingerprint's bytes: 20 or 32.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Bytes::V4(bytes) => bytes,
            Bytes::V6(bytes) => bytes,
        }
    }

    /// The 64-bit key id: the last 8 bytes of version 4, the first 8 of version 6, as 16 digits.
    #[must_use]
    pub fn long_id(&self) -> String {
        match &self.0 {
            Bytes::V4(bytes) => HEXUPPER.encode(&bytes[12..]),
            Bytes::V6(bytes) => HEXUPPER.encode(&bytes[..8]),
        }
    }
}

impl TryFrom<&[u8]> for Fingerprint {
    type Error = InvalidFingerprint;

    fn try_from(bytes: &[u8]) -> Result<Self, InvalidFingerprint> {
        if let Ok(v4) = bytes.try_into() {
            Ok(Self(Bytes::V4(v4)))
        } else {
            bytes.try_into().map(|v6| Self(Bytes::V6(v6))).map_err(|_| InvalidFingerprint)
        }
    }
}

impl FromStr for Fingerprint {
    type Err = InvalidFingerprint;

    fn from_str(text: &str) -> Result<Self, InvalidFingerprint> {
        let text = text.strip_prefix("0x").unwrap_or(text);
        let mut digits = Vec::with_capacity(text.len());
        digits.extend(text.bytes().filter(|byte| *byte != b' '));
        let bytes = HEXUPPER_PERMISSIVE.decode(&digits).map_err(|_| InvalidFingerprint)?;
        Self::try_from(bytes.as_slice())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&HEXUPPER.encode(self.as_bytes()))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_gpg_prints() {
        let plain = "8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B";
        for text in [
            plain,
            "0x8f5b1f6a3c2d4e5f60718293a4b5c6d7e8f90a1b",
            "8F5B 1F6A 3C2D 4E5F 6071  8293 A4B5 C6D7 E8F9 0A1B",
        ] {
            assert_eq!(text.parse::<Fingerprint>().unwrap().to_string(), plain);
        }
        assert_eq!(plain.parse::<Fingerprint>().unwrap().long_id(), "A4B5C6D7E8F90A1B");
        assert_eq!("A4B5C6D7E8F90A1B".parse::<Fingerprint>(), Err(InvalidFingerprint));
    }
}
