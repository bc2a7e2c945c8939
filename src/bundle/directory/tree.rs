use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::bundle::Error;
use crate::bundle::name::{Name, is_directory};
use crate::bundle::reader::check_format;
use crate::files::Directory;

/// The most files of one directory, whose names are in memory at once: enough for 250 million digests.
const MOST: usize = 1 << 20;

/// The files of a bundle that is a directory.
pub(super) struct Tree {
    path: PathBuf,
    root: Directory,
}

impl Tree {
    /// Opens a directory, whatever is in it.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let root = Directory::open(path).map_err(Error::io("open", path))?;
        Ok(Self { path: path.to_owned(), root })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) const fn root(&self) -> &Directory {
        &self.root
    }

    /// Refuses a directory that is no bundle of a known format.
    pub(super) fn check(&self) -> Result<(), Error> {
        check_format(&self.read(Name::Format)?.ok_or(Error::NotABundle)?)
    }

    /// The bytes of a part; none where it is not there.
    pub(super) fn read(&self, name: Name) -> Result<Option<Vec<u8>>, Error> {
        let path = name.to_string();
        let (above, file) = split(&path);
        let Some(directory) = self.directory(above)? else { return Ok(None) };
        let failed = |error| Error::io("read", &self.path.join(&path))(error);
        let file = match directory.open_plain(file) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        let mut bytes = Vec::new();
        file.take(name.limit() as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
        if bytes.len() > name.limit() {
            return Err(Error::part(path, "is too long"));
        }
        Ok(Some(bytes))
    }

    /// The directory at a path below the root; none where it is not there.
    pub(super) fn directory(&self, path: &str) -> Result<Option<Directory>, Error> {
        match self.descend(path, Directory::directory) {
            Err((_, error)) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err((at, error)) => Err(Error::io("open", &self.path.join(at))(error)),
            Ok(directory) => Ok(Some(directory)),
        }
    }

    /// The directory at a path below the root, made where it is not there.
    pub(super) fn make_directory(&self, path: &str) -> Result<Directory, Error> {
        self.descend(path, Directory::make_directory)
            .map_err(|(at, error)| Error::io("make", &self.path.join(at))(error))
    }

    /// Goes down step by step; says where it failed.
    fn descend<'a>(
        &self,
        path: &'a str,
        step: impl Fn(&Directory, &str) -> io::Result<Directory>,
    ) -> Result<Directory, (&'a str, io::Error)> {
        let mut directory = self.root.try_clone().map_err(|error| ("", error))?;
        let mut end = 0;
        for name in path.split_terminator('/') {
            end += name.len();
            directory = step(&directory, name).map_err(|error| (&path[..end], error))?;
            end += 1;
        }
        Ok(directory)
    }

    /// The names of parts, and of directories of them, in the directory at a path, descending. Those that begin with
    /// a dot are no parts; another one is an error.
    pub(super) fn names(&self, path: &str) -> Result<Vec<String>, Error> {
        let Some(directory) = self.directory(path)? else { return Ok(Vec::new()) };
        let failed = |error| Error::io("list", &self.path.join(path))(error);
        let mut names = Vec::new();
        for name in directory.names().map_err(failed)? {
            let name = name.map_err(failed)?;
            let part = format!("{path}/{name}");
            if name.starts_with('.') {
                continue;
            }
            if part.parse::<Name>().is_err() && !is_directory(&part) {
                return Err(Error::part(part, "is no part of a bundle"));
            }
            if names.len() >= MOST {
                return Err(Error::part(path, "has too many files"));
            }
            names.push(name);
        }
        names.sort_unstable_by(|one, other| other.cmp(one));
        Ok(names)
    }
}

/// The path of the directory that a part is in, and its name there.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}
