use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::name::Name;
use super::reader::{Assembly, check_format, record};
use super::{Error, FORMAT, Item, Put, Reader, Writer};
use crate::files::open_plain;
use crate::model::{Fingerprint, Pair, Record};

/// The most files of one directory: two million times as many entries as a person signs in a day.
const MOST: usize = 1 << 20;

/// Whether a directory is a bundle.
#[must_use]
pub fn is_bundle(directory: &Path) -> bool {
    directory.join("FORMAT").symlink_metadata().is_ok()
}

/// A pair's entry in a bundle that is a directory: its record and its signature. Reads nothing else.
///
/// # Errors
/// When something else is in its place.
pub fn find(directory: &Path, pair: &Pair) -> Result<Option<(Record, Vec<u8>)>, Error> {
    let (entry, signature) = (Name::Entry(*pair), Name::Signature(*pair));
    let Some(text) = read(directory, entry)? else { return Ok(None) };
    let signature = read(directory, signature)?
        .ok_or_else(|| Error::part(entry.to_string(), "has no signature beside it"))?;
    Ok(Some((record(entry, *pair, &text)?, signature)))
}

/// The certificate of a key in a bundle that is a directory.
///
/// # Errors
/// When something else is in its place.
pub fn certificate(directory: &Path, key: &Fingerprint) -> Result<Option<Vec<u8>>, Error> {
    read(directory, Name::Certificate(*key))
}

/// Refuses a directory that is no bundle of a known format.
///
/// # Errors
/// When it is of a newer format, or no bundle.
pub fn check(directory: &Path) -> Result<(), Error> {
    check_format(&read(directory, Name::Format)?.ok_or(Error::NotABundle)?)
}

/// The bytes of a part; none where it is not there.
fn read(directory: &Path, name: Name) -> Result<Option<Vec<u8>>, Error> {
    let path = directory.join(name.to_string());
    let failed = |source| Error::io("read", &path)(source);
    let file = match open_plain(&path, File::options().read(true)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let mut bytes = Vec::new();
    file.take(name.limit() as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > name.limit() {
        return Err(Error::part(name.to_string(), "is too long"));
    }
    Ok(Some(bytes))
}

/// A bundle that is a directory, file by file.
pub struct DirectoryReader {
    root: PathBuf,
    assembly: Assembly,
    /// Names that are still to be looked at, the last one first, with the paths of their directories.
    todo: Vec<(PathBuf, Vec<String>)>,
}

impl DirectoryReader {
    /// Reads the bundle in a directory. What is no part of one beside its parts, such as `.git`, is passed over.
    ///
    /// # Errors
    /// When it is of a newer format, or no bundle.
    pub fn new(root: &Path) -> Result<Self, Error> {
        check(root)?;
        let parts = ["wanted", "entries", "certificates", "FORMAT"];
        let there = |name: &&str| root.join(name).symlink_metadata().is_ok();
        let names = parts.iter().filter(|name| there(name)).map(|name| (*name).to_owned()).collect();
        Ok(Self { root: root.to_owned(), assembly: Assembly::default(), todo: vec![(PathBuf::new(), names)] })
    }

    /// The next file's path below the root.
    fn path(&mut self) -> Result<Option<PathBuf>, Error> {
        loop {
            let Some((directory, names)) = self.todo.last_mut() else { return Ok(None) };
            let Some(name) = names.pop() else {
                self.todo.pop();
                continue;
            };
            let path = directory.join(name);
            let whole = self.root.join(&path);
            if !whole.symlink_metadata().map_err(Error::io("look at", &whole))?.is_dir() {
                return Ok(Some(path));
            }
            if self.todo.len() > 3 {
                return Err(Error::part(path.to_string_lossy(), "is a directory"));
            }
            let names = names_in(&whole)?;
            self.todo.push((path, names));
        }
    }
}

impl Reader for DirectoryReader {
    fn next(&mut self) -> Result<Option<Item>, Error> {
        while let Some(path) = self.path()? {
            let path = path.to_string_lossy();
            if path.ends_with(".sig") && !self.assembly.awaits_signature() {
                // Somebody was killed who was writing the entry.
                continue;
            }
            let name = self.assembly.expect(&path)?;
            let bytes = read(&self.root, name)?.ok_or_else(|| Error::part(path, "has just been removed"))?;
            if let Some(item) = self.assembly.take(name, bytes)? {
                return Ok(Some(item));
            }
        }
        self.assembly.end().map(|()| None)
    }
}

/// The names in a directory, descending, without those that begin with a dot: they are no parts.
fn names_in(directory: &Path) -> Result<Vec<String>, Error> {
    let failed = |source| Error::io("list", directory)(source);
    let mut names = Vec::new();
    for item in fs::read_dir(directory).map_err(failed)? {
        let name = item.map_err(failed)?.file_name().to_string_lossy().into_owned();
        if names.len() >= MOST {
            return Err(Error::part(directory.to_string_lossy(), "has too many files"));
        }
        if !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort_unstable_by(|one, other| other.cmp(one));
    Ok(names)
}

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
