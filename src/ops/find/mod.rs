mod elsewhere;
mod served;

use jiff::Timestamp;

use super::content::Content;
use super::prove::{Outcome, prove};
use super::upstream::Keep;
use super::{Error, Notice, Progress, Session, certificates};
use crate::cache::ledger::Served;
use crate::cache::{self, Cache};
use crate::model::{Entry, KeyId, NewEntry, Origin, Pair, Untrusted, Verdict};
use crate::openpgp::{DetachedSignature, Proven};

pub(super) use served::remember;

/// The one signature of a pair, proven.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// The pair.
    pub pair: Pair,
    /// The binary packet in canonical form.
    pub signature: Vec<u8>,
    /// When the signature says that it was made.
    pub signed: Timestamp,
    /// `Good`, or what deserves a look.
    pub verdict: Verdict,
    /// Whether it was made just now.
    pub new: bool,
}

impl Answer {
    /// The signature in ASCII armor.
    ///
    /// # Errors
    /// Never for a proven signature; the library's interface allows for it.
    pub fn armored(&self) -> Result<String, Error> {
        Ok(DetachedSignature::from_bytes(&self.signature)?.to_armor()?)
    }

    /// The bytes of a file with the signature, as ASCII armor or as the binary packet.
    ///
    /// # Errors
    /// As [`Answer::armored`].
    pub fn rendered(&self, armor: bool) -> Result<Vec<u8>, Error> {
        if armor { Ok(self.armored()?.into_bytes()) } else { Ok(self.signature.clone()) }
    }
}

/// Looks the signature of a content up, and proves it. None where there is none.
///
/// Bytes that this user was served before, under the same certificate, are not
/// proven again. If the cache has other bytes than were served before, that is
/// said, and those from before are served. If it lost them, they are put back.
/// What the cache lacks, or has in quarantine, is looked for in the upstreams.
/// What somebody deleted is not served from the ledger as long as it is in the trash.
///
/// # Errors
/// When the signature does not verify (it is put into quarantine), can't be
/// proven, or must not be used; and when one of the pair is in quarantine or in the trash.
pub fn find(
    session: &Session,
    key: &KeyId,
    content: &Content,
    allow_compromised: bool,
    progress: &dyn Progress,
) -> Result<Option<Answer>, Error> {
    find_and(Depth { keep: Keep::Now, makes: false }, session, key, content, allow_compromised, progress)
}

/// What a look-up may store.
#[derive(Clone, Copy)]
pub(super) struct Depth<'a> {
    /// What becomes of what upstreams have.
    pub(super) keep: Keep<'a>,
    /// Whether a cache is made where there is none and none is expected.
    pub(super) makes: bool,
}

/// As [`find`], and says what becomes of what upstreams have. What is kept later is not served yet.
pub(super) fn find_and(
    Depth { keep, makes }: Depth<'_>,
    session: &Session,
    key: &KeyId,
    content: &Content,
    allow_compromised: bool,
    progress: &dyn Progress,
) -> Result<Option<Answer>, Error> {
    let pair = Pair { content: content.digest, key: *key };
    let search = Search { session, pair, content, allow_compromised, keep, makes, progress };
    // In this order: an entry is stored before it is remembered, so what is remembered now is in the
    // cache by now. The other way round, a process that signs meanwhile would look like a loss.
    let remembered = session.remembered(progress, |ledger| ledger.served(&pair));
    if let Some((served, Some(snapshot))) = &remembered
        && search.confirmed_at_a_glance(served, snapshot)?
    {
        return Ok(Some(search.as_before(served.clone())));
    }
    let served = remembered.map(|(served, _)| served);
    // What was served before is confirmed by the ledger, in whatever cache it is.
    let cache = if served.is_some() { session.cache_as_it_is() } else { session.cache() };
    let entry = cache.and_then(|cache| Ok(cache.map(|cache| cache.get(&pair)).transpose()?.flatten()));
    let used = entry.as_ref().ok().and_then(Option::as_ref).map(|entry| entry.used);
    let answer = match (entry, served) {
        (Ok(Some(entry)), Some(served)) if entry.signature == served.signature => {
            search.hit(&entry, Some(served)).map(Some)
        }
        (Ok(Some(entry)), Some(served)) => search.contradiction(&entry, served).map(Some),
        (Ok(Some(entry)), None) => search.hit(&entry, None).map(Some),
        (Ok(None), Some(served)) => search.lost(served).map(Some),
        (Ok(None), None) => search.absent(),
        // A cache that can't be read is not an empty one: others may answer, and nothing is signed.
        (Err(error), Some(served)) => search.without_the_cache(&error, served).map(Some),
        (Err(error), None) => match search.ask_upstreams()? {
            Some(answer) => {
                progress.notice(Notice::CacheUnreadable(Untrusted::new(error.to_string())));
                Ok(Some(answer))
            }
            None => Err(error),
        },
    };
    let answer = match answer {
        Err(bad @ Error::Bad { .. }) => search.ask_upstreams()?.map_or(Err(bad), |answer| Ok(Some(answer))),
        answer => answer,
    };
    if let (Ok(Some(_)), Some(used), Some(cache)) = (&answer, used, session.readable_cache()) {
        cache.stamp(&pair, used, session.settings().now);
    }
    answer
}

