use std::cell::RefCell;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use zstd::bulk::Compressor;

use super::{
    ARCHIVES, ATTRIBUTES, Compression, Hashed, INFO, NARINFO, Narinfo, PROTECTION, SecretKey, other_store,
    read_text, store_dir,
};
use crate::files::{Directory, Scratch};
use crate::model::{Pair, StorePath, nix_base32};
use crate::nix::archive::Archive;
use crate::nix::{Error, Store};
use crate::threads;

/// How hard to compress: signatures hardly get smaller, and below zero zstd does not try to count their bytes.
const LEVEL: i32 = -1;

/// Substituters with a lower number are asked before; cache.nixos.org has 40, and none of what is here.
const PRIORITY: u32 = 50;

/// Fills a binary cache with signatures, beside what is in it already.
pub struct Writer<'a> {
    path: PathBuf,
    root: Directory,
    archives: Directory,
    scratch: Scratch,
    store: &'a Store,
    key: SecretKey,
}

/// A signature that goes into a binary cache.
#[derive(Clone, Copy)]
pub struct Object<'a> {
    /// What it signs, and with which key.
    pub pair: Pair,
    /// Its bytes.
    pub signature: &'a [u8],
    /// What there is to say of it, for those who import it: lines that Nix passes over.
    pub remarks: &'a (dyn Display + Sync),
}

/// What is told of an object before it is put in.
enum There {
    /// What this program could have written.
    Known(Box<Narinfo>, LineEnds),
    /// What it can't read, and others can: of an archive that is compressed in another way, for one.
    Foreign,
    /// Nothing, or what makes no sense: half of a file, by a machine that lost its power.
    Nothing,
}

/// What became of the line ends of a text. Git turns them round on some machines (`core.autocrlf`), and then Nix can't read it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineEnds {
    /// They are as Nix writes them.
    Own,
    /// There are others among them.
    Turned,
}

thread_local! {
    /// What compressing needs, which takes longer to set up than to be used.
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
}

fn compress(bytes: &[u8]) -> io::Result<Vec<u8>> {
    COMPRESSOR.with_borrow_mut(|compressor| match compressor {
        Some(compressor) => compressor.compress(bytes),
        none => none.insert(Compressor::new(LEVEL)?).compress(bytes),
    })
}

/// What became of a signature that was put into a binary cache.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Filled {
    /// It is there now.
    New,
    /// It was there before.
    Same,
    /// Another one is there, and was left as it is.
    Other,
}

/// Turns the line ends of what makes a directory a binary cache back to what Nix writes.
fn turn_back(scratch: &Scratch, root: &Directory) -> io::Result<()> {
    let text = read_text(root.open_plain(INFO)?, Narinfo::MAX_SIZE)?;
    if text.contains("\r\n") {
        scratch.write(text.replace("\r\n", "\n").as_bytes(), root, INFO)?;
    }
    Ok(())
}

