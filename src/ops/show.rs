use jiff::Timestamp;

use super::audit::{Standing, standing_of};
use super::content::Content;
use super::prove::prove;
use super::{Error, Progress, Session, list};
use crate::cache::Binding;
use crate::model::query::Query;
use crate::model::{Entry, StorePath, Untrusted, Verdict};
use crate::openpgp::{DetachedSignature, Subpacket};

/// An entry with everything that there is to say of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// The entry.
    pub entry: Entry,
    /// What verifying it came to just now, and why.
    pub standing: (Standing, Option<Untrusted>),
    /// Version and algorithms of the signature, or why it is none.
    pub algorithms: Untrusted,
    /// Who it says made it.
    pub issuers: Vec<String>,
    /// What else the signature says of itself.
    pub subpackets: Vec<Subpacket>,
    /// The signature in ASCII armor; none when it can't be read.
    pub armor: Option<String>,
    /// Its copies in Nix stores, as they were noted.
    pub bindings: Vec<Binding>,
    /// Where it is in the Nix store as what its provided derivation puts out, and whether that is registered as far as can be seen.
    pub provided: Option<(StorePath, Option<bool>)>,
    /// Who the key belongs to, in its holder's own words.
    pub user_ids: Vec<Untrusted>,
    /// What became of the pair, the earliest first.
    pub history: Vec<(Timestamp, Untrusted)>,
}

/// The entries that a query selects, with everything that there is to say of them.
///
/// # Errors
/// When there is none, the cache can't be read, or a person asks to stop.
pub fn show(
    session: &Session,
    query: &Query,
    text: &str,
    progress: &dyn Progress,
) -> Result<Vec<Shown>, Error> {
    let mut entries = Vec::new();
    list(session, query, progress, &mut |entry, _| {
        entries.push(entry);
        true
    })?;
    if entries.is_empty() {
        return Err(Error::NothingSelected(Untrusted::new(text)));
    }
    entries.into_iter().map(|entry| describe(session, entry, progress)).collect()
}

/// Everything that there is to say of an entry.
pub(super) fn describe(session: &Session, entry: Entry, progress: &dyn Progress) -> Result<Shown, Error> {
    let signature = DetachedSignature::from_bytes(&entry.signature);
    let bindings = session.cache()?.map(|cache| cache.bindings(&entry.pair)).transpose()?.unwrap_or_default();
    let certificate = super::certificates::certificate(session, &entry.pair.key, progress)?;
    let standing = match &certificate {
        None => {
            let reason = Untrusted::new("there is no certificate of its key");
            (Standing::Verdict(Verdict::UnknownKey), Some(reason))
        }
        Some(certificate) => {
            let content = Content::from_digest(entry.pair.content);
            let stored = entry.proof.as_deref().map(|proof| (proof, entry.size));
            let now = session.settings().now;
            let proven = prove(certificate, &entry.pair, &entry.signature, &content, stored, now, progress)?;
            standing_of(proven)
        }
    };
    Ok(Shown {
        standing,
        history: history(session, &entry, &bindings)?,
        algorithms: Untrusted::new(match &signature {
            Ok(signature) => signature.algorithms(),
            Err(error) => error.to_string(),
        }),
        issuers: signature.as_ref().map(DetachedSignature::issuers).unwrap_or_default(),
        subpackets: signature.as_ref().map(DetachedSignature::subpackets).unwrap_or_default(),
        armor: signature.ok().and_then(|signature| signature.to_armor().ok()),
        bindings,
        provided: session.settings().store.provided(&entry.pair).ok().map(|derivation| {
            let registered = session.settings().store.seems_to_have(&derivation.output);
            (derivation.output, registered)
        }),
        user_ids: certificate.map(|certificate| certificate.user_ids()).unwrap_or_default(),
        entry,
    })
}

/// What became of a pair, as far as the cache knows.
fn history(
    session: &Session,
    entry: &Entry,
    bindings: &[Binding],
) -> Result<Vec<(Timestamp, Untrusted)>, Error> {
    let origin = entry.origin.map_or_else(|| "stored".into(), |origin| format!("stored: {origin}"));
    let mut history = vec![
        (entry.signed, Untrusted::new("signed")),
        (entry.stored, Untrusted::new(origin)),
        (entry.used, Untrusted::new("last used")),
    ];
    if let Some(judged) = entry.judged {
        let verdict = entry.verdict.map_or("unproven", Verdict::word);
        history.push((judged, Untrusted::new(format!("last judged: {verdict}"))));
    }
    let bound = |binding: &Binding| Untrusted::new(format!("bound in {}", binding.store.raw()));
    history.extend(bindings.iter().map(|binding| (binding.bound, bound(binding))));
    if let Some(cache) = session.cache()? {
        let trashed = cache.trashed(&entry.pair)?;
        let gone =
            |reason: &Untrusted| Untrusted::new(format!("another one went to the trash: {}", reason.raw()));
        history.extend(trashed.iter().map(|trashed| (trashed.deleted, gone(&trashed.reason))));
        if let Some(bad) = cache.quarantined(&entry.pair)? {
            let text = format!("another one went to quarantine: {}", bad.reason.raw());
            history.push((bad.at, Untrusted::new(text)));
        }
    }
    history.sort_by_key(|(at, _)| *at);
    Ok(history)
}
