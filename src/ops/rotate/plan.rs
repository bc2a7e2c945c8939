use crate::cache::Cache;
use crate::model::query::{Filter, KeyMatch, Query, Term};
use crate::model::{ContentDigest, Entry, KeyId, Pair, Untrusted};
use crate::openpgp::Certificate;
use crate::ops::prove::{Outcome, believed, prove};
use crate::ops::signer::signs_proofs;
use crate::ops::{Content, Contents, Error, Progress, Session, certificates, list};

/// What a key is to sign because another one did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// The key that is replaced.
    pub from: KeyId,
    /// The key that takes its place.
    pub to: KeyId,
    /// What was found among the contents at hand.
    pub seen: Vec<ContentDigest>,
    /// What is signed from its proof, without having been seen.
    pub unseen: Vec<ContentDigest>,
    /// How many the new key has signed already.
    pub there: u64,
}

/// Something that the old key signed, or seems to have, and the new one can't sign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Left {
    /// The content and the old key.
    pub pair: Pair,
    /// What people call the content.
    pub label: Option<Untrusted>,
    /// Why it is left.
    pub why: Why,
    /// What that means here.
    pub reason: Untrusted,
}

/// Why something is not signed by the new key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// Its content is needed, and not at hand.
    ContentNeeded,
    /// Nobody can tell whether the old key signed it.
    Unproven,
    /// The old key was compromised, or not allowed to sign: nobody knows whose signature it is.
    Refused,
    /// The old key's signature does not verify.
    Bad,
}

impl Why {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::ContentNeeded => "content-needed",
            Self::Unproven => "unproven",
            Self::Refused => "refused",
            Self::Bad => "bad",
        }
    }
}

/// Finds what the new key is to sign; tells what it can't.
///
/// Only what the old key signed provably counts. It is signed from `contents`
/// where it is found there, and else, if `unseen` is allowed, from its proof.
///
/// # Errors
/// When a key can't be used, the cache can't be read, or a person asks to stop.
pub fn plan(
    session: &Session,
    (from, to): (&KeyId, &KeyId),
    query: &Query,
    (unseen, contents): (bool, &mut Contents),
    tell: &mut dyn FnMut(Left),
    progress: &dyn Progress,
) -> Result<Plan, Error> {
    let known = |key| {
        session.check_cache_of(key)?;
        certificates::required(session, key, certificates::certificate(session, key, progress)?)
    };
    let (old, new) = (known(from)?, known(to)?);
    let from_proofs = unseen && signs_proofs(session, &new, progress)?;
    let mut plan = Plan { from: *from, to: *to, seen: Vec::new(), unseen: Vec::new(), there: 0 };
    let Some(cache) = session.cache()? else { return Ok(plan) };
    let mut planning = Planning { session, cache, old, from_proofs, contents, progress };
    let filter = Filter::Key(KeyMatch::Exactly(*from.fingerprint()));
    let mut query = Query { sort: None, ..query.clone() };
    query.terms.push(Term { negated: false, filter });
    let mut failed = Ok(());
    list(session, &query, progress, &mut |entry, _| {
        failed = planning.put(entry, &mut plan, tell);
        failed.is_ok()
    })?;
    failed.map(|()| plan)
}

struct Planning<'a> {
    session: &'a Session,
    cache: &'a Cache,
    old: Certificate,
    from_proofs: bool,
    contents: &'a mut Contents,
    progress: &'a dyn Progress,
}

impl Planning<'_> {
    fn put(&mut self, entry: Entry, plan: &mut Plan, tell: &mut dyn FnMut(Left)) -> Result<(), Error> {
        let pair = entry.pair;
        if self.cache.get(&Pair { key: plan.to, ..pair })?.is_some() {
            plan.there += 1;
            return Ok(());
        }
        let found = self.contents.find(self.session, &pair.content, Some(entry.size), self.progress)?;
        let seen = found.is_some();
        let content = found.unwrap_or_else(|| Content::from_digest(pair.content));
        let stored = entry.proof.as_deref().map(|proof| (proof, entry.size));
        let now = self.session.settings().now;
        let outcome = prove(&self.old, &pair, &entry.signature, &content, stored, now, self.progress)?;
        let (why, reason) = match outcome {
            // Whoever stole the key did not choose the contents that are at hand here.
            Outcome::Proven(_) | Outcome::Refused(..) if seen => {
                plan.seen.push(pair.content);
                return Ok(());
            }
            Outcome::Proven(_) => {
                if self.from_proofs && stored.and_then(|stored| believed(&pair, stored)).is_some() {
                    plan.unseen.push(pair.content);
                    return Ok(());
                }
                (Why::ContentNeeded, Untrusted::new("its content is not at hand"))
            }
            Outcome::Refused(proven, _) => {
                (Why::Refused, proven.remark.unwrap_or_else(|| Untrusted::new("its key must not be used")))
            }
            Outcome::Bad(reason) => (Why::Bad, reason),
            Outcome::Unproven(reason) if !seen => (Why::ContentNeeded, reason),
            Outcome::Unproven(reason) | Outcome::UnknownSigner(reason) | Outcome::Unsupported(reason) => {
                (Why::Unproven, reason)
            }
        };
        tell(Left { pair, label: entry.label, why, reason });
        Ok(())
    }
}
