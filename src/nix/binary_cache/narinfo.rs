use std::fmt;

use super::{ARCHIVES, Compression, SecretKey};
use crate::model::{StorePath, nix_base32};

/// What a binary cache says of a store object that refers to nothing (Nix manual, "Binary Cache").
///
/// A text of lines `Name: value`. Lines named `Signcache` are ours, and Nix passes them over: together they are
/// what a bundle says of an entry, since a store path does not tell which pair it is of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Narinfo {
    /// The object.
    pub(super) path: StorePath,
    /// The archive's file, relative to the cache.
    pub(super) url: String,
    pub(super) compression: Compression,
    /// Of the file as it lies there.
    pub(super) file: Hashed,
    /// Of the archive in it.
    pub(super) archive: Hashed,
    /// The base name of the derivation that the object is of.
    pub(super) deriver: Option<String>,
    pub(super) signatures: Vec<String>,
    /// What is ours, a text of lines.
    pub(super) remarks: String,
}

/// The SHA-256 and the length of some bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Hashed {
    pub(super) hash: [u8; 32],
    pub(super) size: u64,
}

impl Narinfo {
    /// The most bytes that one may have.
    pub(super) const MAX_SIZE: usize = 16 * 1024;

    /// Signs what Nix demands to be signed: path, archive and references.
    pub(super) fn sign(&mut self, key: &SecretKey) {
        let Hashed { hash, size } = self.archive;
        let fingerprint = format!("1;{};sha256:{};{size};", self.path, nix_base32::encode(&hash));
        self.signatures.push(key.sign(&fingerprint));
    }

    /// The name of the archive's file, if it lies where archives do.
    pub(super) fn file_name(&self) -> Option<&str> {
        let name = self.url.strip_prefix(ARCHIVES)?.strip_prefix('/')?;
        (!name.is_empty() && !name.starts_with('.') && !name.contains('/')).then_some(name)
    }

    /// Reads one of an object below `dir`; none where it makes no sense, or the object refers to others.
    pub(super) fn read(text: &str, dir: &str) -> Option<Self> {
        let mut values = Values::default();
        let (mut signatures, mut remarks) = (Vec::new(), String::new());
        for line in text.lines() {
            let (name, value) = line.split_once(':')?;
            let value = value.strip_prefix(' ').unwrap_or(value);
            match name {
                "Sig" => signatures.push(value.to_owned()),
                "Signcache" => remarks.extend([value, "\n"]),
                _ => values.set(name, value)?,
            }
        }
        if !values.references.trim().is_empty() {
            return None;
        }
        Some(Self {
            path: StorePath::parse(dir, values.path).ok()?,
            url: values.url.to_owned(),
            compression: values.compression.parse().ok()?,
            file: Hashed { hash: hash(values.file_hash)?, size: values.file_size.parse().ok()? },
            archive: Hashed { hash: hash(values.nar_hash)?, size: values.nar_size.parse().ok()? },
            deriver: (!values.deriver.is_empty()).then(|| values.deriver.to_owned()),
            signatures,
            remarks,
        })
    }
}

/// The lines that come once.
#[derive(Default)]
struct Values<'a> {
    path: &'a str,
    url: &'a str,
    compression: &'a str,
    file_hash: &'a str,
    file_size: &'a str,
    nar_hash: &'a str,
    nar_size: &'a str,
    references: &'a str,
    deriver: &'a str,
}

impl<'a> Values<'a> {
    fn set(&mut self, name: &str, value: &'a str) -> Option<()> {
        let place = match name {
            "StorePath" => &mut self.path,
            "URL" => &mut self.url,
            "Compression" => &mut self.compression,
            "FileHash" => &mut self.file_hash,
            "FileSize" => &mut self.file_size,
            "NarHash" => &mut self.nar_hash,
            "NarSize" => &mut self.nar_size,
            "References" => &mut self.references,
            "Deriver" => &mut self.deriver,
            // What a newer Nix has to say is not needed here.
            _ => return Some(()),
        };
        if !place.is_empty() {
            return None;
        }
        *place = value;
        Some(())
    }
}

impl fmt::Display for Narinfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, archive) = (self.file, self.archive);
        writeln!(f, "StorePath: {}\nURL: {}\nCompression: {}", self.path, self.url, self.compression)?;
        writeln!(f, "FileHash: sha256:{}\nFileSize: {}", nix_base32::encode(&file.hash), file.size)?;
        writeln!(f, "NarHash: sha256:{}\nNarSize: {}", nix_base32::encode(&archive.hash), archive.size)?;
        writeln!(f, "References: ")?;
        if let Some(deriver) = &self.deriver {
            writeln!(f, "Deriver: {deriver}")?;
        }
        self.signatures.iter().try_for_each(|signature| writeln!(f, "Sig: {signature}"))?;
        self.remarks.lines().try_for_each(|remark| writeln!(f, "Signcache: {remark}"))
    }
}

fn hash(text: &str) -> Option<[u8; 32]> {
    nix_base32::decode(text.strip_prefix("sha256:")?)?.try_into().ok()
}
