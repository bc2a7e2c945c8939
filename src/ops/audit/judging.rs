use std::sync::Arc;

use jiff::Timestamp;

use super::finding::{Judged, Standing};
use crate::cache::Found;
use crate::model::{Entry, Untrusted, Verdict};
use crate::openpgp::{Certificate, Proven, Refusal};
use crate::ops::content::Content;
use crate::ops::prove::{Outcome, prove};
use crate::ops::{Error, Progress};

/// An entry, and what there is to verify it with.
pub(super) struct Case {
    /// The number of its row.
    pub(super) row: i64,
    pub(super) entry: Entry,
    /// The certificate of its key, if anybody has it.
    pub(super) certificate: Option<Arc<Certificate>>,
    /// Its content, as far as that is at hand.
    pub(super) content: Content,
    /// The signature that the user was given before, where its bytes are others.
    pub(super) given: Option<Vec<u8>>,
}

/// A case, and what is known of it now; none when it was not looked at, for somebody wants to stop.
pub(super) struct Decided {
    pub(super) case: Case,
    pub(super) ruling: Option<Ruling>,
}

/// What is known of an entry, and why.
pub(super) struct Ruling {
    pub(super) standing: Standing,
    refusal: Option<Refusal>,
    changed: bool,
    reason: Option<Untrusted>,
}

impl Case {
    /// Verifies it with what is at hand.
    pub(super) fn decide(self, now: Timestamp, progress: &dyn Progress) -> Decided {
        let ruling = if progress.cancelled() { None } else { self.ruling(now, progress) };
        Decided { case: self, ruling }
    }

    fn ruling(&self, now: Timestamp, progress: &dyn Progress) -> Option<Ruling> {
        let Some(certificate) = &self.certificate else {
            return Some(self.open(Verdict::UnknownKey, "there is no certificate of its key"));
        };
        let (pair, signature) = (&self.entry.pair, &self.entry.signature);
        let stored = self.entry.proof.as_deref().map(|proof| (proof, self.entry.size));
        match prove(certificate, pair, signature, &self.content, stored, now, progress) {
            Ok(outcome) => Some(Ruling { changed: self.is_changed(&outcome), ..outcome.into() }),
            Err(Error::Interrupted) => None,
            // The file is not what it was; then it is as if there were none.
            Err(error) => Some(self.open(Verdict::Unproven, &error.to_string())),
        }
    }

    fn open(&self, verdict: Verdict, reason: &str) -> Ruling {
        let reason = Some(Untrusted::new(reason));
        Ruling { standing: Standing::Verdict(verdict), refusal: None, changed: self.given.is_some(), reason }
    }

    /// Whether it is another signature than the user was given; not only another form of the same one, or a bad one.
    fn is_changed(&self, outcome: &Outcome) -> bool {
        let Some(given) = &self.given else { return false };
        match outcome {
            Outcome::Proven(proven) | Outcome::Refused(proven, _) => proven.signature.to_bytes() != *given,
            Outcome::Bad(_) => false,
            Outcome::Unproven(_) | Outcome::UnknownSigner(_) | Outcome::Unsupported(_) => true,
        }
    }
}

impl Decided {
    /// Whether its content might tell more.
    pub(super) fn wants_content(&self) -> bool {
        let unproven = Standing::Verdict(Verdict::Unproven);
        self.ruling.as_ref().is_some_and(|ruling| ruling.standing == unproven)
    }

    /// What is to be told and noted of it.
    pub(super) fn into_finding(self) -> Option<(Judged, Found)> {
        let Ruling { standing, refusal, changed, reason } = self.ruling?;
        let Case { row, entry, .. } = self.case;
        let judged = Judged { pair: entry.pair, label: entry.label, standing, refusal, changed, reason };
        Some((judged, Found { row, signature: entry.signature, verdict: standing.verdict() }))
    }
}

/// What an outcome means for an entry, and why.
pub(in crate::ops) fn standing_of(outcome: Outcome) -> (Standing, Option<Untrusted>) {
    let ruling = Ruling::from(outcome);
    (ruling.standing, ruling.reason)
}

impl From<Outcome> for Ruling {
    fn from(outcome: Outcome) -> Self {
        let proven = |proven: Proven| Self {
            standing: Standing::Verdict(proven.verdict),
            refusal: proven.refusal,
            changed: false,
            reason: proven.remark,
        };
        let unproven =
            |standing, reason| Self { standing, refusal: None, changed: false, reason: Some(reason) };
        match outcome {
            Outcome::Proven(found) | Outcome::Refused(found, _) => proven(*found),
            Outcome::Bad(reason) => unproven(Standing::Verdict(Verdict::Bad), reason),
            Outcome::Unproven(reason) => unproven(Standing::Verdict(Verdict::Unproven), reason),
            Outcome::UnknownSigner(reason) => unproven(Standing::Verdict(Verdict::UnknownKey), reason),
            Outcome::Unsupported(reason) => unproven(Standing::Unsupported, reason),
        }
    }
}
