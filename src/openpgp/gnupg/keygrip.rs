use std::fmt;
use std::str::FromStr;

use data_encoding::{HEXUPPER, HEXUPPER_PERMISSIVE};

/// GnuPG's own name for a key pair: a SHA-1 digest of the public key's parameters.
///
/// The agent knows its secret keys by keygrip alone ("GnuPG manual", section
/// "Agent Protocol"). Reads and shows 40 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Keygrip([u8; 20]);

/// A text that is no keygrip.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a keygrip (40 hexadecimal digits)")]
pub struct InvalidKeygrip;

impl FromStr for Keygrip {
    type Err = InvalidKeygrip;

    fn from_str(text: &str) -> Result<Self, InvalidKeygrip> {
        let bytes = HEXUPPER_PERMISSIVE.decode(text.as_bytes()).map_err(|_| InvalidKeygrip)?;
        bytes.try_into().map(Self).map_err(|_| InvalidKeygrip)
    }
}

impl fmt::Display for Keygrip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&HEXUPPER.encode(&self.0))
    }
}

impl fmt::Debug for Keygrip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keygrip({self})")
    }
}
