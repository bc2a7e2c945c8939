//! What signcache talks about: digests, keys, entries, queries, verdicts.
//!
//! Nothing here touches the world: no files, no clock, no threads. Time is a
//! parameter, so every function gives the same answer for the same arguments.

mod age;
mod digest;
mod entry;
mod file_stamp;
mod fingerprint;
pub mod gc;
mod key_id;
mod key_ref;
mod manifest;
mod policy;
mod preferences;
mod proof;
pub mod query;
mod record;
mod store_path;
mod untrusted;
mod verdict;
mod wanted;

pub use age::{Age, InvalidAge};
pub use digest::{ContentDigest, InvalidDigest};
pub use entry::{Entry, NewEntry, Origin, Pair, SignatureFacts, UnknownOrigin};
pub use file_stamp::FileStamp;
pub use fingerprint::{Fingerprint, InvalidFingerprint};
pub use key_id::{InvalidKeyId, KeyId};
pub use key_ref::{InvalidKeyRef, KeyRef};
pub use manifest::{ManifestLine, NotAManifestLine};
pub use policy::{Allow, Policy, Rule};
pub use preferences::{Preferences, ThemeName};
pub use proof::{INITIAL_STATE, InvalidProof, Proof};
pub use record::{InvalidRecord, Record};
pub(crate) use store_path::nix_base32;
pub use store_path::{InvalidStorePath, StorePath};
pub use untrusted::Untrusted;
pub use verdict::{UnknownVerdict, Verdict};
pub use wanted::Wanted;
