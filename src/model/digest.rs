use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE64, HEXLOWER, HEXLOWER_PERMISSIVE};

use super::nix_base32;

/// The SHA-256 digest of a content: 32 bytes.
///
/// Reads lower- or upper-case hexadecimal, SRI (`sha256-…=`) and Nix's base32,
/// the first and the last also behind `sha256:`. Shows lower-case hexadecimal.
///
/// ```
/// use signcache::model::ContentDigest;
/// let hex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// let sri = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
/// let nix = "sha256:0mdqa9w1p6cmli6976v4wi0sw9r4p5prkj7lzfd1877wk11c9c73";
/// let digest: ContentDigest = sri.parse()?;
/// assert_eq!(digest.to_string(), hex);
/// assert_eq!(nix.parse::<ContentDigest>()?, digest);
/// # Ok::<(), signcache::model::InvalidDigest>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentDigest([u8; 32]);

/// A text that is none of the forms of a SHA-256 digest.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a SHA-256 digest (64 hexadecimal digits, `sha256-…=`, or 52 characters of Nix base32)")]
pub struct InvalidDigest;

impl ContentDigest {
    /// A digest from its 32 bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The digest's 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl TryFrom<&[u8]> for ContentDigest {
    type Error = InvalidDigest;

    fn try_from(bytes: &[u8]) -> Result<Self, InvalidDigest> {
        bytes.try_into().map(Self).map_err(|_| InvalidDigest)
    }
}

impl FromStr for ContentDigest {
    type Err = InvalidDigest;

    fn from_str(text: &str) -> Result<Self, InvalidDigest> {
        let decoded = if let Some(base64) = text.strip_prefix("sha256-") {
            BASE64.decode(base64.as_bytes()).ok()
        } else {
            let bare = text.strip_prefix("sha256:").unwrap_or(text);
            match bare.len() {
                64 => HEXLOWER_PERMISSIVE.decode(bare.as_bytes()).ok(),
                52 => nix_base32::decode(bare),
                _ => None,
            }
        };
        Self::try_from(decoded.ok_or(InvalidDigest)?.as_slice())
    }
}

impl fmt::Display for ContentDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for ContentDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentDigest({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_almost_a_digest() {
        let hex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let sri = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        for text in [
            "",
            &hex[1..],
            &format!("{hex}0"),
            &hex.replace('e', "g"),
            &sri[..sri.len() - 1],
            "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=",
            "sha512-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            "sha256:zmdqa9w1p6cmli6976v4wi0sw9r4p5prkj7lzfd1877wk11c9c73",
            "0mdqa9w1p6cmli6976v4wi0sw9r4p5prkj7lzfd1877wk11c9ce3",
        ] {
            assert_eq!(text.parse::<ContentDigest>(), Err(InvalidDigest), "{text}");
        }
        assert_eq!(hex.to_uppercase().parse::<ContentDigest>().map(|d| d.to_string()), Ok(hex.into()));
    }
}
