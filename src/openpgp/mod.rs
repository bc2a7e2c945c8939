//! OpenPGP: certificates, signatures, verification and signing, and encrypted messages (RFC 9580).
//!
//! The only place that knows sequoia. A signature is judged from the digest
//! that was signed, which the caller obtains either from the content or from a
//! proof; so nothing here reads contents, and nothing here needs them.
//!
//! A message is encrypted as it is written ([`encrypt`]) and decrypted as it is
//! read, in two steps: [`EncryptedMessage`] says to whom it is, and whoever has
//! the session key of one of its envelopes reads the [`Plaintext`].

mod blocks;
mod certificate;
mod content_hash;
mod detached;
mod draft;
mod encrypting;
mod envelope;
mod error;
mod expiry;
mod facts;
mod full_certificate;
pub mod gnupg;
mod holds;
mod judge;
mod key_file;
mod lapse;
mod memory;
mod message;
mod offered;
mod packets;
mod password;
mod plaintext;
mod recipient;
mod signature_facts;
mod signature_file;
mod signing_key;
mod sniff;
mod software_key;
mod source;
mod subpackets;
mod usable;
mod validity;

pub use certificate::Certificate;
pub use content_hash::ContentHash;
pub use detached::{DetachedSignature, Evidence};
pub use draft::{Draft, HashAlgorithm};
pub use encrypting::{Encrypting, encrypt};
pub use envelope::{Envelope, SessionKey};
pub use error::Error;
pub use full_certificate::{DecryptionKey, FullCertificate};
pub use judge::{Judgement, Proven, Refusal, judge};
pub use key_file::{KeyFile, LockedKey, certificates_in};
pub use message::EncryptedMessage;
pub use offered::OfferedCertificate;
pub use password::{Password, open_password, read_password};
pub use plaintext::Plaintext;
pub use recipient::Recipient;
pub use sequoia_openpgp::crypto::mpi::Signature as SignatureValue;
pub use signing_key::{SigningKey, signing_keys};
pub use sniff::is_message;
pub use software_key::SoftwareKey;
pub use subpackets::Subpacket;
