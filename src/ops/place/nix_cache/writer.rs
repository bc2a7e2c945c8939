use std::io::{self, Read};

use super::{CERTIFICATES, other};
use crate::bundle::{Error, MAX_CERTIFICATE, Put, Writer};
use crate::model::{Fingerprint, Record};
use crate::nix::binary_cache::{self, Filled, Object};

/// Writes entries as what their provided derivations put out.
pub(in crate::ops::place) struct NixCacheWriter<'a>(pub(in crate::ops::place) binary_cache::Writer<'a>);

impl Writer for NixCacheWriter<'_> {
    fn certificate(&self, key: &Fingerprint) -> Result<Option<Vec<u8>>, Error> {
        let mut bytes = Vec::new();
        let file = self.0.root().directory(CERTIFICATES).and_then(|above| above.open_plain(&file_name(key)));
        match file.and_then(|file| file.take(MAX_CERTIFICATE as u64 + 1).read_to_end(&mut bytes)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Ok(_) if bytes.len() > MAX_CERTIFICATE => {
                let error =
                    io::Error::other(format!("{CERTIFICATES}/{} has more than 1 MiB", file_name(key)));
                Err(Error::Other(Box::new(error)))
            }
            read => read.map(|_| Some(bytes)).map_err(|error| Error::Other(Box::new(error))),
        }
    }

    fn put_certificate(&mut self, key: &Fingerprint, certificate: &[u8]) -> Result<(), Error> {
        self.0.put_beside(CERTIFICATES, &file_name(key), certificate).map_err(other)
    }

    fn put_entry(&mut self, record: &Record, signature: &[u8]) -> Result<Put, Error> {
        let put = self.put_entries(&[(record.clone(), signature)])?;
        Ok(put.first().copied().unwrap_or(Put::Other))
    }

    fn put_entries(&mut self, entries: &[(Record, &[u8])]) -> Result<Vec<Put>, Error> {
        let objects: Vec<Object<'_>> = entries
            .iter()
            .map(|(record, signature)| Object { pair: record.pair, signature, remarks: record })
            .collect();
        let filled = self.0.put(&objects).map_err(other)?;
        Ok(filled
            .into_iter()
            .map(|filled| match filled {
                Filled::New => Put::New,
                Filled::Same => Put::Same,
                Filled::Other => Put::Other,
            })
            .collect())
    }

    /// What is wanted is nothing for Nix.
    fn put_wanted(&mut self, _: &Record) -> Result<Put, Error> {
        Ok(Put::Other)
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        self.0.finish().map_err(other)
    }
}

fn file_name(key: &Fingerprint) -> String {
    format!("{key}.pgp")
}
