use sha2::{Digest, Sha256};

/// What a Nix archive of a plain file begins with, up to the length of the file.
const BEGINNING: [&[u8]; 5] = [b"nix-archive-1", b"(", b"type", b"regular", b"contents"];

/// The Nix archive (NAR) of a plain file that can't be executed (Nix manual, "Nix Archive Format").
///
/// Words are preceded by their lengths as 64 bits, little-endian, and filled up with zeros to whole eights.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Archive(Vec<u8>);

impl Archive {
    /// The archive of a file with these bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut archive = Vec::with_capacity(bytes.len() + 128);
        BEGINNING.iter().for_each(|beginning| word(&mut archive, beginning));
        word(&mut archive, bytes);
        word(&mut archive, b")");
        Self(archive)
    }

    /// How much longer an archive is than the file in it, at most.
    pub(super) const OVERHEAD: usize = 128;

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Its SHA-256, which Nix calls the NAR hash.
    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }

    /// The bytes of the file in an archive; none when these bytes are the archive of anything else.
    pub(super) fn file_in(archive: &[u8]) -> Option<&[u8]> {
        let mut rest = archive;
        for beginning in BEGINNING {
            if take(&mut rest)? != beginning {
                return None;
            }
        }
        let file = take(&mut rest)?;
        // Nothing but the one form of it, so that equal hashes mean equal files and the other way round.
        (Self::of(file).as_bytes() == archive).then_some(file)
    }
}

/// Writes a length and as many bytes, as archives and the daemon's protocol have them.
pub(super) fn word(out: &mut Vec<u8>, word: &[u8]) {
    out.extend((word.len() as u64).to_le_bytes());
    out.extend_from_slice(word);
    out.resize(out.len().next_multiple_of(8), 0);
}

fn take<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let (word, _) = after.split_at_checked(length)?;
    *rest = after.get(length.checked_next_multiple_of(8)?..)?;
    Some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_comes_back_and_nothing_else_is_one() {
        for size in [0, 1, 7, 8, 9, 119] {
            let file: Vec<u8> = (0..=255).take(size).collect();
            let archive = Archive::of(&file);
            assert!(archive.as_bytes().len() <= size + Archive::OVERHEAD);
            assert_eq!(Archive::file_in(archive.as_bytes()), Some(file.as_slice()));
            for index in 0..archive.as_bytes().len() {
                let mut other = archive.as_bytes().to_vec();
                other[index] ^= 1;
                assert_ne!(Archive::file_in(&other), Some(file.as_slice()), "{size} {index}");
                assert_eq!(Archive::file_in(&archive.as_bytes()[..index]), None);
            }
            assert_eq!(Archive::file_in(&[archive.as_bytes(), &[0; 8]].concat()), None);
        }
    }
}