impl<'a> Writer<'a> {
    /// Begins a binary cache of some store in a directory, or goes on with the one that is there.
    ///
    /// # Errors
    /// When it is one of another store, another process is writing to it, or it can't be written.
    pub fn new(path: &Path, store: &'a Store, key: SecretKey) -> Result<Self, Error> {
        let failed = || Error::file("write", path);
        std::fs::create_dir_all(path).map_err(failed())?;
        let root = Directory::open(path).map_err(failed())?;
        if !root.lock().map_err(failed())? {
            return Err(Error::Busy(path.to_owned()));
        }
        let scratch = Scratch::new(path, &root).map_err(failed())?;
        match store_dir(path, &root)? {
            Some(found) if found == store.dir() => turn_back(&scratch, &root).map_err(failed())?,
            Some(found) => return Err(other_store(path, &found, store.dir())),
            None => {
                let info = format!("StoreDir: {}\nWantMassQuery: 1\nPriority: {PRIORITY}\n", store.dir());
                scratch.write(info.as_bytes(), &root, INFO).map_err(failed())?;
            }
        }
        // One of the user's own stays as it is.
        if root.open_plain(ATTRIBUTES).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            scratch.write(PROTECTION.as_bytes(), &root, ATTRIBUTES).map_err(failed())?;
        }
        let archives = root.make_directory(ARCHIVES).map_err(failed())?;
        Ok(Self { path: path.to_owned(), root, archives, scratch, store, key })
    }

    /// The directory of the cache.
    #[must_use]
    pub const fn root(&self) -> &Directory {
        &self.root
    }

    /// Writes a file beside those of the binary cache, so that nobody ever sees half of it.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn put_beside(&self, directory: &str, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let failed = Error::file("write", self.path.join(directory).join(name));
        let above = self.root.make_directory(directory);
        above.and_then(|above| self.scratch.write(bytes, &above, name)).map_err(failed)
    }

    /// Puts signatures in, on all cores; those that are there stay, and get the signature of this key if it is new to them.
    ///
    /// # Errors
    /// When something can't be written, or read that is there.
    pub fn put(&self, objects: &[Object<'_>]) -> Result<Vec<Filled>, Error> {
        threads::map(objects.iter().collect(), 4, |object| self.put_one(object)).into_iter().collect()
    }

    /// Ends it: waits until all of it is on the disk.
    ///
    /// # Errors
    /// When the system says that something is not.
    pub fn finish(self) -> Result<(), Error> {
        drop(self.scratch);
        self.root.sync_file_system().map_err(Error::file("write", &self.path))
    }

    fn put_one(&self, object: &Object<'_>) -> Result<Filled, Error> {
        let derivation = self.store.provided(&object.pair)?;
        let archive = Archive::of(object.signature);
        let hashed = Hashed { hash: archive.hash(), size: archive.as_bytes().len() as u64 };
        let name = format!("{}{NARINFO}", derivation.output.hash_part());
        let remarks = object.remarks.to_string();
        let signatures = match self.there(&name, &derivation.output)? {
            There::Known(info, _) if info.archive != hashed => return Ok(Filled::Other),
            There::Known(info, ends) if self.has_archive(&info)? => {
                return self.refresh(&name, (*info, ends), remarks);
            }
            There::Foreign => return Ok(Filled::Other),
            // Of use to nobody without its archive; but what others say of the same archive still holds.
            There::Known(info, _) => info.signatures,
            There::Nothing => Vec::new(),
        };
        let failed = |name: &str| Error::file("write", self.path.join(name));
        let packed = compress(archive.as_bytes()).map_err(failed(&name))?;
        let file = Hashed { hash: Sha256::digest(&packed).into(), size: packed.len() as u64 };
        let file_name = format!("{}.nar.zst", nix_base32::encode(&file.hash));
        let mut info = Narinfo {
            path: derivation.output,
            url: format!("{ARCHIVES}/{file_name}"),
            compression: Compression::Zstd,
            file,
            archive: hashed,
            deriver: Some(derivation.path.base_name().to_owned()),
            signatures,
            remarks,
        };
        info.sign(&self.key);
        info.signatures.dedup();
        // In this order: what is told of is there.
        self.write_archive(&packed, &file_name).map_err(failed(&info.url))?;
        self.scratch.write(info.to_string().as_bytes(), &self.root, &name).map_err(failed(&name))?;
        Ok(Filled::New)
    }

    /// Writes an archive under a name that nobody knows yet, so that it need not appear at once.
    fn write_archive(&self, packed: &[u8], name: &str) -> io::Result<()> {
        match self.archives.create_new(name) {
            // Somebody knows it, or it is what a killed process left.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                self.scratch.write(packed, &self.archives, name)
            }
            created => created?.write_all(packed),
        }
    }

    /// What is told of an object already.
    fn there(&self, name: &str, path: &StorePath) -> Result<There, Error> {
        use io::ErrorKind::{InvalidData, NotFound};
        let text = match self.root.open_plain(name).and_then(|file| read_text(file, Narinfo::MAX_SIZE)) {
            Err(error) if matches!(error.kind(), NotFound | InvalidData) => return Ok(There::Nothing),
            read => read.map_err(Error::file("read", self.path.join(name)))?,
        };
        let is_of_path = text.lines().any(|line| line.strip_prefix("StorePath: ") == Some(&path.to_string()));
        Ok(match Narinfo::read(&text, self.store.dir()) {
            Some(info) if info.path == *path => {
                let ends = if text.contains('\r') { LineEnds::Turned } else { LineEnds::Own };
                There::Known(Box::new(info), ends)
            }
            None if is_of_path && text.contains("\nNarHash: ") => There::Foreign,
            _ => There::Nothing,
        })
    }

    fn has_archive(&self, info: &Narinfo) -> Result<bool, Error> {
        let Some(name) = info.file_name() else { return Ok(false) };
        match self.archives.open_plain(name).and_then(|file| file.metadata()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            metadata => {
                let metadata = metadata.map_err(Error::file("read", self.path.join(&info.url)))?;
                Ok(metadata.len() == info.file.size)
            }
        }
    }

    /// Adds what is missing to what is told of an object: the signature of this key, and what it is of. Turns line ends back.
    fn refresh(
        &self,
        name: &str,
        (mut info, ends): (Narinfo, LineEnds),
        remarks: String,
    ) -> Result<Filled, Error> {
        let signed = info.signatures.clone();
        info.sign(&self.key);
        let is_signed = signed.iter().any(|signature| info.signatures.last() == Some(signature));
        let is_told = !info.remarks.is_empty();
        if is_signed {
            info.signatures = signed;
        }
        if !is_told {
            info.remarks = remarks;
        }
        if !is_signed || !is_told || ends == LineEnds::Turned {
            let written = self.scratch.write(info.to_string().as_bytes(), &self.root, name);
            written.map_err(Error::file("write", self.path.join(name)))?;
        }
        Ok(Filled::Same)
    }
}
