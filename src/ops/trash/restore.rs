use std::collections::BTreeMap;

use crate::cache::{PassedOver, Quarantine, TakenOut, Trashed};
use crate::model::query::Query;
use crate::model::{NewEntry, Origin, Pair, Proof, Untrusted};
use crate::openpgp::Proven;
use crate::ops::content::Content;
use crate::ops::prove::{Outcome, believed, prove};
use crate::ops::{Error, Progress, Session, certificates};

/// What becomes of a pair that is to be restored.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Recovery {
    /// It is an entry again, and verifies.
    Restored,
    /// It is an entry again; it can't be proven without the content or the certificate, as before.
    Unproven,
    /// The pair has an entry with the same signature.
    Present,
    /// The pair has an entry with another signature, which stays.
    Conflict,
    /// Nothing of the pair that is there verifies.
    Bad,
}

impl Recovery {
    /// All of them, in the order in which they are counted out.
    pub const ALL: [Self; 5] = [Self::Restored, Self::Unproven, Self::Present, Self::Conflict, Self::Bad];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Restored => "restored",
            Self::Unproven => "unproven",
            Self::Present => "present",
            Self::Conflict => "conflict",
            Self::Bad => "bad",
        }
    }
}

/// What is to be restored, and what becomes of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recovered {
    /// The content and the key.
    pub pair: Pair,
    /// What people call the content.
    pub label: Option<Untrusted>,
    /// What becomes of it.
    pub class: Recovery,
    /// Why, where that is not plain.
    pub reason: Option<Untrusted>,
    from: Option<From>,
}

/// Where a signature is taken from.
#[derive(Clone, PartialEq, Eq, Debug)]
enum From {
    Trash(Box<Trashed>),
    /// What the trash has for its pair does not verify.
    Quarantine(Box<NewEntry>, Vec<Vec<u8>>),
}

/// Finds what can be restored of what a query selects in the trash and in quarantine: of each pair the
/// latest signature that verifies.
///
/// # Errors
/// When nothing is selected, the cache can't be read, or a person asks to stop.
pub fn plan_restore(
    session: &Session,
    (query, text): (&Query, &str),
    progress: &dyn Progress,
) -> Result<Vec<Recovered>, Error> {
    let mut pairs: BTreeMap<Pair, (Vec<Trashed>, Vec<Quarantine>)> = BTreeMap::new();
    let query = Query { sort: None, ..query.clone() };
    super::list(session, &query, progress, &mut |trashed| {
        pairs.entry(trashed.entry.pair).or_default().0.push(trashed);
        true
    })?;
    if let Some(cache) = session.cache()? {
        for quarantined in cache.in_quarantine(&query, session.settings().now)? {
            pairs.entry(quarantined.pair).or_default().1.push(quarantined);
        }
    }
    if pairs.is_empty() {
        return Err(Error::NothingInTrash(Untrusted::new(text)));
    }
    let plan = |(pair, (trashed, quarantined)): (&Pair, &(Vec<Trashed>, Vec<Quarantine>))| {
        if progress.cancelled() {
            return Err(Error::Interrupted);
        }
        plan_one(session, pair, trashed, quarantined, progress)
    };
    // A pair that is only in quarantine and does not verify stays there, and nobody asked about it.
    let all = pairs.iter().map(plan).collect::<Result<Vec<_>, _>>()?;
    Ok(all.into_iter().flatten().collect())
}

fn plan_one(
    session: &Session,
    pair: &Pair,
    trashed: &[Trashed],
    quarantined: &[Quarantine],
    progress: &dyn Progress,
) -> Result<Option<Recovered>, Error> {
    let label = trashed.iter().find_map(|trashed| trashed.entry.label.clone());
    let recovered =
        |class, reason, from| Some(Recovered { pair: *pair, label: label.clone(), class, reason, from });
    if let Some(here) = session.cache()?.map(|cache| cache.get(pair)).transpose()?.flatten() {
        let same = trashed.iter().any(|trashed| trashed.entry.signature == here.signature);
        let reason = Untrusted::new("the cache has another signature for it, which stays");
        return Ok(match (trashed.is_empty(), same) {
            (true, _) => None,
            (false, true) => recovered(Recovery::Present, None, None),
            (false, false) => recovered(Recovery::Conflict, Some(reason), None),
        });
    }
    let content = Content::from_digest(pair.content);
    let (mut unproven, mut bad) = (None, None);
    for trashed in trashed {
        let entry = &trashed.entry;
        let stored = entry.proof.as_deref().map(|proof| (proof, entry.size));
        let from = || Some(From::Trash(Box::new(trashed.clone())));
        match judge(session, pair, &entry.signature, &content, stored, progress)? {
            Judged::Verifies(_) => return Ok(recovered(Recovery::Restored, None, from())),
            Judged::Unproven(reason) => {
                unproven = unproven.or_else(|| recovered(Recovery::Unproven, Some(reason), from()));
            }
            Judged::Bad(reason) => bad = bad.or_else(|| recovered(Recovery::Bad, Some(reason), None)),
        }
    }
    if unproven.is_some() {
        // It may be the first one, whatever is in quarantine.
        return Ok(unproven);
    }
    for quarantined in quarantined {
        let proof = quarantined.proof.as_deref().and_then(|bytes| Proof::from_bytes(bytes).ok());
        let stored = quarantined.proof.as_deref().zip(proof.as_ref().map(Proof::length));
        let judged = judge(session, pair, &quarantined.signature, &content, stored, progress)?;
        if let Judged::Verifies(proven) = judged {
            let proof = stored.and_then(|stored| believed(pair, stored));
            let entry = NewEntry {
                pair: *pair,
                signature: quarantined.signature.clone(),
                size: proof.as_ref().map_or(0, Proof::length),
                proof: proven.signature.provable_from(proof),
                signed: proven.signature.created(),
                facts: proven.facts(),
                origin: Origin::Recovered,
                label: None,
                verdict: proven.verdict,
            };
            let passed_over = trashed.iter().map(|trashed| trashed.entry.signature.clone()).collect();
            let from = From::Quarantine(Box::new(entry), passed_over);
            return Ok(recovered(Recovery::Restored, None, Some(from)));
        }
    }
    Ok(bad)
}

