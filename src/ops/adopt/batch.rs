use std::path::Path;

use super::super::content::Content;
use super::super::{Error, Progress};
use super::verify::{Claim, verify_content, verify_named};
use super::{Adopted, Signers};
use crate::model::{ContentDigest, Untrusted};
use crate::openpgp::DetachedSignature;
use crate::scan::{Found, Reason, SignatureFile, SignedContent};
use crate::threads;
use jiff::Timestamp;

/// Enough to keep all cores busy, and little to hold, or to do again after an interruption.
const FILES: usize = 256;
const SIGNATURE_BYTES: usize = 8 << 20;
const CONTENT_BYTES: u64 = 1 << 30;

/// What is verified together.
#[derive(Default)]
pub(super) struct Batch {
    parts: Vec<Part>,
    files: usize,
    signature_bytes: usize,
    content_bytes: u64,
}

enum Part {
    /// Something that was passed over.
    Told(Adopted),
    /// Files with signatures of one content.
    Content(SignedContent, Vec<SignatureFile>),
}

/// A part with its signatures read, and with whom they may be by.
enum Claimed {
    Told(Adopted),
    Beside(std::path::PathBuf, Vec<Claim>),
    Named(Content, Vec<Claim>),
}

impl Batch {
    /// Whether to verify this batch before something else is added.
    pub(super) fn is_full_before(&self, next: &Found) -> bool {
        let full = self.parts.len() >= 4 * FILES
            || self.files >= FILES
            || self.signature_bytes >= SIGNATURE_BYTES
            || self.content_bytes >= CONTENT_BYTES && self.files >= threads::count();
        // A content is hashed once for all of its signatures, unless there is no end of them.
        let goes_on = match (next, self.parts.last()) {
            (Found::Signatures(file), Some(Part::Content(content, files))) => {
                file.content == *content && files.len() < 4 * FILES
            }
            _ => false,
        };
        full && !(goes_on && self.signature_bytes < 2 * SIGNATURE_BYTES)
    }

    pub(super) fn add(&mut self, file: SignatureFile) {
        self.files += 1;
        self.signature_bytes += file.bytes.len();
        if let Some(Part::Content(content, files)) = self.parts.last_mut()
            && *content == file.content
        {
            return files.push(file);
        }
        if let SignedContent::Beside { size, .. } = file.content {
            self.content_bytes = self.content_bytes.saturating_add(size);
        }
        self.parts.push(Part::Content(file.content.clone(), vec![file]));
    }

    pub(super) fn skip(&mut self, path: &Path, reason: Reason) {
        self.parts.push(Part::Told(Adopted::Skipped { place: shown(path), reason }));
    }

    /// What became of each signature, in the order in which they were found.
    pub(super) fn verified(
        self,
        signers: &mut Signers<'_>,
        contents: &dyn Fn(&ContentDigest) -> Option<Content>,
        now: Timestamp,
        progress: &dyn Progress,
    ) -> Result<Vec<Adopted>, Error> {
        let read: Vec<_> = threads::map(self.parts, 1, read);
        let mut claimed = Vec::new();
        for part in read {
            claimed.push(match part {
                Read::Told(told) => Claimed::Told(told),
                Read::Content(content, files) => {
                    let claims = claims(files, signers)?;
                    let known = claims.iter().any(Claim::is_by_somebody);
                    match content {
                        SignedContent::Beside { path, size } => {
                            progress.expect_bytes(if known { size } else { 0 });
                            Claimed::Beside(path, claims)
                        }
                        SignedContent::Named(digest) => {
                            let content = known.then(|| contents(&digest)).flatten();
                            Claimed::Named(content.unwrap_or(Content::from_digest(digest)), claims)
                        }
                    }
                }
            });
        }
        let verify = |part| match part {
            Claimed::Told(told) => Ok(vec![told]),
            Claimed::Beside(path, claims) => verify_content(&path, claims, now, progress),
            Claimed::Named(content, claims) => verify_named(&content, claims, now, progress),
        };
        let verified: Result<Vec<_>, Error> = threads::map(claimed, 1, verify).into_iter().collect();
        Ok(verified?.into_iter().flatten().collect())
    }
}

/// A part with its files taken apart.
enum Read {
    Told(Adopted),
    Content(SignedContent, Vec<OpenedFile>),
}

struct OpenedFile {
    place: Untrusted,
    key: Option<String>,
    parts: Vec<Result<DetachedSignature, Untrusted>>,
}

fn read(part: Part) -> Read {
    let (content, files) = match part {
        Part::Told(told) => return Read::Told(told),
        Part::Content(content, files) => (content, files),
    };
    let opened = |file: SignatureFile| OpenedFile {
        place: shown(&file.path),
        key: file.key,
        parts: DetachedSignature::all_from_bytes(&file.bytes)
            .into_iter()
            .map(|part| part.map_err(|error| Untrusted::new(error.to_string())))
            .collect(),
    };
    Read::Content(content, files.into_iter().map(opened).collect())
}

fn claims(files: Vec<OpenedFile>, signers: &mut Signers<'_>) -> Result<Vec<Claim>, Error> {
    let mut claims = Vec::new();
    for file in files {
        for part in file.parts {
            let place = file.place.clone();
            claims.push(match part {
                Ok(signature) => {
                    let certificates = signers.of(&signature, file.key.as_deref())?;
                    Claim::new(place, signature, certificates)
                }
                Err(reason) => Claim::Told(Adopted::NotASignature { place, reason }),
            });
        }
    }
    Ok(claims)
}

fn shown(path: &Path) -> Untrusted {
    Untrusted::from_bytes(path.as_os_str().as_encoded_bytes())
}
