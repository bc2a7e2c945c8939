use std::fmt;
use std::str::FromStr;

use super::{Fingerprint, KeyId};

/// A key as a person names it, before it is resolved to a [`KeyId`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum KeyRef {
    /// A full fingerprint or an `openpgp:` key id: names exactly one certificate in the whole world.
    Id(KeyId),
    /// 16 hexadecimal digits, upper-case: an OpenPGP key id, which others can share on purpose.
    LongId(String),
    /// A name from the configuration.
    Alias(String),
}

/// A text that can't name a key.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidKeyRef {
    /// Eight digits: anybody can make another key that has them.
    #[error("`{0}` is a short key id, which anybody can forge")]
    ShortId(String),
    /// Neither a fingerprint, nor a key id, nor a possible alias.
    #[error("`{0}` is no fingerprint, no key id and no alias")]
    Nonsense(String),
}

impl KeyRef {
    /// Whether a text may be an alias: letters, digits, `.`, `_` and `-`, beginning with a letter or digit.
    #[must_use]
    pub fn is_alias(text: &str) -> bool {
        text.starts_with(|first: char| first.is_ascii_alphanumeric())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    }
}

impl FromStr for KeyRef {
    type Err = InvalidKeyRef;

    fn from_str(text: &str) -> Result<Self, InvalidKeyRef> {
        if let Ok(id) = text.parse::<KeyId>() {
            return Ok(Self::Id(id));
        }
        if let Ok(fingerprint) = text.parse::<Fingerprint>() {
            return Ok(Self::Id(KeyId::OpenPgp(fingerprint)));
        }
        let digits = text.strip_prefix("0x").unwrap_or(text);
        if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            match digits.len() {
                16 => return Ok(Self::LongId(digits.to_ascii_uppercase())),
                8 => return Err(InvalidKeyRef::ShortId(text.to_owned())),
                _ => {}
            }
        }
        if Self::is_alias(text) {
            Ok(Self::Alias(text.to_owned()))
        } else {
            Err(InvalidKeyRef::Nonsense(text.to_owned()))
        }
    }
}

impl fmt::Display for KeyRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::LongId(text) | Self::Alias(text) => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_apart_what_people_type() {
        let fingerprint = "8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B";
        let id = KeyRef::Id(KeyId::OpenPgp(fingerprint.parse().unwrap()));
        let check = |text: &str, expected| assert_eq!(text.parse::<KeyRef>(), expected, "{text}");
        check(fingerprint, Ok(id.clone()));
        check(&format!("openpgp:{}", fingerprint.to_lowercase()), Ok(id));
        check("0xa4b5c6d7e8f90a1b", Ok(KeyRef::LongId("A4B5C6D7E8F90A1B".into())));
        check("release-2026", Ok(KeyRef::Alias("release-2026".into())));
        check("e8f90a1b", Err(InvalidKeyRef::ShortId("e8f90a1b".into())));
        check("ssh:x", Err(InvalidKeyRef::Nonsense("ssh:x".into())));
        check("", Err(InvalidKeyRef::Nonsense(String::new())));
        check("-k", Err(InvalidKeyRef::Nonsense("-k".into())));
    }
}
