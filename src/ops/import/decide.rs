use jiff::Timestamp;

use super::offer::{Offer, adds_to};
use super::plan::{Class, ImportWish, Prefer};
use crate::cache::Trashed;
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
        /// What the trash has for the pair, and is in nobody's way.
        passed_over: Vec<Vec<u8>>,
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
                (None, Some(entry)) if self.wish.unproven => self.decide_unproven(offer, entry)?,
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
            return Ok(Decision { act: store(entry, true, Vec::new()), ..known });
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
                    self.session.writable_cache(self.progress)?.quarantine(
                        &entry.pair,
                        &here.signature,
                        &reason,
                        now,
                    )?;
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
        let entry = offer.proven(&proven.signature, proven.verdict);
        let trashed = self.trashed(offer)?;
        let theirs = rank(&proven);
        let wins = |(trashed, outcome): &(Entry, Outcome)| match outcome {
            Outcome::Proven(own) | Outcome::Refused(own, _) => {
                self.wish.prefer == Prefer::Here || rank(own) < theirs
            }
            // One that does not verify is nobody's first one, nor is one that was never proven and so never handed out.
            Outcome::Bad(_) => false,
            _ => trashed.verdict != Some(Verdict::Unproven),
        };
        let same = trashed.iter().any(|(trashed, _)| trashed.signature == entry.signature);
        if !same && trashed.iter().any(wins) {
            return Ok(in_trash());
        }
        let before = self.given_before(offer, &proven)?;
        let proven = match (before, self.wish.prefer) {
            (None, _) => None,
            (Some(false), Prefer::Earliest) => Some(proven),
            (Some(true), Prefer::Earliest) => return Ok(given_earlier()),
            (Some(_), Prefer::Here) => {
                return Ok(told(Class::Conflicting, Untrusted::new("you were given another one before")));
            }
        };
        let act = Act::Store { entry, improves: false, passed_over: signatures(trashed), proven };
        Ok(Decision { class: Class::New, reason, act })
    }

    /// What becomes of a signature that can't be proven where the cache has none: what the trash has may be the first one.
    fn decide_unproven(&self, offer: &Offer, entry: NewEntry) -> Result<Decision, Error> {
        let trashed = self.trashed(offer)?;
        let hinders = |(trashed, outcome): &(Entry, Outcome)| {
            trashed.signature != entry.signature && !matches!(outcome, Outcome::Bad(_))
        };
        if trashed.iter().any(hinders) {
            return Ok(in_trash());
        }
        Ok(Decision { act: store(entry, false, signatures(trashed)), ..plain(Class::Unproven) })
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

    /// What the trash has for the pair, with what each is worth.
    fn trashed(&self, offer: &Offer) -> Result<Vec<(Entry, Outcome)>, Error> {
        let Some(cache) = self.session.cache()?.filter(|_| self.trash) else { return Ok(Vec::new()) };
        let now = self.session.settings().now;
        let judge = |trashed: Trashed| {
            let outcome = offer.check_other(&trashed.entry.signature, now, self.progress)?;
            Ok((trashed.entry, outcome))
        };
        cache.trashed(&offer.pair())?.into_iter().map(judge).collect()
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

fn store(entry: NewEntry, improves: bool, passed_over: Vec<Vec<u8>>) -> Act {
    Act::Store { entry, improves, passed_over, proven: None }
}

fn signatures(trashed: Vec<(Entry, Outcome)>) -> Vec<Vec<u8>> {
    trashed.into_iter().map(|(entry, _)| entry.signature).collect()
}

fn in_trash() -> Decision {
    told(Class::Conflicting, Untrusted::new("another one is in the trash"))
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
