use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::Error;
use super::archive::Archive;
use crate::model::{Pair, StorePath, Untrusted};

/// The name of a signature's store object, which depends on the pair and on nothing else.
///
/// It is `<first 16 hexadecimal digits of the content digest>-<long key id>.sig`,
/// in lower case: enough for a person to recognise, and the hash part of the
/// store path is what tells objects apart.
#[must_use]
pub fn object_name(pair: &Pair) -> String {
    format!("{}.sig", object_stem(pair))
}

pub(super) fn object_stem(pair: &Pair) -> String {
    let content = HEXLOWER.encode(&pair.content.as_bytes()[..8]);
    format!("{content}-{}", pair.key.fingerprint().long_id().to_lowercase())
}

/// The path below `dir` that `nix-store --add` gives to a plain file with these bytes and this name.
pub(super) fn path_of(dir: &str, name: &str, bytes: &[u8]) -> Result<StorePath, Error> {
    make_path(dir, "source", &Archive::of(bytes).hash(), name)
}

/// The path of an object of some kind with this digest and name (Nix manual, "Store Path Specification").
pub(super) fn make_path(dir: &str, kind: &str, digest: &[u8; 32], name: &str) -> Result<StorePath, Error> {
    let inner = HEXLOWER.encode(digest);
    let parts = [kind, ":sha256:", &inner, ":", dir, ":", name];
    let digest = parts.iter().fold(Sha256::new(), Sha256::chain_update).finalize();
    // Nix shortens a digest by folding it, not by cutting it.
    let mut hash = [0; 20];
    for (index, byte) in digest.iter().enumerate() {
        hash[index % 20] ^= byte;
    }
    StorePath::new(dir, &hash, name)
        .map_err(|_| Error::Name { dir: Untrusted::new(dir), name: Untrusted::new(name) })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::nix) fn pair() -> Pair {
        Pair {
            content: "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".parse().unwrap(),
            key: "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B".parse().unwrap(),
        }
    }

    #[test]
    fn the_name_tells_content_and_key() {
        assert_eq!(object_name(&pair()), "e3b0c44298fc1c14-a4b5c6d7e8f90a1b.sig");
    }

    #[test]
    fn a_name_that_nix_refuses_is_an_error() {
        assert!(matches!(path_of("/nix/store", "a b", b""), Err(Error::Name { .. })));
    }
}
