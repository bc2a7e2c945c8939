use std::fmt;
use std::path::{Path, PathBuf};

/// A path of a Nix store: the store's directory and the object's base name.
///
/// The base name is `<32 characters of Nix base32>-<name>` with at most 211
/// characters of `[0-9A-Za-z+._?=-]` for the name, as the Nix manual has it
/// (Store Object, "Store Path").
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct StorePath {
    dir: String,
    base: String,
}

/// A text that is no store path.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a path of a Nix store")]
pub struct InvalidStorePath;

impl StorePath {
    /// The store path that has this hash part (20 bytes) and name, below `dir`.
    ///
    /// # Errors
    /// When `dir` is not absolute or the name is not one that Nix allows.
    pub fn new(dir: &str, hash: &[u8; 20], name: &str) -> Result<Self, InvalidStorePath> {
        if !is_store_dir(dir) || !is_name(name) {
            return Err(InvalidStorePath);
        }
        Ok(Self { dir: dir.to_owned(), base: format!("{}-{name}", nix_base32::encode(hash)) })
    }

    /// Reads a store path below `dir`, just the object itself and nothing inside it.
    ///
    /// # Errors
    /// When the text is anything else.
    pub fn parse(dir: &str, path: &str) -> Result<Self, InvalidStorePath> {
        let base = path.strip_prefix(dir).and_then(|rest| rest.strip_prefix('/')).ok_or(InvalidStorePath)?;
        let (hash, name) = base.split_at_checked(32).ok_or(InvalidStorePath)?;
        let name = name.strip_prefix('-').ok_or(InvalidStorePath)?;
        let hash = nix_base32::decode(hash).ok_or(InvalidStorePath)?;
        Self::new(dir, &hash.try_into().map_err(|_| InvalidStorePath)?, name)
    }

    /// The store's directory, such as `/nix/store`.
    #[must_use]
    pub fn store_dir(&self) -> &str {
        &self.dir
    }

    /// The object's base name: hash part, hyphen, name.
    #[must_use]
    pub fn base_name(&self) -> &str {
        &self.base
    }

    /// The object's name: what comes after the hash part and the hyphen.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.base[33..]
    }

    /// The hash part: 32 characters of Nix base32.
    #[must_use]
    pub fn hash_part(&self) -> &str {
        &self.base[..32]
    }

    /// Where the object lies when the store's directory is found at `real`.
    #[must_use]
    pub fn below(&self, real: &Path) -> PathBuf {
        real.join(&self.base)
    }
}

impl fmt::Display for StorePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.dir, self.base)
    }
}

fn is_store_dir(dir: &str) -> bool {
    dir.starts_with('/') && dir.len() > 1 && !dir.ends_with('/') && !dir.contains('\0')
}

fn is_name(name: &str) -> bool {
    (1..=211).contains(&name.len())
        && !name.starts_with('.')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-._?=".contains(&byte))
}

/// Nix's own base32: the bits in reverse, an alphabet without `e`, `o`, `t`, `u`.
pub(crate) mod nix_base32 {
    use std::sync::LazyLock;

    use data_encoding::{BitOrder, Encoding, Specification};

    static ENCODING: LazyLock<Encoding> = LazyLock::new(|| {
        let mut spec = Specification::new();
        spec.symbols.push_str("0123456789abcdfghijklmnpqrsvwxyz");
        spec.bit_order = BitOrder::LeastSignificantFirst;
        spec.encoding().expect("a constant of 32 distinct symbols")
    });

    pub(crate) fn encode(bytes: &[u8]) -> String {
        let mut text = ENCODING.encode(bytes).into_bytes();
        text.reverse();
        String::from_utf8(text).expect("the alphabet is ASCII")
    }

    pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
        let reversed: String = text.chars().rev().collect();
        ENCODING.decode(reversed.as_bytes()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_store_object_is_a_store_path() {
        let good = "/nix/store/7rjj86a15146cq1d3qy068lml7n8ykzm-hello-2.12.sig";
        assert_eq!(StorePath::parse("/nix/store", good).unwrap().to_string(), good);
        for bad in [
            "/nix/store",
            "/nix/store/",
            "/nix/store/7rjj86a15146cq1d3qy068lml7n8ykzm",
            "/nix/store/7rjj86a15146cq1d3qy068lml7n8ykzm-",
            "/nix/store/7rjj86a15146cq1d3qy068lml7n8ykzm-a/b",
            "/nix/store/7rjj86a15146cq1d3qy068lml7n8ykzm-.a",
            "/nix/store/7rjj86a15146cq1d3qy068lml7n8ykzm-a\"b",
            "/nix/store/eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee-a",
            "/nix/storf/7rjj86a15146cq1d3qy068lml7n8ykzm-a",
            "7rjj86a15146cq1d3qy068lml7n8ykzm-a",
        ] {
            assert_eq!(StorePath::parse("/nix/store", bad), Err(InvalidStorePath), "{bad}");
        }
    }
}
