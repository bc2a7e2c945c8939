use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::tree::{Tree, split};
use super::walk::Walk;
use crate::bundle::name::Name;
use crate::bundle::reader::{check_format, own_line_ends, record as read_record};
use crate::bundle::{ATTRIBUTES, Error, FORMAT, PROTECTION, Put, Writer};
use crate::files::Scratch;
use crate::model::{Fingerprint, Pair, Proof, Record};

/// A bundle that is written as a directory, beside what is in it already.
pub struct DirectoryWriter {
    tree: Tree,
    /// Made for the first part that is written.
    scratch: Option<Scratch>,
    /// All that is to be wanted by the bundle, where that is to be known.
    wanted: Option<BTreeSet<Pair>>,
}

impl DirectoryWriter {
    /// Begins a bundle in a directory, or goes on with the one that is there.
    ///
    /// # Errors
    /// When it holds something else, another process is writing to it, or it can't be written.
    pub fn new(root: &Path) -> Result<Self, Error> {
        fs::create_dir_all(root).map_err(Error::io("make", root))?;
        let tree = Tree::open(root)?;
        // What is there is looked at before it is written, and an entry is two files.
        if !tree.root().lock().map_err(Error::io("lock", root))? {
            return Err(Error::Busy);
        }
        let mut writer = Self { tree, scratch: None, wanted: None };
        match writer.tree.read(Name::Format)? {
            Some(text) => {
                check_format(&text)?;
                writer.put(Name::Format, FORMAT.as_bytes())?;
            }
            None => writer.write(&Name::Format.to_string(), FORMAT.as_bytes())?,
        }
        // One of the user's own stays as it is: readers take what git makes of a bundle by itself.
        let absent = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
        if writer.tree.root().open_plain(ATTRIBUTES).is_err_and(|error| absent(&error)) {
            writer.write(ATTRIBUTES, PROTECTION.as_bytes())?;
        }
        Ok(writer)
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let (above, file) = split(path);
        let directory = self.tree.make_directory(above)?;
        let whole = self.tree.path().join(path);
        let scratch = match &mut self.scratch {
            Some(scratch) => scratch,
            none => {
                let scratch = Scratch::new(self.tree.path(), self.tree.root());
                none.insert(scratch.map_err(Error::io("write", &whole))?)
            }
        };
        scratch.write(bytes, &directory, file).map_err(Error::io("write", &whole))
    }

    /// Writes a part in the place of what is there. What git has turned round is the same, and is turned back.
    fn put(&mut self, name: Name, bytes: &[u8]) -> Result<Put, Error> {
        let found = self.tree.read(name)?;
        if found.as_deref() == Some(bytes) {
            return Ok(Put::Same);
        }
        let is_text = matches!(name, Name::Format | Name::Entry(_) | Name::Wanted(_));
        let found = found.filter(|_| is_text).and_then(|found| String::from_utf8(found).ok());
        let is_same = found.is_some_and(|found| own_line_ends(&found).as_bytes() == bytes);
        self.write(&name.to_string(), bytes)?;
        Ok(if is_same { Put::Same } else { Put::New })
    }

    /// Removes what is wanted by the bundle no more.
    fn prune(&self, wanted: &BTreeSet<Pair>) -> Result<(), Error> {
        let mut walk = Walk::through(&["wanted"]);
        while let Some(name) = walk.next(&self.tree)? {
            let path = name.to_string();
            let (above, file) = split(&path);
            if matches!(name, Name::Wanted(pair) if !wanted.contains(&pair))
                && let Some(directory) = self.tree.directory(above)?
            {
                directory.remove(file).map_err(Error::io("remove", &self.tree.path().join(&path)))?;
                self.remove_empty(above)?;
            }
        }
        Ok(())
    }

    /// Removes a directory and those above it, as far as nothing is in them.
    fn remove_empty(&self, path: &str) -> Result<(), Error> {
        let mut path = path;
        while !path.is_empty() {
            let (above, name) = split(path);
            if self.tree.directory(above)?.is_none_or(|directory| directory.remove_directory(name).is_err()) {
                break;
            }
            path = above;
        }
        Ok(())
    }
}

impl Writer for DirectoryWriter {
    fn certificate(&self, key: &Fingerprint) -> Result<Option<Vec<u8>>, Error> {
        self.tree.read(Name::Certificate(*key))
    }

    fn put_certificate(&mut self, key: &Fingerprint, certificate: &[u8]) -> Result<(), Error> {
        self.put(Name::Certificate(*key), certificate).map(drop)
    }

    fn put_entry(&mut self, record: &Record, signature: &[u8]) -> Result<Put, Error> {
        let name = Name::Entry(record.pair);
        let text = self.tree.read(name)?;
        let found = self.tree.read(Name::Signature(record.pair))?;
        // One without the other is no entry: a reader complains of a record alone, and passes over a signature alone.
        if text.is_some() && found.is_some_and(|found| found != signature) {
            return Ok(Put::Other);
        }
        let there = text.and_then(|text| read_record(name, record.pair, &text).ok());
        let record = there.map_or_else(|| record.clone(), |there| completed(record, there));
        // The signature first, so that who is killed here leaves what readers pass over.
        let signature = self.put(Name::Signature(record.pair), signature)?;
        match self.put(name, record.to_string().as_bytes())? {
            Put::Same => Ok(signature),
            put => Ok(put),
        }
    }

    fn replace_wanted(&mut self) {
        self.wanted = Some(BTreeSet::new());
    }

    fn put_wanted(&mut self, record: &Record) -> Result<Put, Error> {
        if let Some(wanted) = &mut self.wanted {
            wanted.insert(record.pair);
        }
        self.put(Name::Wanted(record.pair), record.to_string().as_bytes())
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        if let Some(wanted) = &self.wanted {
            self.prune(wanted)?;
        }
        let Self { tree, scratch, wanted } = *self;
        if scratch.is_none() && wanted.is_none() {
            return Ok(());
        }
        drop(scratch);
        // Once for all: waiting for each file would take minutes for a large cache.
        tree.root().sync_file_system().map_err(Error::io("write", tree.path()))
    }
}

/// A record with what the one that is there says of the same entry besides: who exported that chose to tell it.
fn completed(record: &Record, there: Record) -> Record {
    let proof = record.proof.clone().or(there.proof);
    Record {
        size: proof.as_ref().map_or(record.size, Proof::length),
        proof,
        label: there.label.or_else(|| record.label.clone()),
        ..record.clone()
    }
}
