use std::fmt;
use std::io::{self, Read};
use std::str::FromStr;

use zstd::stream::read::Decoder;

/// How the archives of a binary cache are compressed, as far as this program knows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Compression {
    None,
    Zstd,
}

/// A way of compressing that is not known here.
#[derive(Debug)]
pub(super) struct Unknown;

impl Compression {
    /// The bytes of something compressed, at most `limit` of them.
    pub(super) fn decompress(self, bytes: &[u8], limit: u64) -> io::Result<Vec<u8>> {
        let mut plain = Vec::new();
        match self {
            Self::None => bytes.take(limit).read_to_end(&mut plain)?,
            Self::Zstd => Decoder::with_buffer(bytes)?.take(limit).read_to_end(&mut plain)?,
        };
        Ok(plain)
    }
}

impl FromStr for Compression {
    type Err = Unknown;

    fn from_str(text: &str) -> Result<Self, Unknown> {
        match text {
            "none" => Ok(Self::None),
            "zstd" => Ok(Self::Zstd),
            _ => Err(Unknown),
        }
    }
}

impl fmt::Display for Compression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Zstd => "zstd",
        })
    }
}
