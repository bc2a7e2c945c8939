use std::fmt;
use std::str::FromStr;

use crate::model::{ContentDigest, Fingerprint, KeyId, Pair, Record};

use super::{FORMAT, MAX_CERTIFICATE, MAX_SIGNATURE};

/// Which part of a bundle a file is. Its path has one form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Name {
    /// What says that it is a bundle.
    Format,
    /// The certificate of a key.
    Certificate(Fingerprint),
    /// What there is to say of an entry.
    Entry(Pair),
    /// The signature of an entry.
    Signature(Pair),
    /// What somebody needs.
    Wanted(Pair),
}

/// A path that is no part of a bundle.
#[derive(Debug)]
pub(super) struct NotAPart;

impl Name {
    /// The most bytes that the file may have.
    pub(super) const fn limit(self) -> usize {
        match self {
            Self::Format => FORMAT.len() + 64,
            Self::Certificate(_) => MAX_CERTIFICATE,
            Self::Entry(_) | Self::Wanted(_) => Record::MAX_SIZE,
            Self::Signature(_) => MAX_SIGNATURE,
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut below = |directory: &str, pair: &Pair, ending: &str| {
            let (digest, key) = (pair.content, pair.key.fingerprint());
            write!(f, "{directory}/{:02x}/{digest}/{key}.{ending}", digest.as_bytes()[0])
        };
        match self {
            Self::Format => f.write_str("FORMAT"),
            Self::Certificate(fingerprint) => write!(f, "certificates/{fingerprint}.pgp"),
            Self::Entry(pair) => below("entries", pair, "entry"),
            Self::Signature(pair) => below("entries", pair, "sig"),
            Self::Wanted(pair) => below("wanted", pair, "wanted"),
        }
    }
}

impl FromStr for Name {
    type Err = NotAPart;

    fn from_str(path: &str) -> Result<Self, NotAPart> {
        let name = read(path).ok_or(NotAPart)?;
        // Digests and fingerprints can be written in several ways, and each part has one name.
        if name.to_string() == path { Ok(name) } else { Err(NotAPart) }
    }
}

fn read(path: &str) -> Option<Name> {
    if path == "FORMAT" {
        return Some(Name::Format);
    }
    let (directory, rest) = path.split_once('/')?;
    let (place, ending) = rest.rsplit_once('.')?;
    if let ("certificates", "pgp") = (directory, ending) {
        return place.parse().ok().map(Name::Certificate);
    }
    let mut parts = place.split('/').skip(1);
    let content: ContentDigest = parts.next()?.parse().ok()?;
    let key = KeyId::OpenPgp(parts.next()?.parse().ok()?);
    let pair = Pair { content, key };
    match (directory, ending) {
        ("entries", "entry") => Some(Name::Entry(pair)),
        ("entries", "sig") => Some(Name::Signature(pair)),
        ("wanted", "wanted") => Some(Name::Wanted(pair)),
        _ => None,
    }
}

/// Whether a path is that of a directory of parts.
pub(super) fn is_directory(path: &str) -> bool {
    let (place, below) = path.split_once('/').unwrap_or((path, ""));
    let (shard, digest) = below.split_once('/').unwrap_or((below, ""));
    let digits = |text: &str, count| {
        text.len() == count && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    match place {
        "certificates" => path == place,
        "entries" | "wanted" if path == place => true,
        "entries" | "wanted" if below == shard => digits(shard, 2),
        "entries" | "wanted" => digits(digest, 64) && digest.starts_with(shard) && shard.len() == 2,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_in_directories_of_certain_names_only() {
        let digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        let paths =
            |paths: &[&str]| paths.iter().map(|path| path.replace("DIGEST", digest)).collect::<Vec<_>>();
        for path in paths(&["certificates", "entries", "wanted", "wanted/9f", "entries/9f/DIGEST"]) {
            assert!(is_directory(&path), "{path}");
        }
        for path in paths(&[
            "",
            "FORMAT",
            "x",
            "certificates/9f",
            "entries/",
            "entries/9",
            "entries/9F",
            "entries//DIGEST",
            "entries/9/DIGEST",
            "entries/9e/DIGEST",
            "entries/9f/",
            "entries/9f/DIGEST/",
            "entries/9f/DIGEST/x",
        ]) {
            assert!(!is_directory(&path), "{path}");
        }
    }

    #[test]
    fn a_part_has_one_path_and_no_other_path_is_one() {
        let digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        let key = "8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B";
        for path in [
            "FORMAT".to_owned(),
            format!("certificates/{key}.pgp"),
            format!("entries/9f/{digest}/{key}.entry"),
            format!("entries/9f/{digest}/{key}.sig"),
            format!("wanted/9f/{digest}/{key}.wanted"),
        ] {
            assert_eq!(path.parse::<Name>().unwrap().to_string(), path);
            for odd in [format!("/{path}"), format!("./{path}"), format!("{path}/"), format!("../{path}")] {
                assert!(odd.parse::<Name>().is_err(), "{odd}");
            }
        }
        for path in [
            String::new(),
            "format".into(),
            format!("certificates/{}.pgp", key.to_lowercase()),
            format!("certificates/../{key}.pgp"),
            format!("entries/9e/{digest}/{key}.sig"),
            format!("entries/9f/{}/{key}.sig", digest.to_uppercase()),
            format!("entries/9f/{digest}/{key}.SIG"),
            format!("entries/9f//{digest}/{key}.sig"),
            format!("entries/{digest}/{key}.sig"),
            format!("entries/9f/{digest}/{key}.wanted"),
            format!("entries/9f/{digest}/0x{key}.sig"),
        ] {
            assert!(path.parse::<Name>().is_err(), "{path}");
        }
    }
}
