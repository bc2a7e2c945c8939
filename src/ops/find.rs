use jiff::Timestamp;

use super::content::Content;
use super::prove::{Outcome, prove};
use super::upstream::{self, Keep, Taken};
use super::{Error, Notice, Progress, Session, certificates};
use crate::cache::ledger::{CertificateSnapshot, Served};
use crate::cache::{self, Cache, Trashed};
use crate::model::{Entry, KeyId, NewEntry, Origin, Pair, Untrusted, Verdict};
use crate::openpgp::{DetachedSignature, Proven};

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
    /// Whether the cache's file as it lies has just what was served before, under the certificate of now.
    ///
    /// A look without locks may see anything; it is the ledger's word that is served, and whatever
    /// differs from it, or is due for a stamp, is looked up properly.
    fn confirmed_at_a_glance(&self, served: &Served, snapshot: &CertificateSnapshot) -> Result<bool, Error> {
        let Some(cache) = self.session.glance() else { return Ok(false) };
        let Some(glimpse) = cache.entry(&self.pair) else { return Ok(false) };
        Ok(glimpse.signature == served.signature
            && served.until.is_some_and(|until| self.session.settings().now < until)
            && snapshot.state == served.state
            && !cache.wants_stamp(glimpse.used, self.session.settings().now)
            && certificates::unchanged(self.session, &self.pair.key, snapshot, glimpse.certificate_state)?)
    }

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

    /// The cache has other bytes than were served before: those from before win.
    fn contradiction(&self, entry: &Entry, served: Served) -> Result<Answer, Error> {
        let stored = entry.proof.as_deref().map(|proof| (proof, entry.size));
        match self.prove(&entry.signature, stored)? {
            Outcome::Proven(proven) | Outcome::Refused(proven, _)
                if proven.signature.to_bytes() == served.signature =>
            {
                self.progress.notice(Notice::FormRestored(self.pair));
                self.write(|cache| cache.restore_form(&self.pair, &entry.signature, &served.signature));
            }
            Outcome::Bad(reason) => {
                self.quarantine(entry, &reason);
                self.put_back(&served);
            }
            Outcome::Proven(_) | Outcome::Refused(..) => {
                self.progress.notice(Notice::FirstWinsViolated(self.pair));
            }
            Outcome::Unproven(reason) | Outcome::UnknownSigner(reason) | Outcome::Unsupported(reason) => {
                self.progress.notice(Notice::Doubtful { pair: self.pair, reason });
            }
        }
        self.serve_again(served)
    }

    /// The cache has nothing, but this user was served before.
    fn lost(&self, served: Served) -> Result<Answer, Error> {
        if let Err(error) = self.session.cache() {
            return self.without_the_cache(&error, served);
        }
        if let Some(trashed) = self.trashed(|trashed| trashed.entry.signature == served.signature)? {
            // It was not lost, it was deleted: it comes from elsewhere, or not at all.
            if upstream::has(self.session, &self.pair, &served.signature, self.progress) {
                return self.serve_again(served);
            }
            return Err(Error::Trashed(Box::new(trashed)));
        }
        let answer = self.serve_again(served.clone())?;
        let keeps = self.session.settings().keep_upstream_copies;
        let elsewhere = !keeps && upstream::has(self.session, &self.pair, &served.signature, self.progress);
        // A look-up makes no cache. What gets signatures does, and this is one of them.
        if !elsewhere && (self.makes || self.session.cache()?.is_some()) {
            self.put_back(&served);
        }
        Ok(answer)
    }

    /// The cache can't be read, or is not the one that was used: the ledger's word does without it.
    fn without_the_cache(&self, error: &Error, served: Served) -> Result<Answer, Error> {
        self.progress.notice(Notice::CacheUnreadable(Untrusted::new(error.to_string())));
        self.serve_again(served)
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
                None => self.session.require_ledger().map(|()| None),
            },
        }
    }

    /// The latest that the trash has for the pair and that is `wanted`.
    fn trashed(&self, wanted: impl Fn(&Trashed) -> bool) -> Result<Option<Trashed>, Error> {
        let trashed = self.session.cache()?.map(|cache| cache.trashed(&self.pair)).transpose()?;
        Ok(trashed.into_iter().flatten().find(wanted))
    }

    /// Fails where the trash has another signature for the pair that may verify.
    fn yield_to_trash(&self, signature: &[u8]) -> Result<(), Error> {
        let Some(cache) = self.session.cache()? else { return Ok(()) };
        let trashed = cache.trashed(&self.pair)?;
        if trashed.iter().any(|trashed| trashed.entry.signature == signature) {
            return Ok(());
        }
        for trashed in trashed {
            let entry = &trashed.entry;
            let stored = entry.proof.as_deref().map(|proof| (proof, entry.size));
            if !matches!(self.prove(&entry.signature, stored)?, Outcome::Bad(_)) {
                return Err(Error::Trashed(Box::new(trashed)));
            }
        }
        Ok(())
    }

    /// What an upstream has, of which the cache keeps a copy. If it has another one by then, that is the first
    /// one; and so is what the trash has, even if it was never served to this user.
    fn ask_upstreams(&self) -> Result<Option<Answer>, Error> {
        let taken =
            upstream::take(self.session, &self.pair, self.content, self.allow_compromised, self.progress)?;
        let Some(Taken { proven, entry }) = taken else { return Ok(None) };
        // Where the cache can't be read, nothing is kept in it, and what others have is returned all the same.
        let readable = self.session.cache().is_ok();
        if readable {
            self.yield_to_trash(&entry.signature)?;
        }
        let keeps = readable && self.session.settings().keep_upstream_copies;
        match self.keep {
            Keep::Later(copies) if keeps => {
                copies.borrow_mut().push(entry);
                return Ok(Some(answer(self.pair, &proven, false)));
            }
            Keep::Now if keeps => {
                let signature = entry.signature.clone();
                if upstream::keep(self.session, &self.pair.key, &[entry], self.progress)?
                    && let Some(cache) = self.session.cache()?
                {
                    match cache.get(&self.pair)? {
                        Some(first) if first.signature != signature => {
                            return self.hit(&first, None).map(Some);
                        }
                        Some(_) => {}
                        // Another one came and was deleted meanwhile.
                        None => self.yield_to_trash(&signature)?,
                    }
                }
            }
            _ => {}
        }
        self.serve(&proven).map(Some)
    }

    /// What was served before, under the same certificate: it needs no proof, and where time has passed over
    /// something, another verdict. None under another certificate.
    fn unless_changed(&self, served: Served) -> Result<Option<Answer>, Error> {
        let state = certificates::state(self.session, &self.pair.key, self.progress)?;
        if state != Some(served.state) {
            return Ok(None);
        }
        let now = self.session.settings().now;
        if served.until.is_some_and(|until| now < until) {
            return Ok(Some(self.as_before(served)));
        }
        let certificate = certificates::certificate(self.session, &self.pair.key, self.progress)?;
        let signature = DetachedSignature::from_bytes(&served.signature)?;
        let Some(proven) = certificate.and_then(|certificate| certificate.judge_again(&signature, now)) else {
            return Ok(None);
        };
        let outcome = Outcome::of(Box::new(proven));
        self.serve(&outcome.into_result(self.pair, self.allow_compromised)?).map(Some)
    }

    fn serve_again(&self, served: Served) -> Result<Answer, Error> {
        if let Some(answer) = self.unless_changed(served.clone())? {
            return Ok(answer);
        }
        let outcome = self.prove(&served.signature, None)?;
        self.serve(&outcome.into_result(self.pair, self.allow_compromised)?)
    }

    fn as_before(&self, served: Served) -> Answer {
        if let (Verdict::Weak, Some(remark)) = (served.verdict, &served.remark) {
            self.remark(served.verdict, remark);
        }
        let Served { signature, signed, verdict, .. } = served;
        Answer { pair: self.pair, signature, signed, verdict, new: false }
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

    /// Gives the cache back what it gave this user before, whatever others put there since and deleted.
    fn put_back(&self, served: &Served) {
        let entry = self.entry(served.signature.clone(), served.signed, served.verdict);
        let (Some(entry), now) = (entry, self.session.settings().now) else { return };
        let mut had = false;
        let stored = self.write(|cache| {
            had = served.cache.is_some() && cache.id()? == served.cache;
            cache.insert(&[entry], now).map(drop)
        });
        // One that was made since, or never had it, has lost nothing.
        if stored && had {
            self.progress.notice(Notice::Recovered(self.pair));
        }
        if stored && !had && served.cache.is_some() {
            self.remember_where(served.clone());
        }
    }

    /// Remembers that the cache has it now.
    fn remember_where(&self, served: Served) {
        let cache = self.session.readable_cache().and_then(|cache| cache.id().ok()).flatten();
        self.session.remember_served(self.pair, Served { cache, ..served }, self.progress);
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

/// Remembers what is served, so that it need not be proven again. Not what was only served on demand.
pub(super) fn remember(
    session: &Session,
    pair: Pair,
    proven: &Proven,
    progress: &dyn Progress,
) -> Result<(), Error> {
    let state = certificates::state(session, &pair.key, progress)?;
    if let (Some(_), Some(state), None) = (session.ledger(progress), state, &proven.refusal) {
        let now = session.settings().now;
        let certificate = certificates::certificate(session, &pair.key, progress)?;
        let served = Served {
            signature: proven.signature.to_bytes(),
            signed: proven.signature.created(),
            state,
            verdict: proven.verdict,
            remark: proven.remark.clone(),
            until: certificate.map(|certificate| certificate.holds_until(&proven.signature, now)),
            cache: session.readable_cache().map(Cache::id).transpose()?.flatten(),
        };
        session.remember_served(pair, served, progress);
    }
    Ok(())
}
