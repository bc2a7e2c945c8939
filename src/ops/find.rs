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
    find_and(Keep::Now, session, key, content, allow_compromised, progress)
}

/// As [`find`], and says what becomes of what upstreams have. What is kept later is not served yet.
pub(super) fn find_and(
    keep: Keep<'_>,
    session: &Session,
    key: &KeyId,
    content: &Content,
    allow_compromised: bool,
    progress: &dyn Progress,
) -> Result<Option<Answer>, Error> {
    let pair = Pair { content: content.digest, key: *key };
    let search = Search { session, pair, content, allow_compromised, keep, progress };
    // In this order: an entry is stored before it is remembered, so what is remembered now is in the
    // cache by now. The other way round, a process that signs meanwhile would look like a loss.
    let remembered = session.remembered(progress, |ledger| ledger.served(&pair));
    if let Some((served, Some(snapshot))) = &remembered
        && search.confirmed_at_a_glance(served, snapshot)?
    {
        return Ok(Some(search.as_before(served.clone())));
    }
    let served = remembered.map(|(served, _)| served);
    let entry = session.cache()?.map(|cache| cache.get(&pair)).transpose()?.flatten();
    let used = entry.as_ref().map(|entry| entry.used);
    let answer = match (entry, served) {
        (Some(entry), Some(served)) if entry.signature == served.signature => {
            search.hit(&entry, Some(served)).map(Some)
        }
        (Some(entry), Some(served)) => search.contradiction(&entry, served).map(Some),
        (Some(entry), None) => search.hit(&entry, None).map(Some),
        (None, Some(served)) => search.lost(served).map(Some),
        (None, None) => search.absent(),
    };
    let answer = match answer {
        Err(bad @ Error::Bad { .. }) => search.ask_upstreams()?.map_or(Err(bad), |answer| Ok(Some(answer))),
        answer => answer,
    };
    if let (Ok(Some(_)), Some(used), Some(cache)) = (&answer, used, session.cache()?) {
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
            && snapshot.state == served.state
            && !cache.wants_stamp(glimpse.used, self.session.settings().now)
            && certificates::unchanged(self.session, &self.pair.key, snapshot, glimpse.certificate_state)?)
    }

    /// The cache has an entry, and nothing else is remembered.
    fn hit(&self, entry: &Entry, served: Option<Served>) -> Result<Answer, Error> {
        if let Some(served) = served
            && self.still_proven(&served)?
        {
            return Ok(self.as_before(served));
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
        // Where there is no cache, nothing was lost from it.
        if !elsewhere && self.session.cache()?.is_some() {
            self.put_back(&served);
        }
        Ok(answer)
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
                None => Ok(None),
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
        self.yield_to_trash(&entry.signature)?;
        let keeps = self.session.settings().keep_upstream_copies;
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

    fn still_proven(&self, served: &Served) -> Result<bool, Error> {
        let state = certificates::state(self.session, &self.pair.key, self.progress)?;
        Ok(state == Some(served.state))
    }

    fn serve_again(&self, served: Served) -> Result<Answer, Error> {
        if self.still_proven(&served)? {
            return Ok(self.as_before(served));
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
        if self.write(|cache| cache.insert(&[entry], now).map(drop)) {
            self.progress.notice(Notice::Recovered(self.pair));
        }
    }

    /// What the cache is to know of a signature, if the content is at hand.
    fn entry(&self, signature: Vec<u8>, signed: Timestamp, verdict: Verdict) -> Option<NewEntry> {
        let proof = self.content.proof.clone()?;
        Some(NewEntry {
            pair: self.pair,
            signature,
            size: proof.length(),
            proof: Some(proof),
            signed,
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
    if let (Some(ledger), Some(state), None) = (session.ledger(progress), state, &proven.refusal) {
        let served = Served {
            signature: proven.signature.to_bytes(),
            signed: proven.signature.created(),
            state,
            verdict: proven.verdict,
            remark: proven.remark.clone(),
        };
        // A ledger that can't be written costs another proof next time, and nothing else.
        let _ = ledger.remember_served(&pair, &served);
    }
    Ok(())
}
