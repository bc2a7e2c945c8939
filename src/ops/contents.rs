use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::content::{Content, hash_all};
use super::{Error, Notice, Progress, Session};
use crate::files::list;
use crate::hash;
use crate::model::{ContentDigest, Untrusted};

/// Files below directories, among which contents are looked for by their digests.
///
/// A file is hashed when a content of its length is looked for, and once.
#[derive(Debug, Default)]
pub struct Contents {
    by_size: BTreeMap<u64, Vec<PathBuf>>,
    hashed: BTreeMap<ContentDigest, Content>,
}

impl Contents {
    /// The plain files below directories. Links are not followed, and what can't be read is passed over.
    ///
    /// # Errors
    /// When one of the directories can't be read, or a person asks to stop.
    pub fn below(directories: &[PathBuf], progress: &dyn Progress) -> Result<Self, Error> {
        let mut contents = Self::default();
        for directory in directories {
            if let Err(source) = list(directory).map(drop) {
                return Err(hash::Error::Read { path: directory.clone(), source }.into());
            }
            contents.walk(directory, progress)?;
        }
        Ok(contents)
    }

    /// Whether there is no file at all.
    pub(super) fn is_empty(&self) -> bool {
        self.by_size.is_empty() && self.hashed.is_empty()
    }

    fn walk(&mut self, root: &Path, progress: &dyn Progress) -> Result<(), Error> {
        let mut todo = vec![root.to_owned()];
        while let Some(directory) = todo.pop() {
            if progress.cancelled() {
                return Err(Error::Interrupted);
            }
            let Some(entries) = passed_over(progress, &directory, list(&directory)) else { continue };
            for entry in entries {
                let Some(entry) = passed_over(progress, &directory, entry) else { continue };
                let path = entry.path();
                match passed_over(progress, &path, entry.metadata()) {
                    Some(metadata) if metadata.is_dir() => todo.push(path),
                    Some(metadata) if metadata.is_file() => {
                        self.by_size.entry(metadata.len()).or_default().push(path);
                    }
                    Some(_) | None => {}
                }
            }
        }
        Ok(())
    }

    /// The content with a digest, if a file has it; with its length, only files of that length are read.
    ///
    /// # Errors
    /// When a person asks to stop.
    pub(super) fn find(
        &mut self,
        session: &Session,
        digest: &ContentDigest,
        size: Option<u64>,
        progress: &dyn Progress,
    ) -> Result<Option<Content>, Error> {
        let paths: Vec<PathBuf> = match size {
            Some(size) => self.by_size.remove(&size).unwrap_or_default(),
            None => std::mem::take(&mut self.by_size).into_values().flatten().collect(),
        };
        let hashed = if paths.is_empty() { Vec::new() } else { hash_all(session, &paths, progress) };
        for (path, content) in paths.iter().zip(hashed) {
            match content {
                Err(Error::Interrupted) => return Err(Error::Interrupted),
                content => {
                    if let Some(content) = passed_over(progress, path, content) {
                        self.hashed.entry(content.digest).or_insert(content);
                    }
                }
            }
        }
        Ok(self.hashed.get(digest).cloned())
    }
}

/// What was got, or the news that it could not be.
fn passed_over<T, E: std::fmt::Display>(
    progress: &dyn Progress,
    path: &Path,
    got: Result<T, E>,
) -> Option<T> {
    got.map_err(|error| {
        let reason = Untrusted::new(error.to_string());
        progress.notice(Notice::PassedOver { path: path.to_owned(), reason });
    })
    .ok()
}
