use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{certificate, read};
use crate::bundle::name::Name;
use crate::bundle::reader::check_format;
use crate::bundle::{Error, FORMAT, Put, Writer};
use crate::model::{Fingerprint, Record};

/// A bundle that is written as a directory, beside what is in it already.
pub struct DirectoryWriter {
    root: PathBuf,
}

impl DirectoryWriter {
    /// Begins a bundle in a directory, or goes on with the one that is there.
    ///
    /// # Errors
    /// When it holds something else, or can't be written.
    pub fn new(root: &Path) -> Result<Self, Error> {
        fs::create_dir_all(root).map_err(Error::io("make", root))?;
        let writer = Self { root: root.to_owned() };
        match read(root, Name::Format)? {
            Some(text) => check_format(&text)?,
            None => writer.write(Name::Format, FORMAT.as_bytes())?,
        }
        Ok(writer)
    }

    /// Writes a part beside its place and renames it, so that nobody ever sees half of it.
    fn write(&self, name: Name, bytes: &[u8]) -> Result<(), Error> {
        let path = self.root.join(name.to_string());
        let written = || -> io::Result<()> {
            let directory = path.parent().unwrap_or(&self.root);
            let beside = || {
                let permissions = std::os::unix::fs::PermissionsExt::from_mode(0o666);
                tempfile::Builder::new().prefix(".signcache-").permissions(permissions).tempfile_in(directory)
            };
            let mut file = match beside() {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    fs::create_dir_all(directory)?;
                    beside()?
                }
                file => file?,
            };
            file.write_all(bytes)?;
            file.persist(&path)?;
            Ok(())
        };
        written().map_err(Error::io("write", &path))
    }

    fn put(&self, name: Name, bytes: &[u8]) -> Result<Put, Error> {
        match read(&self.root, name)? {
            Some(found) if found == bytes => Ok(Put::Same),
            Some(_) => Ok(Put::Other),
            None => self.write(name, bytes).map(|()| Put::New),
        }
    }
}

impl Writer for DirectoryWriter {
    fn certificate(&self, key: &Fingerprint) -> Result<Option<Vec<u8>>, Error> {
        certificate(&self.root, key)
    }

    fn put_certificate(&mut self, key: &Fingerprint, certificate: &[u8]) -> Result<(), Error> {
        match self.put(Name::Certificate(*key), certificate)? {
            Put::Other => self.write(Name::Certificate(*key), certificate),
            Put::New | Put::Same => Ok(()),
        }
    }

    fn put_entry(&mut self, record: &Record, signature: &[u8]) -> Result<Put, Error> {
        // The signature first: a record without one is what a reader complains of.
        let put = self.put(Name::Signature(record.pair), signature)?;
        if put == Put::Other {
            return Ok(put);
        }
        let (name, text) = (Name::Entry(record.pair), record.to_string());
        match self.put(name, text.as_bytes())? {
            Put::Other => self.write(name, text.as_bytes()).map(|()| Put::New),
            Put::New => Ok(Put::New),
            Put::Same => Ok(put),
        }
    }

    fn put_wanted(&mut self, record: &Record) -> Result<Put, Error> {
        let (name, text) = (Name::Wanted(record.pair), record.to_string());
        match self.put(name, text.as_bytes())? {
            Put::Other => self.write(name, text.as_bytes()).map(|()| Put::New),
            put => Ok(put),
        }
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        Ok(())
    }
}
