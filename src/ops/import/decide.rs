use jiff::Timestamp;

use super::offer::{Offer, adds_to};
use super::plan::{Class, ImportWish, Prefer};
use crate::cache::ledger::Served;
use crate::model::{Entry, NewEntry, Pair, Untrusted, Verdict};
use crate::openpgp::Proven;
use crate::ops::prove::Outcome;
use crate::ops::{Error, Progress, Session};

/// What becomes of an offer, and what is to be done for that.
pub(super) struct Decision {
    pub(super) class: Class,
    pub(super) reason: Option<Untrusted>,
    pub(super) act: Act,
}

/// What is to be done for an offer.
pub(super) enum Act {
    Nothing,
    /// The entry is stored; or what proves it, where the cache has it and knows less.
    Store {
        entry: NewEntry,
        improves: bool,
        /// Whether the user goes on with it.
        proven: Option<Box<Proven>>,
    },
    /// The entry takes the place of the signature `old`, which goes to the trash.
    Replace {
        old: Vec<u8>,
        entry: NewEntry,
        because: &'static str,
        proven: Box<Proven>,
    },
    /// The user goes on with what the cache has.
    Remember {
        proven: Box<Proven>,
    },
}

impl Act {
    /// Whether there will be something in the cache that was not.
    pub(super) const fn stores(&self) -> bool {
        matches!(self, Self::Store { .. } | Self::Replace { .. })
    }
}

/// Decides what becomes of offers; does none of it, but for quarantine.
pub(super) struct Deciding<'a> {
    pub(super) session: &'a Session,
    pub(super) wish: &'a ImportWish,
    pub(super) progress: &'a dyn Progress,
    /// Whether the user was ever served anything, which most were not who import much.
    pub(super) served: bool,
    /// Whether the cache has anything in its trash.
    pub(super) trash: bool,
}

