//! What the ledger's memory of a pair means: what was served before wins.

use super::{Answer, Search};
use crate::cache::ledger::{CertificateSnapshot, Served};
use crate::model::{Entry, Pair, Untrusted, Verdict};
use crate::openpgp::{DetachedSignature, Proven};
use crate::ops::prove::Outcome;
use crate::ops::{Error, Notice, Progress, Session, certificates, upstream};

impl Search<'_> {
    /// Whether the cache's file as it lies has just what was served before, under the certificate of now.
    ///
    /// A look without locks may see anything; it is the ledger's word that is served, and whatever
    /// differs from it, or is due for a stamp, is looked up properly.
    pub(super) fn confirmed_at_a_glance(
        &self,
        served: &Served,
        snapshot: &CertificateSnapshot,
    ) -> Result<bool, Error> {
        let Some(cache) = self.session.glance() else { return Ok(false) };
        let Some(glimpse) = cache.entry(&self.pair) else { return Ok(false) };
        Ok(glimpse.signature == served.signature
            && served.until.is_some_and(|until| self.session.settings().now < until)
            && snapshot.state == served.state
            && !cache.wants_stamp(glimpse.used, self.session.settings().now)
            && certificates::unchanged(self.session, &self.pair.key, snapshot, glimpse.certificate_state)?)
    }

    /// The cache has other bytes than were served before: those from before win.
    pub(super) fn contradiction(&self, entry: &Entry, served: Served) -> Result<Answer, Error> {
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
    pub(super) fn lost(&self, served: Served) -> Result<Answer, Error> {
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
    pub(super) fn without_the_cache(&self, error: &Error, served: Served) -> Result<Answer, Error> {
        self.progress.notice(Notice::CacheUnreadable(Untrusted::new(error.to_string())));
        self.serve_again(served)
    }

    /// What was served before, under the same certificate: it needs no proof, and where time has passed over
    /// something, another verdict. None under another certificate.
    pub(super) fn unless_changed(&self, served: Served) -> Result<Option<Answer>, Error> {
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
        let Some(proven) = certificate.and_then(|certificate| certificate.judge_again(&signature, now))
        else {
            return Ok(None);
        };
        let outcome = Outcome::of(Box::new(proven));
        self.serve(&outcome.into_result(self.pair, self.allow_compromised)?).map(Some)
    }

    pub(super) fn serve_again(&self, served: Served) -> Result<Answer, Error> {
        if let Some(answer) = self.unless_changed(served.clone())? {
            return Ok(answer);
        }
        let outcome = self.prove(&served.signature, None)?;
        self.serve(&outcome.into_result(self.pair, self.allow_compromised)?)
    }

    pub(super) fn as_before(&self, served: Served) -> Answer {
        if let (Verdict::Weak, Some(remark)) = (served.verdict, &served.remark) {
            self.remark(served.verdict, remark);
        }
        let Served { signature, signed, verdict, .. } = served;
        Answer { pair: self.pair, signature, signed, verdict, new: false }
    }

    /// Gives the cache back what it gave this user before, whatever others put there since and deleted.
    pub(super) fn put_back(&self, served: &Served) {
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
    pub(super) fn remember_where(&self, served: Served) {
        let cache = self.session.readable_cache().and_then(|cache| cache.id().ok()).flatten();
        self.session.remember_served(self.pair, Served { cache, ..served }, self.progress);
    }
}

/// Remembers what is served, so that it need not be proven again. Not what was only served on demand.
pub(in crate::ops) fn remember(
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
            cache: session.readable_cache().and_then(|cache| cache.id().ok()).flatten(),
        };
        session.remember_served(pair, served, progress);
    }
    Ok(())
}
