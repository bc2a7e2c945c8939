use std::collections::{BTreeMap, VecDeque};
use std::io::Read;
use std::path::Path;

use super::{CERTIFICATES, other};
use crate::bundle::{Error, Item, MAX_CERTIFICATE, Reader};
use crate::model::{Fingerprint, Record, StorePath, Untrusted, Wanted};
use crate::nix::binary_cache::{self, Look};
use crate::nix::{Settings, Store};
use crate::openpgp::DetachedSignature;

/// Reads the entries out of a binary cache.
pub(in crate::ops::place) struct NixCacheReader {
    cache: binary_cache::Reader,
    /// The store whose paths are in it.
    store: Store,
    certificates: VecDeque<Item>,
    /// What is wanted here, by the paths that it will have: what the cache itself may not say.
    wanted: BTreeMap<StorePath, Wanted>,
}

impl NixCacheReader {
    /// Opens a binary cache; `wanted` may be in it without that it is said which pair it is of.
    pub(in crate::ops::place) fn new(path: &Path, wanted: Vec<Wanted>) -> Result<Self, Error> {
        let cache = binary_cache::Reader::new(path).map_err(other)?;
        let store =
            Store::new(Settings { store_dir: Some(cache.store_dir().to_owned()), ..Settings::default() });
        let path_of = |wanted: Wanted| Ok((store.provided(&wanted.pair).map_err(other)?.output, wanted));
        let wanted = wanted.into_iter().map(path_of).collect::<Result<_, _>>()?;
        Ok(Self { certificates: certificates(&cache), cache, store, wanted })
    }

    /// What a signature is, if it is what the record of it says, or what is wanted here.
    fn entry(&self, path: &StorePath, bytes: Vec<u8>, remarks: &str) -> Item {
        let name = Untrusted::new(path.base_name());
        let record = if remarks.is_empty() {
            let created = DetachedSignature::from_bytes(&bytes).ok().map(|signature| signature.created());
            let record = self.wanted.get(path).map(|wanted| Record {
                pair: wanted.pair,
                size: wanted.size().unwrap_or_default(),
                signed: created,
                proof: wanted.proof.clone(),
                label: wanted.label.clone(),
            });
            let Some(record) = record else {
                let reason = "nothing says what it signs: it is none of what is wanted here";
                return Item::Unknown(name, Untrusted::new(reason));
            };
            record
        } else {
            match remarks.parse::<Record>() {
                Ok(record) => record,
                Err(error) => return Item::Broken(name, Untrusted::new(format!("of its record, {error}"))),
            }
        };
        match self.store.provided(&record.pair) {
            Ok(derivation) if derivation.output == *path => Item::Entry(record, bytes),
            _ => Item::Broken(name, Untrusted::new("its record is of a pair that has another path")),
        }
    }
}

impl Reader for NixCacheReader {
    fn next(&mut self) -> Result<Option<Item>, Error> {
        if let Some(certificate) = self.certificates.pop_front() {
            return Ok(Some(certificate));
        }
        loop {
            return Ok(match self.cache.look().map_err(other)? {
                None => None,
                Some(Look::Other) => continue,
                Some(Look::Broken { name, reason }) => {
                    Some(Item::Broken(Untrusted::new(name), Untrusted::new(format!("it {reason}"))))
                }
                Some(Look::Signature { path, bytes, remarks }) => Some(self.entry(&path, bytes, &remarks)),
            });
        }
    }
}

/// The certificates beside the binary cache. What can't be read is no certificate: whoever needs it says so.
fn certificates(cache: &binary_cache::Reader) -> VecDeque<Item> {
    let Ok(directory) = cache.root().directory(CERTIFICATES) else { return VecDeque::new() };
    let Ok(names) = directory.names() else { return VecDeque::new() };
    let certificate = |name: String| {
        let fingerprint: Fingerprint = name.strip_suffix(".pgp")?.parse().ok()?;
        let mut bytes = Vec::new();
        let file = directory.open_plain(&name).ok()?;
        file.take(MAX_CERTIFICATE as u64 + 1).read_to_end(&mut bytes).ok()?;
        if bytes.len() > MAX_CERTIFICATE {
            let place = Untrusted::new(format!("{CERTIFICATES}/{name}"));
            return Some(Item::Broken(place, Untrusted::new("it has more than 1 MiB")));
        }
        Some(Item::Certificate(fingerprint, bytes))
    };
    names.filter_map(Result::ok).filter_map(certificate).collect()
}
