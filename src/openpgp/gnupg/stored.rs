use crate::model::Fingerprint;

/// A certificate as it lies in a key ring file.
pub(super) struct Stored<'a> {
    /// The primary key's fingerprint.
    pub(super) primary: Fingerprint,
    /// Those of its subkeys.
    pub(super) subkeys: Vec<Fingerprint>,
    /// Its packets, with what GnuPG noted between them.
    pub(super) bytes: &'a [u8],
}
