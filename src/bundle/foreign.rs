use std::fmt;

use super::Error;

/// What somebody takes for a bundle that is a file, going by its first bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Foreign {
    /// Nothing.
    Empty,
    /// Something compressed with another program than zstd.
    Compressed,
    /// A tar archive that is not compressed.
    Tar,
    /// A detached signature.
    Signature,
}

/// As zstd begins a file (RFC 8878, section 3.1.1: the magic number).
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// How gzip, xz, bzip2, lz4 and zip begin theirs.
const OTHERS: [&[u8]; 5] = [&[0x1f, 0x8b], b"\xfd7zXZ\0", b"BZh", &[0x04, 0x22, 0x4d, 0x18], b"PK\x03\x04"];

/// Where tar says what it is (POSIX, `pax`, "ustar Interchange Format").
const USTAR: usize = 257;

/// Refuses what does not begin as a bundle's file does, and says what it is.
pub(super) fn check(beginning: &[u8]) -> Result<(), Error> {
    if beginning.starts_with(&MAGIC) || !beginning.is_empty() && MAGIC.starts_with(beginning) {
        return Ok(());
    }
    let is_signature = matches!(beginning, [0x88..=0x8a | 0xc2, ..])
        || beginning.trim_ascii_start().starts_with(b"-----BEGIN PGP SIGNATURE-----");
    Err(if beginning.is_empty() {
        Error::Foreign(Foreign::Empty)
    } else if OTHERS.iter().any(|magic| beginning.starts_with(magic)) {
        Error::Foreign(Foreign::Compressed)
    } else if beginning.get(USTAR..).is_some_and(|rest| rest.starts_with(b"ustar")) {
        Error::Foreign(Foreign::Tar)
    } else if is_signature {
        Error::Foreign(Foreign::Signature)
    } else {
        Error::NotABundle
    })
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "it is empty",
            Self::Compressed => "it is compressed with another program than zstd",
            Self::Tar => "it is a tar archive that is not compressed",
            Self::Signature => "it is a signature",
        })
    }
}
