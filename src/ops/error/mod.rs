mod interruption;
mod missing;
mod recipients;

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::model::{ContentDigest, Fingerprint, InvalidKeyRef, KeyId, KeyRef, Pair, StorePath, Untrusted};
use crate::openpgp::gnupg;
use crate::{bundle, cache, hash, nix, openpgp, program, scan};

pub use missing::Missing;
pub use recipients::Recipients;

/// What stops an operation.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The cache or the ledger.
    #[error(transparent)]
    Cache(#[from] cache::Error),
    /// A content.
    #[error(transparent)]
    Hash(#[from] hash::Error),
    /// OpenPGP data.
    #[error(transparent)]
    OpenPgp(#[from] openpgp::Error),
    /// GnuPG.
    #[error(transparent)]
    Gnupg(#[from] gnupg::Error),
    /// Nix.
    #[error(transparent)]
    Nix(#[from] nix::Error),
    /// The system starts no more threads.
    #[error("can't start a thread: {0}")]
    NoThread(#[source] io::Error),
    /// The agent's socket.
    #[error("the agent's socket fails: {0}")]
    Socket(#[source] io::Error),
    /// Another signature of a pair is registered as what its provided derivation puts out.
    #[error("another signature for {pair} is provided as {path}, and was left as it is")]
    OtherProvided {
        /// The pair.
        pair: Pair,
        /// Where the other one is.
        path: StorePath,
    },
    /// A bundle.
    #[error("the bundle {place}: {source}")]
    Bundle {
        /// Where it is from, or goes to.
        place: Untrusted,
        /// What is wrong with it.
        source: bundle::Error,
    },
    /// What a person named can't be read or written.
    #[error("can't {what} {}", shown(path))]
    Place {
        /// What was tried, as a verb.
        what: &'static str,
        /// With what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Something is already where a bundle was to be written.
    #[error("{} is there already", shown(.0))]
    Taken(PathBuf),
    /// Another file is already where something was to be written.
    #[error("{} is there already, with other bytes", shown(.0))]
    TakenByOther(PathBuf),
    /// Binary data was to be written to a terminal.
    #[error("refusing to write binary data to a terminal")]
    ForTerminal,
    /// A directory is where a file was to be written.
    #[error("{} is a directory", shown(.0))]
    OutputIsDirectory(PathBuf),
    /// A signature was to be written where there is no directory for it.
    #[error("can't write {}: there is no directory {}", shown(path), shown(directory))]
    NoDirectory {
        /// The file that was to be written.
        path: PathBuf,
        /// The directory that is missing.
        directory: PathBuf,
    },
    /// A signature was to be written over a file that is to be signed.
    #[error("the signature of {} would take the place of {}, which is to be signed", shown(of), shown(to))]
    OutputIsInput {
        /// The file that is to be signed.
        of: PathBuf,
        /// The file that would be lost.
        to: PathBuf,
    },
    /// The signatures of two contents were to be written to one file.
    #[error("the signatures of {} and of {} would go to one file, {}", shown(one), shown(other), shown(to))]
    SameOutput {
        /// A file that is to be signed.
        one: PathBuf,
        /// Another one, with another content.
        other: PathBuf,
        /// Where both signatures would go.
        to: PathBuf,
    },
    /// A file that is to be signed is a signature itself.
    #[error("{} is a signature of {}; it was not signed", shown(path), shown(content))]
    IsASignature {
        /// The file.
        path: PathBuf,
        /// What it is a signature of.
        content: PathBuf,
    },
    /// A file beside a content may have its first signature, and can't be read.
    #[error(
        "can't read {}, which may be the first signature of the file beside it; nothing was signed",
        shown(path)
    )]
    NeighbourUnread {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A signature beside a content may be the first one, and is not taken over without a person's word.
    #[error("{} is a signature for {pair} and was not adopted: {why}; nothing was signed", shown(path))]
    Neighbour {
        /// The file that it is in.
        path: PathBuf,
        /// The pair.
        pair: Pair,
        /// Why not.
        why: Untrusted,
    },
    /// A file has no key with which Nix signs.
    #[error("{}: {source}", shown(path))]
    NixKey {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: nix::binary_cache::InvalidSecretKey,
    },
    /// A bundle that is a directory was to be encrypted.
    #[error("a directory can't be encrypted")]
    DirectoryInTheOpen,
    /// So much of a bundle is bad that the rest was not looked at.
    #[error("{bad} entries of {place} can't be used; the rest was not looked at")]
    Hopeless {
        /// Where it is from.
        place: Untrusted,
        /// How many.
        bad: u64,
    },
    /// What a bundle says that proves a content proves another one, or none.
    #[error("the proof that {place} has for {pair} is not one of that content")]
    ForgedProof {
        /// Where it is from.
        place: Untrusted,
        /// The pair that is wanted.
        pair: Pair,
    },
    /// The signatures of a key are kept in another cache than the one in use.
    #[error("the signatures of {key} are in a cache of their own, {}", cache.display())]
    OtherCache {
        /// The key.
        key: KeyId,
        /// Its cache.
        cache: PathBuf,
    },
    /// A required upstream can't be read; it may have the first signature.
    #[error("the upstream {} can't be read: {reason}", shown(upstream))]
    UpstreamUnreadable {
        /// The upstream.
        upstream: PathBuf,
        /// Why not.
        reason: Untrusted,
        /// Whether it is not there or can't be reached now.
        away: bool,
    },
    /// An upstream has a signature for the pair that can't be judged or must not be used. It may be the first one.
    #[error(
        "the upstream {} has a signature that can't be used, and that may be the first one: {source}",
        shown(upstream)
    )]
    InUpstream {
        /// The upstream.
        upstream: PathBuf,
        /// What is wrong with the signature.
        source: Box<Error>,
    },
    /// A query names a key whose signatures are in another cache than the one that is asked.
    #[error("the query names {key}, whose signatures are in another cache, {}", cache.display())]
    QueryOfOtherCache {
        /// The key.
        key: KeyId,
        /// Its cache.
        cache: PathBuf,
    },
    /// Too little is known of a content to sign it without its bytes.
    #[error("{pair} can't be signed without the content{called}: {reason}", called = in_brackets(label))]
    ContentNeeded {
        /// The pair.
        pair: Pair,
        /// What people call the content.
        label: Option<Untrusted>,
        /// Why not.
        reason: &'static str,
    },
    /// A program of the user's that signs.
    #[error(transparent)]
    Program(#[from] program::Error),
    /// A password can't be read.
    #[error("can't read the password from {place}")]
    Password {
        /// From where.
        place: Untrusted,
        /// What the system said.
        source: io::Error,
    },
    /// A text that can't name a key.
    #[error(transparent)]
    KeyRef(#[from] InvalidKeyRef),
    /// No alias or certificate of the user's has this name.
    #[error("no key `{0}` is known")]
    UnknownKey(KeyRef),
    /// Several certificates of the user's have this key id.
    #[error("the key id {id} belongs to several keys: {}", list(found))]
    AmbiguousKey {
        /// What was asked for.
        id: KeyRef,
        /// Whom it could mean.
        found: Vec<KeyId>,
    },
    /// The fingerprint is a subkey's, and keys are named by their primary key's.
    #[error("{given} is a subkey of {primary}")]
    Subkey {
        /// What was asked for.
        given: Fingerprint,
        /// The primary key that it belongs to.
        primary: Fingerprint,
    },
    /// Nobody has the certificate.
    #[error("there is no certificate for {0}")]
    NoCertificate(KeyId),
    /// gpg-agent has no secret key for any signing key of the certificate.
    #[error("gpg-agent has no secret key that can sign for {0}")]
    NoSecretKey(KeyId),
    /// None of the user's keys is one to which a message is encrypted.
    #[error("none of your keys can decrypt it: it is encrypted to {0}")]
    NotForUs(Recipients),
    /// The cache has no signature for the pair.
    #[error("not in the cache: {}{}", .0.pair, in_brackets(&.0.label))]
    NotInCache(Box<Missing>),
    /// The cache had a signature for the pair, which somebody deleted.
    #[error("not in the cache: {} is in the trash since {}: {}", .0.entry.pair, .0.deleted, .0.reason)]
    Trashed(Box<cache::Trashed>),
    /// Nobody can say which entries are used by those who read a cache of others.
    #[error("others read the cache {}, and their hits leave no stamp, so nobody knows what is unused", .0.display())]
    UseUnknown(PathBuf),
    /// An archive lacks entries that are to go, or has other signatures of them.
    #[error("the archive {place} does not have {count} of the entries that are to go; nothing was deleted")]
    NotArchived {
        /// The archive.
        place: Untrusted,
        /// How many it lacks.
        count: u64,
    },
    /// The signature does not verify.
    #[error("the signature for {pair} does not verify: {reason}")]
    Bad {
        /// The pair.
        pair: Pair,
        /// Why not.
        reason: Untrusted,
    },
    /// A signature of the pair is in quarantine, and nobody said to make another one.
    #[error("a signature for {pair} is in quarantine since {at}: {reason}")]
    Quarantined {
        /// The pair.
        pair: Pair,
        /// Why it was put there.
        reason: Untrusted,
        /// When.
        at: Timestamp,
    },
    /// The signature can't be proven with what is at hand.
    #[error("the signature for {pair} can't be proven: {reason}")]
    Unproven {
        /// The pair.
        pair: Pair,
        /// What is missing.
        reason: Untrusted,
    },
    /// This build of the program can't compute what it takes to verify the signature.
    #[error("the signature for {pair} uses something that this signcache does not support: {reason}")]
    Unsupported {
        /// The pair.
        pair: Pair,
        /// What.
        reason: Untrusted,
    },
    /// The certificate lacks the key that made the signature.
    #[error("the signature for {pair} was made by a key that your copy of the certificate lacks: {reason}")]
    UnknownSigner {
        /// The pair.
        pair: Pair,
        /// Which key.
        reason: Untrusted,
    },
    /// The key was revoked as compromised.
    #[error("the signature for {pair} is not to be trusted: {remark}")]
    Compromised {
        /// The pair.
        pair: Pair,
        /// What the revocation says.
        remark: Untrusted,
    },
    /// The key was not allowed to sign when it did.
    #[error("the signature for {pair} was not valid when it was made: {remark}")]
    NotValidWhenMade {
        /// The pair.
        pair: Pair,
        /// What was wrong.
        remark: Untrusted,
    },
    /// What the signer gave does not verify, and was not stored.
    #[error("the signer made a signature for {pair} that does not verify: {reason}")]
    UnsoundSigner {
        /// The pair.
        pair: Pair,
        /// Why not.
        reason: Untrusted,
    },
    /// What the signer gave verifies, and is weak already; it was not stored.
    #[error("the signer made a signature for {pair} that is weak: {reason}")]
    WeakSigner {
        /// The pair.
        pair: Pair,
        /// Why.
        reason: Untrusted,
    },
    /// The bytes of a file are others than those that are to be signed or verified.
    #[error("{} is not the content {digest}", path.display())]
    OtherContent {
        /// The file.
        path: PathBuf,
        /// The digest that it should have.
        digest: ContentDigest,
    },
    /// Nothing in the cache is selected.
    #[error("nothing in the cache is selected by `{0}`")]
    NothingSelected(Untrusted),
    /// Nothing in the trash or in quarantine is selected.
    #[error("nothing in the trash is selected by `{0}`")]
    NothingInTrash(Untrusted),
    /// A tree can't be walked.
    #[error(transparent)]
    Scan(#[from] scan::Error),
    /// A file that should have certificates has none that can be read.
    #[error("there are no certificates in {}", .0.display())]
    NoCertificates(PathBuf),
    /// The time that somebody gave a run was over before it could begin to change anything.
    #[error(
        "the time limit was over before {what}; nothing was deleted, neither from the cache nor from the trash"
    )]
    OutOfTime {
        /// What there was no time for.
        what: &'static str,
    },
    /// A person asked to stop.
    #[error("interrupted; everything done so far is kept")]
    Interrupted,
}

impl Error {
    /// What the system said to somebody who tried something with a path.
    pub(super) fn place(what: &'static str, path: &Path) -> impl Fn(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Place { what, path: path.clone(), source }
    }
}

fn shown(path: &Path) -> Untrusted {
    Untrusted::from_bytes(path.as_os_str().as_encoded_bytes())
}

fn in_brackets(label: &Option<Untrusted>) -> String {
    label.as_ref().map_or_else(String::new, |label| format!(" ({label})"))
}

fn list(keys: &[KeyId]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