impl Deciding<'_> {
    pub(super) fn decide(&self, offer: &Offer, outcome: Outcome) -> Result<Decision, Error> {
        Ok(match (outcome, &offer.here) {
            (Outcome::Bad(reason), _) => told(Class::Bad, reason),
            (_, Some(here)) if offer.is_settled() => self.decide_kept(Class::Identical, offer, here)?,
            (Outcome::Proven(proven), Some(here)) => self.decide_between(offer, here, proven)?,
            (Outcome::Proven(proven), None) => self.decide_absent(offer, proven, None)?,
            _ if offer.is_here() => plain(Class::Identical),
            (Outcome::Unproven(reason), here) => match (here, offer.unproven()) {
                (_, None) => told(Class::Bad, Untrusted::new("it is no signature")),
                (Some(_), _) => told(Class::Conflicting, reason),
                (None, Some(entry)) if self.wish.unproven => {
                    Decision { act: store(entry, false), ..plain(Class::Unproven) }
                }
                (None, Some(_)) => told(Class::Unproven, reason),
            },
            (Outcome::Refused(proven, _), _) => {
                let reason = proven.remark.unwrap_or_else(|| Untrusted::new("its key must not be used"));
                told(Class::Refused, reason)
            }
            (Outcome::UnknownSigner(reason), _) => told(Class::UnknownKey, reason),
            (Outcome::Unsupported(reason), _) => told(Class::Unsupported, reason),
        })
    }

    /// What becomes of a proven signature where the cache has one.
    fn decide_between(&self, offer: &Offer, here: &Entry, proven: Box<Proven>) -> Result<Decision, Error> {
        let entry = offer.proven(&proven.signature, proven.verdict);
        if here.signature == entry.signature {
            if !adds_to(here, entry.proof.as_ref()) {
                return self.decide_kept(Class::Identical, offer, here);
            }
            let known = told(Class::Identical, Untrusted::new("what was missing to prove it is stored now"));
            return Ok(Decision { act: store(entry, true), ..known });
        }
        let now = self.session.settings().now;
        let later = match offer.check_here(here, now, self.progress)? {
            Outcome::Proven(own) | Outcome::Refused(own, _) => {
                let (own, theirs) = (rank(&own), rank(&proven));
                if own == theirs {
                    return self.decide_kept(Class::Identical, offer, here);
                }
                own > theirs
            }
            Outcome::Bad(reason) => {
                if !self.wish.dry_run {
                    self.session.writable_cache()?.quarantine(&entry.pair, &here.signature, &reason, now)?;
                }
                let reason = Untrusted::new("what the cache had does not verify, and goes into quarantine");
                return self.decide_absent(offer, proven, Some(reason));
            }
            Outcome::Unproven(reason) | Outcome::UnknownSigner(reason) | Outcome::Unsupported(reason) => {
                // One that was never proven was never handed out, unless the user knows better.
                if here.verdict != Some(Verdict::Unproven)
                    || self.given(&entry.pair, &entry.signature).is_some()
                {
                    let reason = format!("what the cache has can't be proven now: {reason}");
                    return Ok(told(Class::Conflicting, Untrusted::new(reason)));
                }
                let because = "a signature that is proven was imported";
                let reason = Untrusted::new("what the cache had was never proven");
                let act = Act::Replace { old: here.signature.clone(), entry, because, proven };
                return Ok(Decision { act, ..told(Class::Replaced, reason) });
            }
        };
        if self.wish.prefer == Prefer::Here {
            return Ok(plain(Class::Conflicting));
        }
        if !later {
            return self.decide_kept(Class::Kept, offer, here);
        }
        if self.given_before(offer, &proven)? == Some(true) {
            return Ok(given_earlier());
        }
        let because = "an earlier signature was imported";
        let act = Act::Replace { old: here.signature.clone(), entry, because, proven };
        Ok(Decision { act, ..plain(Class::Replaced) })
    }

    /// What becomes of a proven signature where the cache has none that verifies: the user may have been given another one.
    fn decide_absent(
        &self,
        offer: &Offer,
        proven: Box<Proven>,
        reason: Option<Untrusted>,
    ) -> Result<Decision, Error> {
        if let Some(earlier) = self.trashed_before(offer, &proven)?
            && (earlier || self.wish.prefer == Prefer::Here)
        {
            return Ok(told(Class::Conflicting, Untrusted::new("another one is in the trash")));
        }
        let entry = offer.proven(&proven.signature, proven.verdict);
        let before = self.given_before(offer, &proven)?;
        let proven = match (before, self.wish.prefer) {
            (None, _) => None,
            (Some(false), Prefer::Earliest) => Some(proven),
            (Some(true), Prefer::Earliest) => return Ok(given_earlier()),
            (Some(_), Prefer::Here) => {
                return Ok(told(Class::Conflicting, Untrusted::new("you were given another one before")));
            }
        };
        Ok(Decision { class: Class::New, reason, act: Act::Store { entry, improves: false, proven } })
    }

    /// What the cache has stays. Where everybody is to end up with the same, the user goes on with it, too.
    fn decide_kept(&self, class: Class, offer: &Offer, here: &Entry) -> Result<Decision, Error> {
        if self.wish.prefer == Prefer::Here || self.given(&here.pair, &here.signature).is_none() {
            return Ok(plain(class));
        }
        let now = self.session.settings().now;
        let Outcome::Proven(proven) = offer.check_here(here, now, self.progress)? else {
            return Ok(plain(class));
        };
        if self.given_before(offer, &proven)? == Some(true) {
            return Ok(given_earlier());
        }
        Ok(Decision { act: Act::Remember { proven }, ..plain(class) })
    }

    /// Whether there are only others in the trash for the pair, and if so, whether one of them is an earlier one.
    fn trashed_before(&self, offer: &Offer, proven: &Proven) -> Result<Option<bool>, Error> {
        let Some(cache) = self.session.cache()?.filter(|_| self.trash) else { return Ok(None) };
        let (now, theirs) = (self.session.settings().now, rank(proven));
        let mut earlier = None;
        for trashed in cache.trashed(&offer.pair())? {
            // One that does not verify is nobody's first one.
            if let Outcome::Proven(own) | Outcome::Refused(own, _) =
                offer.check_other(&trashed.entry.signature, now, self.progress)?
            {
                if rank(&own) == theirs {
                    return Ok(None);
                }
                earlier = Some(earlier == Some(true) || rank(&own) < theirs);
            }
        }
        Ok(earlier)
    }

    /// Whether the user was given another signature for the pair, and if so, whether that is an earlier one.
    fn given_before(&self, offer: &Offer, proven: &Proven) -> Result<Option<bool>, Error> {
        let Some(given) = self.given(&offer.pair(), &proven.signature.to_bytes()) else { return Ok(None) };
        let now = self.session.settings().now;
        let outcome = offer.check_other(&given.signature, now, self.progress)?;
        let refused = matches!(outcome, Outcome::Refused(..));
        Ok(Some((refused, given.signed, given.signature) < rank(proven)))
    }

    /// What the user was given for a pair, if that is another signature.
    fn given(&self, pair: &Pair, signature: &[u8]) -> Option<Served> {
        let look = || self.session.remembered(self.progress, |ledger| ledger.served(pair));
        let (served, _) = self.served.then(look).flatten()?;
        (served.signature != signature).then_some(served)
    }
}

/// The smallest one stays where the earliest is preferred; what must not be used comes last.
fn rank(proven: &Proven) -> (bool, Timestamp, Vec<u8>) {
    (proven.refusal.is_some(), proven.signature.created(), proven.signature.to_bytes())
}

fn store(entry: NewEntry, improves: bool) -> Act {
    Act::Store { entry, improves, proven: None }
}

fn given_earlier() -> Decision {
    told(Class::Conflicting, Untrusted::new("you were given an earlier one before"))
}

fn plain(class: Class) -> Decision {
    Decision { class, reason: None, act: Act::Nothing }
}

fn told(class: Class, reason: Untrusted) -> Decision {
    Decision { class, reason: Some(reason), act: Act::Nothing }
}