struct Search<'a> {
    session: &'a Session,
    pair: Pair,
    content: &'a Content,
    allow_compromised: bool,
    keep: Keep<'a>,
    /// Whether a cache is made where there is none and none is expected.
    makes: bool,
    progress: &'a dyn Progress,
}

impl Search<'_> {
    /// The cache has an entry, and nothing else is remembered.
    fn hit(&self, entry: &Entry, served: Option<Served>) -> Result<Answer, Error> {
        if let Some(served) = served
            && let Some(answer) = self.unless_changed(served)?
        {
            return Ok(answer);
        }
        let stored = entry.proof.as_deref().map(|proof| (proof, entry.size));
        let proven = match self.prove(&entry.signature, stored)? {
            Outcome::Bad(reason) => {
                self.quarantine(entry, &reason);
                return Err(Error::Bad { pair: self.pair, reason });
            }
            outcome => outcome.into_result(self.pair, self.allow_compromised)?,
        };
        let canonical = proven.signature.to_bytes();
        if canonical != entry.signature {
            self.progress.notice(Notice::FormRestored(self.pair));
            self.write(|cache| cache.restore_form(&self.pair, &entry.signature, &canonical));
        }
        if entry.verdict == Some(Verdict::Unproven) {
            self.note_proven(&proven);
        }
        self.serve(&proven)
    }

    /// Nobody here knows a signature. If no upstream does, that is fine, unless one is in quarantine.
    fn absent(&self) -> Result<Option<Answer>, Error> {
        if let Some(answer) = self.ask_upstreams()? {
            return Ok(Some(answer));
        }
        let quarantined =
            self.session.cache()?.map(|cache| cache.quarantined(&self.pair)).transpose()?.flatten();
        match quarantined {
            Some(found) => Err(Error::Quarantined { pair: self.pair, reason: found.reason, at: found.at }),
            None => match self.trashed(|_| true)? {
                Some(trashed) => Err(Error::Trashed(Box::new(trashed))),
                None => self.session.require_ledger(&self.pair).map(|()| None),
            },
        }
    }

    fn serve(&self, proven: &Proven) -> Result<Answer, Error> {
        if let Some(remark) = &proven.remark {
            self.remark(proven.verdict, remark);
        }
        remember(self.session, self.pair, proven, self.progress)?;
        Ok(answer(self.pair, proven, false))
    }

    fn remark(&self, verdict: Verdict, remark: &Untrusted) {
        self.progress.notice(Notice::Remarkable { pair: self.pair, verdict, remark: remark.clone() });
    }

    fn prove(&self, signature: &[u8], stored: Option<(&[u8], u64)>) -> Result<Outcome, Error> {
        let certificate = certificates::certificate(self.session, &self.pair.key, self.progress)?;
        let certificate = certificates::required(self.session, &self.pair.key, certificate)?;
        let now = self.session.settings().now;
        prove(&certificate, &self.pair, signature, self.content, stored, now, self.progress)
    }

    fn quarantine(&self, entry: &Entry, reason: &Untrusted) {
        self.progress.notice(Notice::Quarantined { pair: self.pair, reason: reason.clone() });
        let now = self.session.settings().now;
        self.write(|cache| cache.quarantine(&self.pair, &entry.signature, reason, now));
    }

    /// From now on the entry is one that may have been handed out, which an import leaves where it is.
    fn note_proven(&self, proven: &Proven) {
        let signature = &proven.signature;
        let Some(entry) = self.entry(signature.to_bytes(), signature.created(), proven.verdict) else {
            return;
        };
        let now = self.session.settings().now;
        self.write(|cache| cache.improve(&[entry], now).map(drop));
    }

    /// What the cache is to know of a signature, if the content is at hand.
    fn entry(&self, signature: Vec<u8>, signed: Timestamp, verdict: Verdict) -> Option<NewEntry> {
        let proof = self.content.proof.clone()?;
        let read = DetachedSignature::from_bytes(&signature).ok()?;
        Some(NewEntry {
            pair: self.pair,
            signature,
            size: proof.length(),
            proof: read.provable_from(Some(proof)),
            signed,
            facts: read.facts(),
            origin: Origin::Recovered,
            label: self.content.label.clone(),
            verdict,
        })
    }

    /// Writes what would be good to have in the cache; says whether it did. That it can't stops no hit.
    fn write(&self, write: impl FnOnce(&Cache) -> Result<(), cache::Error>) -> bool {
        self.session.write(self.progress, write)
    }
}

/// The answer that a proven signature is.
pub(super) fn answer(pair: Pair, proven: &Proven, new: bool) -> Answer {
    Answer {
        pair,
        signature: proven.signature.to_bytes(),
        signed: proven.signature.created(),
        verdict: proven.verdict,
        new,
    }
}
