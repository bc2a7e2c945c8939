use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{ARCHIVES, Hashed, MAX_FILE, NARINFO, Narinfo, read_text, store_dir};
use crate::files::Directory;
use crate::model::StorePath;
use crate::nix::archive::Archive;
use crate::nix::{Error, is_provided};

/// Reads what may be signatures out of a binary cache. Nothing of it is believed.
pub struct Reader {
    path: PathBuf,
    root: Directory,
    dir: String,
    /// What is left to be looked at, the last one first.
    names: Vec<String>,
}

/// What a binary cache has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Look {
    /// An object that is called like a signature: a plain file with the bytes that the cache says it has.
    Signature {
        /// The object.
        path: StorePath,
        /// Its bytes.
        bytes: Vec<u8>,
        /// What the cache says of it, as [`super::Object`] has it.
        remarks: String,
    },
    /// Some other object.
    Other,
    /// What is told of an object is not so, or makes no sense.
    Broken {
        /// The file that tells of it.
        name: String,
        /// What is wrong with it.
        reason: &'static str,
    },
}

impl Reader {
    /// Opens a binary cache.
    ///
    /// # Errors
    /// When it is none, or can't be read.
    pub fn new(path: &Path) -> Result<Self, Error> {
        let failed = || Error::file("read", path);
        let root = Directory::open(path).map_err(failed())?;
        let dir = store_dir(path, &root)?.ok_or_else(|| Error::NotABinaryCache(path.to_owned()))?;
        let mut names = Vec::new();
        for name in root.names().map_err(failed())? {
            let name = name.map_err(failed())?;
            if name.ends_with(NARINFO) {
                names.push(name);
            }
        }
        names.sort_unstable_by(|one, other| other.cmp(one));
        Ok(Self { path: path.to_owned(), root, dir, names })
    }

    /// The directory of the cache.
    #[must_use]
    pub const fn root(&self) -> &Directory {
        &self.root
    }

    /// The directory of the store that its paths are of.
    #[must_use]
    pub fn store_dir(&self) -> &str {
        &self.dir
    }

    /// Looks at the next object; none at the end.
    ///
    /// # Errors
    /// When files can't be read.
    pub fn look(&mut self) -> Result<Option<Look>, Error> {
        let Some(name) = self.names.pop() else { return Ok(None) };
        let failed = |name: &str| Error::file("read", self.path.join(name));
        let text = match self.root.open_plain(&name).and_then(|file| read_text(file, Narinfo::MAX_SIZE)) {
            Err(error) if is_strange(&error) => String::new(),
            read => read.map_err(failed(&name))?,
        };
        let broken = |reason| Ok(Some(Look::Broken { name: name.clone(), reason }));
        if !text.lines().any(|line| line.starts_with("StorePath:") && line.ends_with("-signature")) {
            return if text.starts_with("StorePath:") {
                Ok(Some(Look::Other))
            } else {
                broken("is no narinfo")
            };
        }
        let Some(info) = Narinfo::read(&text, &self.dir).filter(|info| is_provided(&info.path)) else {
            return broken("is no narinfo of a plain file that this program can read");
        };
        if name.strip_suffix(NARINFO) != Some(info.path.hash_part()) {
            return broken("tells of another store path than it is named after");
        }
        let packed = match self.packed(&info) {
            Err(error) if is_strange(&error) => return broken("tells of an archive that is not there"),
            read => read.map_err(failed(&info.url))?,
        };
        if (Hashed { hash: Sha256::digest(&packed).into(), size: packed.len() as u64 }) != info.file {
            return broken("tells of an archive whose file has another hash");
        }
        let archive = info.compression.decompress(&packed, LIMIT).unwrap_or_default();
        if (Hashed { hash: Sha256::digest(&archive).into(), size: archive.len() as u64 }) != info.archive {
            return broken("tells of an archive with another hash");
        }
        let Some(bytes) = Archive::file_in(&archive) else {
            return broken("tells of an archive that has no plain file in it");
        };
        let (path, remarks) = (info.path.clone(), info.remarks.clone());
        Ok(Some(Look::Signature { path, bytes: bytes.to_vec(), remarks }))
    }

    /// The archive's file as it lies there, if it lies where archives do.
    fn packed(&self, info: &Narinfo) -> io::Result<Vec<u8>> {
        let name = info.file_name().ok_or(io::ErrorKind::NotFound)?;
        let mut packed = Vec::new();
        self.root.directory(ARCHIVES)?.open_plain(name)?.take(LIMIT).read_to_end(&mut packed)?;
        Ok(packed)
    }
}

/// One more than any archive has, or its file.
const LIMIT: u64 = MAX_FILE + Archive::OVERHEAD as u64 + 1024;

/// Whether something is not what it should be, other than that it can't be read.
fn is_strange(error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(error.kind(), Kind::NotFound | Kind::NotADirectory | Kind::Unsupported | Kind::InvalidData)
        // A link in its place.
        || error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}
