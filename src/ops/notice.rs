use std::fmt;
use std::path::{Path, PathBuf};

use crate::cache::LockHolder;
use crate::model::{KeyId, Pair, Untrusted, Verdict};

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
    /// A required upstream can't be read: nothing that it may have is signed.
    UpstreamRequired {
        /// The upstream.
        upstream: PathBuf,
        /// Why it can't be read.
        reason: Untrusted,
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
    /// No certificate of a key goes along with its entries: there is none.
    NoCertificate(KeyId),
    /// The certificate of a key does not go along with its entries: it is larger than any in a bundle.
    LargeCertificate(KeyId),
    /// A place's copy of a key's certificate has more than is looked at, and was passed over.
    CertificatePassedOver {
        /// The key.
        key: KeyId,
        /// The cache or the upstream.
        place: PathBuf,
        /// What it has.
        reason: &'static str,
    },
    /// The ledger can't be used, so that everything is verified each time and changes go unnoticed.
    NoLedger(Untrusted),
    /// What was served, or which cache is used, could not be written into the ledger.
    NotRemembered(Untrusted),
    /// The ledger was damaged and put aside under this name.
    LedgerPutAside(PathBuf),
    /// A cache of an older version gets what this one notes of so many rows.
    BringingUpToDate {
        /// The cache.
        directory: PathBuf,
        /// How many rows at most.
        rows: u64,
    },
    /// Another cache is expected in a directory than before.
    ExpectedFromNowOn(PathBuf),
    /// The cache can't be read; what the ledger or an upstream has is returned all the same.
    CacheUnreadable(Untrusted),
    /// A file or a directory can't be read, and was passed over.
    PassedOver {
        /// What.
        path: PathBuf,
        /// Why.
        reason: Untrusted,
    },
    /// Others than the user can read a file with a secret.
    SecretExposed(PathBuf),
    /// A signature that lay beside its content is kept as the first one of its pair.
    Adopted {
        /// The pair.
        pair: Pair,
        /// The file that it was in.
        path: PathBuf,
    },
    /// A file has the signature that was to be written there, in another form, and was left as it is.
    OtherForm(PathBuf),
    /// The signature that a file had was put into the trash before another one took its place.
    OldKept {
        /// The pair.
        pair: Pair,
        /// The file.
        path: PathBuf,
    },
    /// Something that would have been good to write was not written, because the cache can't be written.
    NotWritten(Untrusted),
}

impl fmt::Display for Notice {
    /// In a sentence. What it quotes must be escaped like any other text of strangers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Waiting { key, holder } => {
                format!("waiting for {holder}, which is signing with {key}")
            }
            Self::OnlyWanted(place) => {
                format!("there are no entries in {place}, only signatures that somebody wants")
            }
            Self::FirstWinsViolated(pair) => format!(
                "the cache has another signature for {pair} than you were given before; you get the one from before"
            ),
            Self::Doubtful { pair, reason } => format!(
                "what the cache has for {pair} can't be proven ({reason}); you get what you were given before"
            ),
            Self::OutOfReach { directory, above } => format!(
                "the group can't get to {}, it seems: {} is closed to it (`chmod a+x`, or an ACL, opens it)",
                shown(directory),
                shown(above)
            ),
            Self::UpstreamRequired { upstream, reason } => format!(
                "the upstream {} can't be read, and nothing new is signed until it can: {reason}",
                shown(upstream)
            ),
            Self::UpstreamUnusable { upstream, reason } => {
                format!("passed over the upstream {}: {reason}", shown(upstream))
            }
            Self::UpstreamRejected { upstream, reason } => {
                format!("passed over what the upstream {} has: {reason}", shown(upstream))
            }
            Self::Unreadable(count) => format!("passed over {count} rows of the cache that are no entries"),
            Self::NoCertificate(key) => {
                format!("no certificate of {key} goes along; who imports this needs it from elsewhere")
            }
            Self::LargeCertificate(key) => format!(
                "the certificate of {key} has more than 1 MiB and does not go along; users who import this need it from elsewhere"
            ),
            Self::CertificatePassedOver { key, place, reason } => {
                format!("passed over the copy of the certificate of {key} in {}: it {reason}", shown(place))
            }
            Self::StoreNotAsked { store, reason } => {
                format!(
                    "the Nix store {store} can't be asked what is in use, so what may be there stays: {reason}"
                )
            }
            Self::Recovered(pair) => {
                format!("the cache had lost the signature for {pair}; it was put back from your ledger")
            }
            Self::FormRestored(pair) => {
                format!(
                    "somebody changed the unsigned parts of the signature for {pair}; they were put right"
                )
            }
            Self::Quarantined { pair, reason } => {
                format!("the signature for {pair} does not verify and was put into quarantine: {reason}")
            }
            Self::Remarkable { pair, verdict, remark } => {
                format!("the signature for {pair} is {verdict}: {remark}")
            }
            Self::NoLedger(reason) => {
                format!(
                    "no ledger, so everything is verified anew and changes go unnoticed: {reason} (XDG_STATE_HOME says where it is)"
                )
            }
            Self::NotRemembered(reason) => format!(
                "your ledger can't be written, so another signature or a cache that is away will go unnoticed: {reason} (XDG_STATE_HOME says where it is)"
            ),
            Self::LedgerPutAside(aside) => format!(
                "your ledger was damaged and was put aside as {}; everything is verified anew, and changes until now go unnoticed",
                shown(aside)
            ),
            Self::BringingUpToDate { directory, rows } => format!(
                "bringing the cache {} up to date ({rows} rows); older versions of signcache can't use it from now on, so all members of a shared cache upgrade together",
                shown(directory)
            ),
            Self::ExpectedFromNowOn(directory) => format!(
                "the cache in {} is another one than you used there before, and is the expected one from now on",
                shown(directory)
            ),
            Self::CacheUnreadable(reason) => {
                format!("the cache can't be read, and nothing new is signed until it can: {reason}")
            }
            Self::PassedOver { path, reason } => format!("passed over {}: {reason}", shown(path)),
            Self::SecretExposed(path) => {
                format!("others can read {}, which has a secret; `chmod go-r` changes that", shown(path))
            }
            Self::Adopted { pair, path } => {
                format!(
                    "adopted {} as the first signature for {pair}; nothing was signed for it",
                    shown(path)
                )
            }
            Self::OtherForm(path) => {
                format!("{} has that signature already, in another form; it was left as it is", shown(path))
            }
            Self::OldKept { pair, path } => format!(
                "{} had another signature for {pair}; that one is in the cache's trash now",
                shown(path)
            ),
            Self::NotWritten(reason) => format!("not noted in the cache: {reason}"),
        };
        f.pad(&text)
    }
}

fn shown(path: &Path) -> Untrusted {
    Untrusted::from_bytes(path.as_os_str().as_encoded_bytes())
}
