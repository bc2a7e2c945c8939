use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use crate::model::{KeyId, ManifestLine, Pair, Untrusted};
use crate::ops::{Content, Contents, Error, Progress, Session, find, hash_one};

/// What a named content lacks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lacking {
    /// The content and the key.
    pub pair: Pair,
    /// What the manifest calls it.
    pub label: Option<Untrusted>,
    /// What it lacks.
    pub lack: Lack,
    /// Why, where that is not plain.
    pub reason: Option<Untrusted>,
}

/// Why there is no good signature of a content.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Lack {
    /// There is one, and only the content could prove it.
    Unproven,
    /// There is none.
    Missing,
    /// There is one that can't be verified with the certificate, or by this build.
    Unverifiable,
    /// There is one that verifies, and its key was compromised, or not allowed to make it.
    Refused,
    /// There is one in quarantine.
    Quarantined,
    /// There is one that does not verify.
    Bad,
}

impl Lack {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unproven => "unproven",
            Self::Missing => "missing",
            Self::Unverifiable => "unverifiable",
            Self::Refused => "refused",
            Self::Quarantined => "quarantined",
            Self::Bad => "bad",
        }
    }
}

/// Checks that contents have good signatures by one key, one content after the other.
pub struct Checking<'a> {
    session: &'a Session,
    key: KeyId,
    /// The directory that the manifest's names are below.
    beside: PathBuf,
    contents: Contents,
    progress: &'a dyn Progress,
}

impl<'a> Checking<'a> {
    /// Checks signatures by `key`. What can't be proven without its content is proven with the file that is
    /// named, below `beside`, or with one of `contents`.
    #[must_use]
    pub const fn new(
        session: &'a Session,
        key: KeyId,
        beside: PathBuf,
        contents: Contents,
        progress: &'a dyn Progress,
    ) -> Self {
        Self { session, key, beside, contents, progress }
    }

    /// What a content lacks; none if it has a signature that is handed out.
    ///
    /// # Errors
    /// When the cache can't be read, nobody has the key's certificate, or a person asks to stop.
    pub fn check(&mut self, line: &ManifestLine) -> Result<Option<Lacking>, Error> {
        let content = Content { label: line.label(), ..Content::from_digest(line.digest) };
        let found = match self.find(&content) {
            Err(Error::Unproven { pair, reason }) => match self.content(line)? {
                Some(whole) => self.find(&whole),
                None => Err(Error::Unproven { pair, reason }),
            },
            found => found,
        };
        let (lack, reason) = match found {
            Ok(true) => return Ok(None),
            Ok(false) => (Lack::Missing, None),
            Err(Error::Unproven { reason, .. }) => (Lack::Unproven, Some(reason)),
            Err(Error::UnknownSigner { reason, .. } | Error::Unsupported { reason, .. }) => {
                (Lack::Unverifiable, Some(reason))
            }
            Err(
                Error::Compromised { remark: reason, .. } | Error::NotValidWhenMade { remark: reason, .. },
            ) => (Lack::Refused, Some(reason)),
            Err(Error::Quarantined { reason, .. }) => (Lack::Quarantined, Some(reason)),
            Err(Error::Bad { reason, .. }) => (Lack::Bad, Some(reason)),
            Err(error) => return Err(error),
        };
        let pair = Pair { content: line.digest, key: self.key };
        Ok(Some(Lacking { pair, label: content.label, lack, reason }))
    }

    fn find(&self, content: &Content) -> Result<bool, Error> {
        if self.progress.cancelled() {
            return Err(Error::Interrupted);
        }
        find(self.session, &self.key, content, false, self.progress).map(|answer| answer.is_some())
    }

    /// The content that a line names, if it is at hand.
    fn content(&mut self, line: &ManifestLine) -> Result<Option<Content>, Error> {
        let named = line.name.as_deref().map(|name| self.beside.join(OsStr::from_bytes(name)));
        if let Some(path) = named.filter(|path| path.is_file()) {
            match hash_one(self.session, &path, self.progress) {
                Ok(content) if content.digest == line.digest => return Ok(Some(content)),
                Err(Error::Interrupted) => return Err(Error::Interrupted),
                // Another content, or one that can't be read, proves nothing.
                Ok(_) | Err(_) => {}
            }
        }
        self.contents.find(self.session, &line.digest, None, self.progress)
    }
}
