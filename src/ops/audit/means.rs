use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::judging::{Case, Decided};
use crate::cache::Page;
use crate::model::{ContentDigest, Entry, KeyId};
use crate::openpgp::Certificate;
use crate::ops::content::{Content, hash_one};
use crate::ops::contents::Contents;
use crate::ops::{Error, Progress, Session, certificates};
use crate::threads;

/// How many contents are read before it is noted what they prove: each may be large.
const CONTENTS: usize = 64;

/// What entries are judged with: certificates, contents where they still are, and what the user was given.
pub(super) struct Means<'a> {
    session: &'a Session,
    contents: &'a mut Contents,
    progress: &'a dyn Progress,
    certificates: BTreeMap<KeyId, Option<Arc<Certificate>>>,
    /// Whether the user was ever given anything, which those who only look after a cache were not.
    served: bool,
    passed_over: u64,
}

impl<'a> Means<'a> {
    pub(super) fn new(session: &'a Session, contents: &'a mut Contents, progress: &'a dyn Progress) -> Self {
        let served = session.remembered(progress, |ledger| ledger.has_served()) == Some(true);
        Self { session, contents, progress, certificates: BTreeMap::new(), served, passed_over: 0 }
    }

    /// The entries of a page, each with the certificate of its key.
    ///
    /// What was judged lately is passed over, unless it is another signature than the user was given: who
    /// exchanged that could write the verdict, too.
    pub(super) fn cases(&mut self, page: Page) -> Result<Vec<Case>, Error> {
        let mut cases: Vec<Case> =
            page.entries.into_iter().map(|(row, entry)| self.case(row, entry)).collect::<Result<_, _>>()?;
        for (row, entry) in page.judged {
            if self.given(&entry)?.is_some() {
                cases.push(self.case(row, entry)?);
            } else {
                self.passed_over += 1;
            }
        }
        Ok(cases)
    }

    /// How many entries were passed over until now.
    pub(super) const fn passed_over(&self) -> u64 {
        self.passed_over
    }

    /// What the user was given for the pair of an entry, if those are other bytes.
    fn given(&self, entry: &Entry) -> Result<Option<Vec<u8>>, Error> {
        let look = || self.session.remembered(self.progress, |ledger| ledger.served(&entry.pair));
        let given = self.served.then(look).flatten().map(|(served, _)| served.signature);
        let Some(given) = given.filter(|given| *given != entry.signature) else { return Ok(None) };
        // The user may have gone on with another one since the entry was read.
        let again = self.session.cache()?.map(|cache| cache.get(&entry.pair)).transpose()?.flatten();
        Ok(again.is_none_or(|again| again.signature != given).then_some(given))
    }

    /// An entry, with the certificate of its key.
    pub(super) fn case(&mut self, row: i64, entry: Entry) -> Result<Case, Error> {
        let key = entry.pair.key;
        let certificate = match self.certificates.get(&key) {
            Some(known) => known.clone(),
            None => {
                let found = certificates::certificate(self.session, &key, self.progress)?.map(Arc::new);
                self.certificates.insert(key, found.clone());
                found
            }
        };
        let content = Content::from_digest(entry.pair.content);
        let given = self.given(&entry)?;
        Ok(Case { row, entry, certificate, content, given })
    }

    /// Gives what is decided, some at a time, after another try with the contents of what could not be proven.
    pub(super) fn try_contents(
        &mut self,
        page: Vec<Decided>,
        give: &mut dyn FnMut(Vec<Decided>),
    ) -> Result<(), Error> {
        let (open, decided): (Vec<_>, Vec<_>) = page.into_iter().partition(Decided::wants_content);
        give(decided);
        if open.is_empty() {
            return Ok(());
        }
        let wanted: BTreeSet<ContentDigest> = open.iter().map(|open| open.case.entry.pair.content).collect();
        let remembered = self.remembered(&wanted);
        if self.contents.is_empty() && remembered.is_empty() {
            give(open);
            return Ok(());
        }
        let mut open = open.into_iter().peekable();
        while open.peek().is_some() {
            let some: Vec<Decided> = open.by_ref().take(CONTENTS).collect();
            let some = some.into_iter().map(|decided| self.with_content(decided, &remembered));
            let some: Vec<Decided> = some.collect::<Result<_, _>>()?;
            let now = self.session.settings().now;
            let again = |decided: Decided| match &decided.case.content.path {
                Some(_) => decided.case.decide(now, self.progress),
                None => decided,
            };
            give(threads::map(some, 1, again));
        }
        Ok(())
    }

    /// Where some contents were when they were hashed in the Nix store. One look through all of it for many.
    fn remembered(&self, wanted: &BTreeSet<ContentDigest>) -> BTreeMap<ContentDigest, PathBuf> {
        let files = self.session.remembered(self.progress, |ledger| {
            let mut files = BTreeMap::new();
            ledger.each_file(&mut |digest, path| {
                if wanted.contains(&digest) {
                    files.insert(digest, path.to_owned());
                }
            })?;
            Ok(Some(files))
        });
        files.unwrap_or_default()
    }

    /// The same with the content, if a file has it.
    fn with_content(
        &mut self,
        mut decided: Decided,
        remembered: &BTreeMap<ContentDigest, PathBuf>,
    ) -> Result<Decided, Error> {
        let entry = &decided.case.entry;
        let digest = entry.pair.content;
        let found = self.contents.find(self.session, &digest, Some(entry.size), self.progress)?;
        let found = match (found, remembered.get(&digest)) {
            (None, Some(path)) => match hash_one(self.session, path, self.progress) {
                Err(Error::Interrupted) => return Err(Error::Interrupted),
                hashed => hashed.ok().filter(|content| content.digest == digest),
            },
            (found, _) => found,
        };
        decided.case.content = found.unwrap_or(decided.case.content);
        Ok(decided)
    }
}
