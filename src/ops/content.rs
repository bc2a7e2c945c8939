use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::{Error, Progress, Session};
use crate::hash::{Hashed, hash_file, hash_opened};
use crate::model::{ContentDigest, FileStamp, Proof, Untrusted};
use crate::openpgp::ContentHash;
use crate::scan::{Reason, open_plain};
use crate::threads;

/// A content that somebody asks about: hashed, or known by its digest only.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Content {
    /// Its digest.
    pub digest: ContentDigest,
    /// The state of its hash, where it was hashed.
    pub proof: Option<Proof>,
    /// Where its bytes are, if they are at hand.
    pub path: Option<PathBuf>,
    /// What people call it.
    pub label: Option<Untrusted>,
}

impl Content {
    /// A content of which only the digest is known.
    #[must_use]
    pub const fn from_digest(digest: ContentDigest) -> Self {
        Self { digest, proof: None, path: None, label: None }
    }

    fn new(path: &Path, digest: ContentDigest, proof: Proof) -> Self {
        let label = path.file_name().map(|name| Untrusted::from_bytes(name.as_encoded_bytes()));
        Self { digest, proof: Some(proof), path: Some(path.to_owned()), label }
    }
}

/// Hashes one file, or remembers its digest.
///
/// What lies below the Nix store directory is read-only, so its digest is
/// remembered in the ledger, by path and by everything that the file system
/// says of the file. Other files are hashed each time.
///
/// # Errors
/// When the file can't be read, changes during the read, or a person asks to stop.
pub fn hash_one(session: &Session, path: &Path, progress: &dyn Progress) -> Result<Content, Error> {
    let stored = in_store(session, path);
    if let Some(known) = remembered(session, path, stored.as_deref(), progress) {
        return Ok(known);
    }
    let hashed = read(path, progress)?;
    remember(session, stored.as_deref(), &hashed, progress);
    Ok(Content::new(path, hashed.digest, hashed.proof))
}

/// Hashes many files on all cores; each has a result of its own, in the order of the paths.
pub fn hash_all(
    session: &Session,
    paths: &[PathBuf],
    progress: &dyn Progress,
) -> Vec<Result<Content, Error>> {
    if let [path] = paths {
        return vec![hash_one(session, path, progress)];
    }
    let stored: Vec<_> = paths.iter().map(|path| in_store(session, path)).collect();
    let known: Vec<_> = paths
        .iter()
        .zip(&stored)
        .map(|(path, stored)| remembered(session, path, stored.as_deref(), progress))
        .collect();
    let missing: Vec<&PathBuf> =
        paths.iter().zip(&known).filter(|(_, known)| known.is_none()).map(|(path, _)| path).collect();
    let sizes = missing.iter().filter_map(|path| fs::metadata(path).ok()).map(|metadata| metadata.len());
    progress.expect_bytes(sizes.fold(0, u64::saturating_add));
    let hashed = threads::map(missing, 1, |path| read(path, progress));
    let mut hashed = hashed.into_iter();
    paths
        .iter()
        .zip(known)
        .zip(stored)
        .map(|((path, known), stored)| match known {
            Some(known) => Ok(known),
            None => {
                let hashed = hashed.next().unwrap_or(Err(Error::Interrupted))?;
                remember(session, stored.as_deref(), &hashed, progress);
                Ok(Content::new(path, hashed.digest, hashed.proof))
            }
        })
        .collect()
}

/// Reads a content again, through a hash that is not SHA-256, and checks that it still is that content.
pub(super) fn read_again(
    content: &Content,
    hash: &mut ContentHash,
    progress: &dyn Progress,
) -> Result<bool, Error> {
    read_through(content, &mut |bytes| hash.update(bytes), progress)
}

/// Reads a content again, shows its bytes to `observe`, and checks that it still is that content.
pub(super) fn read_through(
    content: &Content,
    observe: &mut dyn FnMut(&[u8]),
    progress: &dyn Progress,
) -> Result<bool, Error> {
    let Some(path) = &content.path else { return Ok(false) };
    let hashed = hash_file(path, &mut |bytes| {
        observe(bytes);
        go_on(progress)
    });
    if hashed.map_err(|error| stopped(error, progress))?.digest == content.digest {
        Ok(true)
    } else {
        Err(Error::OtherContent { path: path.clone(), digest: content.digest })
    }
}

/// Hashes a plain file and nothing that was put in its place; the reason to pass it over is no failure.
pub(super) fn hash_plain(
    path: &Path,
    observe: &mut dyn FnMut(&[u8]),
    progress: &dyn Progress,
) -> Result<Result<Content, Reason>, Error> {
    let file = match open_plain(path) {
        Ok(file) => file,
        Err(reason) => return Ok(Err(reason)),
    };
    let hashed = hash_opened(file, path, &mut |bytes| {
        observe(bytes);
        progress.read_bytes(bytes.len() as u64);
        go_on(progress)
    });
    match hashed {
        Ok(hashed) => Ok(Ok(Content::new(path, hashed.digest, hashed.proof))),
        Err(_) if progress.cancelled() => Err(Error::Interrupted),
        Err(error) => Ok(Err(Reason::Unreadable(Untrusted::new(error.to_string())))),
    }
}

fn read(path: &Path, progress: &dyn Progress) -> Result<Hashed, Error> {
    let hashed = hash_file(path, &mut |bytes| {
        progress.read_bytes(bytes.len() as u64);
        go_on(progress)
    });
    hashed.map_err(|error| stopped(error, progress))
}

fn go_on(progress: &dyn Progress) -> ControlFlow<()> {
    if progress.cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

fn stopped(error: crate::hash::Error, progress: &dyn Progress) -> Error {
    if progress.cancelled() { Error::Interrupted } else { error.into() }
}

/// What is known of a file that lies at `stored` below the store's directory.
fn remembered(
    session: &Session,
    path: &Path,
    stored: Option<&Path>,
    progress: &dyn Progress,
) -> Option<Content> {
    let stored = stored?;
    let stamp = FileStamp::from(&fs::metadata(stored).ok()?);
    let known = session.remembered(progress, |ledger| ledger.digest(stored, &stamp));
    known.map(|(digest, proof)| Content::new(path, digest, proof))
}

fn remember(session: &Session, stored: Option<&Path>, hashed: &Hashed, progress: &dyn Progress) {
    if let Some(stored) = stored
        && let Some(ledger) = session.ledger(progress)
    {
        // Not remembering costs another read next time, and nothing else.
        let _ = ledger.remember_digest(stored, &hashed.stamp, &hashed.digest, &hashed.proof);
    }
}

/// Where a file below the store's directory really is; none for other files.
pub(super) fn in_store(session: &Session, path: &Path) -> Option<PathBuf> {
    session.settings().store.locate(&path.canonicalize().ok()?)
}
