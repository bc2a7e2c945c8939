use jiff::Timestamp;

use super::{Pair, Proof, Record, Untrusted};

/// A signature that was asked for and could not be made then: the key was not at hand, or nothing was to be signed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// The content and the key.
    pub pair: Pair,
    /// The state of the content's hash, with which whoever has the key can sign without the content.
    pub proof: Option<Proof>,
    /// What people call the content.
    pub label: Option<Untrusted>,
    /// When it was first asked for.
    pub asked: Timestamp,
}

impl Wanted {
    /// The content's length in bytes, where it is known.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        self.proof.as_ref().map(Proof::length)
    }

    /// What a bundle says of it; none where too little is known for anybody to sign.
    #[must_use]
    pub fn record(&self, label: bool) -> Option<Record> {
        let fits = |label: &&Untrusted| label.raw().len() <= Record::MAX_LABEL;
        Some(Record {
            pair: self.pair,
            size: self.size()?,
            signed: None,
            proof: self.proof.clone(),
            label: self.label.as_ref().filter(|_| label).filter(fits).cloned(),
        })
    }
}
