use std::path::PathBuf;

use crate::cache::LockHolder;
use crate::model::{KeyId, Pair, Untrusted, Verdict};
use crate::openpgp::Password;

/// Whoever wants to know how an operation is getting on, and may stop it.
///
/// Methods are called from several threads at once. Who draws nothing has no use for most of them.
pub trait Progress: Sync {
    /// This many bytes of contents are going to be read.
    fn expect_bytes(&self, _bytes: u64) {}
    /// This many bytes of contents were read.
    fn read_bytes(&self, _bytes: u64) {}
    /// This many signatures are going to be made.
    fn expect_signatures(&self, _count: usize) {}
    /// A signature was made.
    fn signed(&self) {}
    /// Entries are going to be read or written, this many if that is known.
    fn expect_entries(&self, _count: Option<u64>) {}
    /// This many entries were read or written.
    fn did_entries(&self, _count: u64) {}
    /// Something begins that takes a while, and of which nobody knows how far it is; what, in a few words.
    fn begins(&self, _what: &'static str) {}
    /// Something that a person should know, though it stops nothing.
    fn notice(&self, notice: Notice);
    /// Whether to stop at the next point where nothing is lost.
    fn cancelled(&self) -> bool;
    /// Asks a person for a password; none where nobody can be asked, or who is asked wants to stop.
    fn password(&self, _question: &str) -> Option<Password> {
        None
    }
}

/// Something that a person should know, though it stops nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Notice {
    /// Another process is signing with the key, and this one waits for it.
    Waiting {
        /// The key.
        key: KeyId,
        /// Who holds the lock.
        holder: LockHolder,
    },
    /// The cache has another signature for the pair than was served before; the one from before is served.
    FirstWinsViolated(Pair),
    /// The cache has something for the pair that can't be proven; what was served before is served.
    Doubtful {
        /// The pair.
        pair: Pair,
        /// Why it can't be proven.
        reason: Untrusted,
    },
    /// The cache had lost the pair; it was put back from the ledger.
    Recovered(Pair),
    /// Somebody had changed the unsigned parts of a signature; they were put right.
    FormRestored(Pair),
    /// A signature in the cache does not verify and was put into quarantine.
    Quarantined {
        /// The pair.
        pair: Pair,
        /// Why it does not verify.
        reason: Untrusted,
    },
    /// A signature verifies and is served, and something about its key or its algorithms deserves a look.
    Remarkable {
        /// The pair.
        pair: Pair,
        /// What it is.
        verdict: Verdict,
        /// What that means.
        remark: Untrusted,
    },
    /// A cache for a group is below a directory that the group can't pass, it seems.
    OutOfReach {
        /// The cache.
        directory: PathBuf,
        /// The directory above it.
        above: PathBuf,
    },
    /// An upstream can't be read, and is passed over.
    UpstreamUnusable {
        /// The upstream.
        upstream: PathBuf,
        /// Why not.
        reason: Untrusted,
    },
    /// What an upstream has for a pair must not be used, and is passed over.
    UpstreamRejected {
        /// The upstream.
        upstream: PathBuf,
        /// Which pair, and why not.
        reason: Untrusted,
    },
    /// A bundle has no entries, only what somebody wants; nothing of that was signed.
    OnlyWanted(Untrusted),
    /// A Nix store can't be asked what others keep there, so all that may be there counts as kept.
    StoreNotAsked {
        /// What people call the store.
        store: Untrusted,
        /// Why not.
        reason: Untrusted,
    },
    /// So many rows of the cache are no entries, and were passed over.
    Unreadable(u64),
    /// No certificate of a key goes along with its entries: there is none, or it is larger than any in a bundle.
    NoCertificate(KeyId),
    /// The ledger can't be used, so that everything is verified each time and changes go unnoticed.
    NoLedger(Untrusted),
    /// A file or a directory can't be read, and was passed over.
    PassedOver {
        /// What.
        path: PathBuf,
        /// Why.
        reason: Untrusted,
    },
    /// Others than the user can read a file with a secret.
    SecretExposed(PathBuf),
    /// Something that would have been good to write was not written, because the cache can't be written.
    NotWritten(Untrusted),
}
