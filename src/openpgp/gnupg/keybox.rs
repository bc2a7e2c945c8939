use super::stored::Stored;
use crate::model::Fingerprint;

/// Whether the bytes are a keybox: its first blob says `KBXf`.
pub(super) fn is_keybox(file: &[u8]) -> bool {
    file.get(4) == Some(&HEADER) && file.get(8..12) == Some(b"KBXf")
}

/// Whether `gpg` has ever kept certificates in this keybox; else only `gpgsm` has.
pub(super) fn is_for_openpgp(file: &[u8]) -> bool {
    is_keybox(file) && flags(file).is_some_and(|flags| flags & 2 != 0)
}

/// The OpenPGP certificates of a keybox, in the format that GnuPG describes in its `kbx/keybox-blob.c`.
///
/// Deleted, ephemeral and damaged blobs are left out; a blob whose length
/// makes no sense ends the list, as nothing says where the next one begins.
pub(super) fn certificates(file: &[u8]) -> impl Iterator<Item = Stored<'_>> {
    blobs(file).filter(|blob| blob.get(4) == Some(&OPENPGP)).filter_map(certificate)
}

const HEADER: u8 = 1;
const OPENPGP: u8 = 2;

fn blobs(file: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = file;
    std::iter::from_fn(move || {
        let length = number::<4>(rest, 0).filter(|length| *length >= 5)?;
        let (blob, after) = rest.split_at_checked(length)?;
        rest = after;
        Some(blob)
    })
}

fn certificate(blob: &[u8]) -> Option<Stored<'_>> {
    const EPHEMERAL: usize = 2;
    if flags(blob)? & EPHEMERAL != 0 {
        return None;
    }
    let offset = number::<4>(blob, 8)?;
    let length = number::<4>(blob, 12)?;
    let count = number::<2>(blob, 16)?;
    let size = number::<2>(blob, 18)?;
    let fingerprint = match (blob.get(5)?, size) {
        (1, 28..) => |key: &[u8]| Fingerprint::try_from(key.get(..20)?).ok(),
        (2, 56..) => |key: &[u8]| {
            let is_long = number::<2>(key, 32)? & 0x80 != 0;
            Fingerprint::try_from(key.get(..if is_long { 32 } else { 20 })?).ok()
        },
        _ => return None,
    };
    let keys = blob.get(20..)?.get(..count * size)?;
    let mut fingerprints = keys.chunks_exact(size).filter_map(fingerprint);
    Some(Stored {
        primary: fingerprints.next()?,
        subkeys: fingerprints.collect(),
        bytes: blob.get(offset..)?.get(..length)?,
    })
}

fn flags(blob: &[u8]) -> Option<usize> {
    number::<2>(blob, 6)
}

/// A big-endian number of so many bytes.
fn number<const SIZE: usize>(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..)?.get(..SIZE)?;
    Some(bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}
