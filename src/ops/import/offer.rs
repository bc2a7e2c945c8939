use std::sync::Arc;

use jiff::Timestamp;

use super::copies::Copies;
use crate::model::{Entry, NewEntry, Origin, Pair, Proof, Record, Untrusted, Verdict};
use crate::openpgp::{DetachedSignature, Evidence};
use crate::ops::adopt::Candidate;
use crate::ops::content::Content;
use crate::ops::prove::{Outcome, believed, prove};
use crate::ops::{Error, Progress};

/// An entry that is offered, and what there is to verify it with.
pub(super) struct Offer {
    pub(super) record: Record,
    pub(super) signature: Vec<u8>,
    /// The certificate of its key, as far as anybody has it.
    pub(super) certificate: Arc<Copies>,
    /// Its content, as far as that is at hand.
    pub(super) content: Content,
    /// What the cache has for the pair.
    pub(super) here: Option<Entry>,
    pub(super) origin: Origin,
    /// The file that it is in, where that is not the bundle.
    pub(super) place: Option<Untrusted>,
}

/// An offer, and what verifying it came to.
pub(super) struct Checked {
    pub(super) offer: Offer,
    pub(super) outcome: Result<Outcome, Error>,
}

impl Offer {
    /// An entry of which only the bundle's word is known.
    pub(super) fn new(record: Record, signature: Vec<u8>, certificate: Arc<Copies>) -> Self {
        let content = Content::from_digest(record.pair.content);
        Self { record, signature, certificate, content, here: None, origin: Origin::Imported, place: None }
    }

    /// A signature that was found in a tree, and verified there.
    pub(super) fn adopted(candidate: Candidate) -> Checked {
        let created = DetachedSignature::from_bytes(&candidate.signature).ok().map(|found| found.created());
        let record = Record {
            pair: candidate.pair,
            size: candidate.content.proof.as_ref().map_or(0, Proof::length),
            signed: created,
            proof: candidate.content.proof.clone(),
            label: candidate.content.label.clone(),
        };
        let offer = Self {
            content: candidate.content,
            origin: Origin::Adopted,
            place: Some(candidate.place),
            ..Self::new(record, candidate.signature, Arc::new(candidate.certificate.into()))
        };
        Checked { offer, outcome: Ok(candidate.outcome) }
    }

    pub(super) const fn pair(&self) -> Pair {
        self.record.pair
    }

    /// Whether the cache has it already, to the byte.
    pub(super) fn is_here(&self) -> bool {
        self.here.as_ref().is_some_and(|here| here.signature == self.signature)
    }

    /// Whether the cache has it already and knows as much of it: there is nothing to verify.
    pub(super) fn is_settled(&self) -> bool {
        let Some(here) = &self.here else { return false };
        self.is_here() && !adds_to(here, self.record.proof.as_ref())
    }

    /// Whether proofs are enough to verify it with, and what the cache has in its place.
    pub(super) fn needs_no_content(&self) -> bool {
        let by_proof = |signature: DetachedSignature| signature.evidence() == Evidence::Proof;
        let enough = |signature: &[u8], has_proof: bool| {
            has_proof && DetachedSignature::from_bytes(signature).is_ok_and(by_proof)
        };
        enough(&self.signature, self.record.proof.is_some())
            && self.here.as_ref().is_none_or(|here| enough(&here.signature, here.proof.is_some()))
    }

    /// Verifies it, unless that is settled.
    pub(super) fn check(self, now: Timestamp, progress: &dyn Progress) -> Checked {
        let outcome = if progress.cancelled() {
            Err(Error::Interrupted)
        } else if self.is_settled() {
            Ok(Outcome::Unproven(Untrusted::default()))
        } else {
            let proof = self.proof();
            let outcome = match self.prove(&self.signature, proof.as_deref(), self.record.size, now, progress)
            {
                // The file that had its content has it no more; that says nothing of the other entries.
                Err(error @ (Error::Hash(_) | Error::OtherContent { .. })) => {
                    Ok(Outcome::Unproven(Untrusted::new(error.to_string())))
                }
                outcome => outcome,
            };
            outcome.map(|outcome| self.with_its_record(outcome))
        };
        Checked { offer: self, outcome }
    }

    /// Verifies another signature of the same content.
    pub(super) fn check_other(
        &self,
        signature: &[u8],
        now: Timestamp,
        progress: &dyn Progress,
    ) -> Result<Outcome, Error> {
        self.prove(signature, self.proof().as_deref(), self.record.size, now, progress)
    }

    /// Verifies what the cache has for the pair.
    pub(super) fn check_here(
        &self,
        here: &Entry,
        now: Timestamp,
        progress: &dyn Progress,
    ) -> Result<Outcome, Error> {
        self.prove(&here.signature, here.proof.as_deref(), here.size, now, progress)
    }

    fn prove(
        &self,
        signature: &[u8],
        proof: Option<&[u8]>,
        size: u64,
        now: Timestamp,
        progress: &dyn Progress,
    ) -> Result<Outcome, Error> {
        let Some(certificate) = self.certificate.certificate()? else {
            return Ok(Outcome::UnknownSigner(Untrusted::new("there is no certificate of its key")));
        };
        let stored = proof.map(|proof| (proof, size));
        prove(certificate, &self.pair(), signature, &self.content, stored, now, progress)
    }

    /// What proving the signature means for the entry, whose record may say something else.
    fn with_its_record(&self, outcome: Outcome) -> Outcome {
        match outcome {
            Outcome::Proven(proven) if self.record.signed != Some(proven.signature.created()) => {
                Outcome::Bad(Untrusted::new("its record has another signing time than the signature"))
            }
            outcome => outcome,
        }
    }

    /// The entry to be stored, for a signature that was proven.
    pub(super) fn proven(&self, signature: &DetachedSignature, verdict: Verdict) -> NewEntry {
        let believed = || believed(&self.pair(), (&self.proof()?, self.record.size));
        let proof = self.content.proof.clone().or_else(believed);
        NewEntry {
            pair: self.pair(),
            signature: signature.to_bytes(),
            size: proof.as_ref().map_or(self.record.size, Proof::length),
            proof: signature.provable_from(proof),
            signed: signature.created(),
            facts: signature.facts(),
            origin: self.origin,
            label: self.record.label.clone(),
            verdict,
        }
    }

    /// The entry to be stored, for a signature that can't be proven; none if it is no signature.
    pub(super) fn unproven(&self) -> Option<NewEntry> {
        let signature = DetachedSignature::from_bytes(&self.signature).ok()?;
        Some(self.proven(&signature, Verdict::Unproven))
    }

    fn proof(&self) -> Option<Vec<u8>> {
        self.record.proof.as_ref().map(Proof::to_bytes)
    }
}

/// Whether that an entry is proven is news to the cache, or the proof.
pub(super) fn adds_to(here: &Entry, proof: Option<&Proof>) -> bool {
    use Verdict::{Expired, Good, Revoked, Weak};
    let proven = matches!(here.verdict, Some(Good | Expired | Revoked | Weak));
    !proven || proof.is_some_and(|proof| here.proof != Some(proof.to_bytes()))
}
