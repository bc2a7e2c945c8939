use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::Error;
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
    let contents = HEXLOWER.encode(&nar_hash(bytes));
    let digest = Sha256::digest(format!("source:sha256:{contents}:{dir}:{name}"));
    // Nix shortens a digest by folding it, not by cutting it.
    let mut hash = [0; 20];
    for (index, byte) in digest.iter().enumerate() {
        hash[index % 20] ^= byte;
    }
    StorePath::new(dir, &hash, name)
        .map_err(|_| Error::Name { dir: Untrusted::new(dir), name: Untrusted::new(name) })
}

/// The SHA-256 of the Nix archive of a plain file that can't be executed.
fn nar_hash(bytes: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    let words: [&[u8]; 7] = [b"nix-archive-1", b"(", b"type", b"regular", b"contents", bytes, b")"];
    for word in words {
        hash.update((word.len() as u64).to_le_bytes());
        hash.update(word);
        hash.update(&[0; 8][..word.len().next_multiple_of(8) - word.len()]);
    }
    hash.finalize().into()
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
