use std::sync::Arc;

use super::super::content::Content;
use super::super::prove::Outcome;
use crate::model::{Pair, Untrusted};
use crate::openpgp::Certificate;
use crate::scan::Reason;

/// What became of something that was found.
#[derive(Clone, PartialEq, Debug)]
pub enum Adopted {
    /// A signature by a key that the user knows.
    Candidate(Box<Candidate>),
    /// A signature by nobody whom the user knows. Its content was not even read.
    UnknownKey {
        /// The file that it is in.
        place: Untrusted,
        /// Who it says made it: fingerprints or key ids.
        issuers: Vec<String>,
    },
    /// Something that is not a signature, though it is named like one; or a signature of a kind that is not accepted.
    NotASignature {
        /// The file that it is in.
        place: Untrusted,
        /// What it is.
        reason: Untrusted,
    },
    /// Something that was passed over.
    Skipped {
        /// Where it is.
        place: Untrusted,
        /// Why.
        reason: Reason,
    },
}

/// A signature that was found, and what trying to prove it came to.
#[derive(Clone, PartialEq, Debug)]
pub struct Candidate {
    /// The content, and the primary key of the certificate.
    pub pair: Pair,
    /// The signature: in canonical form where it verifies, else as it was found, without armor.
    pub signature: Vec<u8>,
    /// What is known of the content.
    pub content: Content,
    /// Whether it verifies.
    pub outcome: Outcome,
    /// The certificate that it was verified with.
    pub certificate: Arc<Certificate>,
    /// The file that it is in.
    pub place: Untrusted,
}