/// Restores what a plan says; each part is looked at again, and gets the class that it has come to.
///
/// # Errors
/// When the cache can't be written, or a person asks to stop. What is restored until then stays.
pub fn restore(session: &Session, plan: &mut [Recovered], progress: &dyn Progress) -> Result<(), Error> {
    for recovered in plan {
        if progress.cancelled() {
            return Err(Error::Interrupted);
        }
        let (cache, now) = (session.writable_cache(progress)?, session.settings().now);
        let taken = match &recovered.from {
            None => continue,
            Some(From::Trash(trashed)) => cache.take_out(trashed)?,
            Some(From::Quarantine(entry, passed_over)) => cache.heal(entry, passed_over, now)?,
        };
        match taken {
            TakenOut::Restored => {}
            TakenOut::Same => recovered.class = Recovery::Present,
            TakenOut::Occupied | TakenOut::Gone => {
                recovered.class = Recovery::Conflict;
                recovered.reason = Some(Untrusted::new("somebody else was faster"));
            }
        }
    }
    Ok(())
}

/// Takes the signature of a pair out of the trash that it had last, or that this user was served before.
///
/// # Errors
/// When there is none that verifies, or the cache can't be written.
pub(in crate::ops) fn bring_back(
    session: &Session,
    pair: &Pair,
    content: &Content,
    progress: &dyn Progress,
) -> Result<(), Error> {
    let served = session.remembered(progress, |ledger| ledger.served(pair));
    let served = served.map(|(served, _)| served.signature);
    let mut trashed = session.writable_cache(progress)?.trashed(pair)?;
    trashed.retain(Trashed::was_entry);
    trashed.sort_by_key(|trashed| Some(&trashed.entry.signature) != served.as_ref());
    let mut failure = None;
    for trashed in &trashed {
        let entry = &trashed.entry;
        let stored = entry.proof.as_deref().map(|proof| (proof, entry.size));
        match judge(session, pair, &entry.signature, content, stored, progress)? {
            Judged::Verifies(_) => {
                // Whatever came of it: the cache has the first one now, or never had another one.
                return session.writable_cache(progress)?.take_out(trashed).map(drop).map_err(Error::from);
            }
            Judged::Bad(reason) => failure = failure.or(Some(Error::Bad { pair: *pair, reason })),
            // It may be the first one, whatever is beside it.
            Judged::Unproven(reason) => failure = Some(Error::Unproven { pair: *pair, reason }),
        }
    }
    failure.map_or(Ok(()), Err)
}

/// What the trash has for the pairs of new entries and does not verify, so that it is nobody's first one.
///
/// # Errors
/// When the cache can't be read.
pub(in crate::ops) fn invalid(
    session: &Session,
    entries: &[NewEntry],
    progress: &dyn Progress,
) -> Result<PassedOver, Error> {
    let mut invalid = PassedOver::new();
    let Some(cache) = session.cache()? else { return Ok(invalid) };
    for NewEntry { pair, proof, size, .. } in entries {
        let content = Content::from_digest(pair.content);
        let proof = proof.as_ref().map(Proof::to_bytes);
        for trashed in cache.trashed(pair)? {
            let entry = &trashed.entry;
            let own = entry.proof.as_deref().map(|proof| (proof, entry.size));
            let stored = proof.as_deref().map(|proof| (proof, *size)).or(own);
            if let Judged::Bad(_) = judge(session, pair, &entry.signature, &content, stored, progress)? {
                invalid.entry(*pair).or_default().push(trashed.entry.signature);
            }
        }
    }
    Ok(invalid)
}

/// What a signature is worth, as far as restoring it goes.
enum Judged {
    Verifies(Box<Proven>),
    Unproven(Untrusted),
    Bad(Untrusted),
}

fn judge(
    session: &Session,
    pair: &Pair,
    signature: &[u8],
    content: &Content,
    stored: Option<(&[u8], u64)>,
    progress: &dyn Progress,
) -> Result<Judged, Error> {
    let Some(certificate) = certificates::certificate(session, &pair.key, progress)? else {
        return Ok(Judged::Unproven(Untrusted::new("there is no certificate of its key")));
    };
    let now = session.settings().now;
    Ok(match prove(&certificate, pair, signature, content, stored, now, progress)? {
        Outcome::Proven(proven) | Outcome::Refused(proven, _) => Judged::Verifies(proven),
        Outcome::Bad(reason) => Judged::Bad(reason),
        Outcome::Unproven(reason) | Outcome::UnknownSigner(reason) | Outcome::Unsupported(reason) => {
            Judged::Unproven(reason)
        }
    })
}
