//! OpenPGP: certificates, signatures, verification and signing (RFC 9580).
//!
//! The only place that knows sequoia. A signature is judged from the digest
//! that was signed, which the caller obtains either from the content or from a
//! proof; so nothing here reads contents, and nothing here needs them.

mod certificate;
mod content_hash;
mod detached;
mod draft;
mod error;
pub mod gnupg;
mod judge;
mod key_file;
mod password;
mod signing_key;
mod software_key;
mod usable;
mod validity;

pub use certificate::Certificate;
pub use content_hash::ContentHash;
pub use detached::{DetachedSignature, Evidence};
pub use draft::{Draft, HashAlgorithm};
pub use error::Error;
pub use judge::{Judgement, Proven, Refusal, judge};
pub use key_file::{KeyFile, certificates_in};
pub use password::{Password, read_password};
pub use sequoia_openpgp::crypto::mpi::Signature as SignatureValue;
pub use signing_key::{SigningKey, signing_keys};
pub use software_key::SoftwareKey;
