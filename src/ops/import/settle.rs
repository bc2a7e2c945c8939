use std::cell::RefCell;

use super::keys::Keys;
use super::offer::{Checked, Offer};
use super::plan::{Class, Counts, ImportWish, Prefer, Step};
use crate::cache::{Cache, Ledger};
use crate::model::{ContentDigest, Entry, NewEntry, Untrusted, Verdict};
use crate::openpgp::Proven;
use crate::ops::bind::release;
use crate::ops::content::Content;
use crate::ops::contents::Contents;
use crate::ops::find::remember;
use crate::ops::prove::Outcome;
use crate::ops::{Error, Progress, Session};

/// Decides what becomes of each offer, and does it.
pub(super) struct Settling<'a> {
    session: &'a Session,
    wish: &'a ImportWish,
    contents: RefCell<&'a mut Contents>,
    progress: &'a dyn Progress,
    /// Whether the user was ever served anything, which most were not who import much.
    served: bool,
    tell: &'a mut dyn FnMut(Step),
    pub(super) counts: Counts,
    /// What is to be stored together, and why where that is not plain.
    pending: Vec<(Offer, NewEntry, Option<Untrusted>)>,
}

/// How many entries are stored in one transaction: each waits for the disk.
const TOGETHER: usize = 8192;

/// About as many bytes of signatures, which are in memory twice.
const TOGETHER_BYTES: usize = 4 << 20;

/// What is to be done for an offer.
enum Act {
    Nothing,
    Insert(NewEntry),
    Replace { old: Vec<u8>, new: NewEntry, proven: Box<Proven> },
}

impl<'a> Settling<'a> {
    pub(super) fn new(
        session: &'a Session,
        wish: &'a ImportWish,
        contents: &'a mut Contents,
        progress: &'a dyn Progress,
        tell: &'a mut dyn FnMut(Step),
    ) -> Result<Self, Error> {
        if !wish.dry_run {
            session.writable_cache()?;
        }
        let contents = RefCell::new(contents);
        let served = session.remembered(progress, Ledger::has_served).unwrap_or(false);
        Ok(Self {
            session,
            wish,
            contents,
            progress,
            served,
            tell,
            counts: Counts::default(),
            pending: Vec::new(),
        })
    }

    /// Notes what the cache has for each offer, and which contents are at hand.
    pub(super) fn look_up(&self, mut offers: Vec<Offer>) -> Result<Vec<Offer>, Error> {
        for offer in &mut offers {
            offer.here = self.here(offer)?;
            if !self.contents.borrow().is_empty()
                && !offer.is_here()
                && !offer.needs_no_content()
                && let Some(content) = self.content(&offer.pair().content, Some(offer.record.size))?
            {
                offer.content = content;
            }
        }
        Ok(offers)
    }

    /// A content of which only the digest is known, if it is at hand.
    pub(super) fn content(
        &self,
        digest: &ContentDigest,
        size: Option<u64>,
    ) -> Result<Option<Content>, Error> {
        self.contents.borrow_mut().find(self.session, digest, size, self.progress)
    }

    /// Tells of something that is no entry.
    pub(super) fn pass_over(&mut self, place: Untrusted, class: Class, reason: Untrusted) {
        self.counts.add(class);
        (self.tell)(Step { pair: None, place: Some(place), label: None, class, reason: Some(reason) });
    }

    /// Stores what is to be stored of a chunk, and tells what became of each offer.
    pub(super) fn settle(&mut self, chunk: Vec<Checked>, keys: &mut Keys<'_>) -> Result<(), Error> {
        let count = chunk.len() as u64;
        for Checked { offer, outcome } in chunk {
            let (class, reason, act) = self.decide(&offer, outcome?)?;
            match act {
                Act::Nothing => {}
                _ if self.wish.dry_run => {}
                Act::Insert(new) => {
                    keys.share(&new.pair.key)?;
                    self.pending.push((offer, new, reason));
                    continue;
                }
                Act::Replace { old, new, proven } => {
                    keys.share(&new.pair.key)?;
                    self.replace(&old, &new, &proven)?;
                }
            }
            self.step(&offer, class, reason);
        }
        let bytes: usize = self.pending.iter().map(|(offer, ..)| offer.signature.len()).sum();
        if self.pending.len() >= TOGETHER || bytes >= TOGETHER_BYTES {
            self.flush()?;
        }
        self.progress.did_entries(count);
        Ok(())
    }

    /// Stores what waits for it, in one transaction.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        let (mut inserts, mut offers) = (Vec::new(), Vec::new());
        for (offer, new, reason) in self.pending.drain(..) {
            inserts.push(new);
            offers.push((offer, reason));
        }
        if inserts.is_empty() {
            return Ok(());
        }
        let stored = self.writable()?.insert(&inserts, self.session.settings().now)?;
        for (((mut offer, reason), new), stored) in offers.into_iter().zip(inserts).zip(stored) {
            let class = if new.verdict == Verdict::Unproven { Class::Unproven } else { Class::New };
            if stored {
                self.step(&offer, class, reason);
                continue;
            }
            // Somebody else stored one meanwhile, and the first one wins.
            offer.here = self.here(&offer)?;
            let same = offer.here.as_ref().is_some_and(|here| here.signature == new.signature);
            self.step(&offer, if same { Class::Identical } else { Class::Conflicting }, None);
        }
        Ok(())
    }

    fn replace(&self, old: &[u8], new: &NewEntry, proven: &Proven) -> Result<(), Error> {
        let (cache, now) = (self.writable()?, self.session.settings().now);
        let reason = Untrusted::new("an earlier signature was imported");
        if cache.replace(old, new, &reason, now)? {
            release(self.session, &new.pair, old);
            // On purpose: the user is to be served this one from now on.
            remember(self.session, new.pair, proven, self.progress)?;
        }
        Ok(())
    }

    fn decide(&self, offer: &Offer, outcome: Outcome) -> Result<(Class, Option<Untrusted>, Act), Error> {
        let plain = |class, reason| Ok((class, Some(reason), Act::Nothing));
        match outcome {
            Outcome::Bad(reason) => plain(Class::Bad, reason),
            _ if offer.is_here() => Ok((Class::Identical, None, Act::Nothing)),
            Outcome::Proven(proven) => self.decide_proven(offer, proven),
            Outcome::Unproven(reason) => match (&offer.here, offer.unproven()) {
                (_, None) => plain(Class::Bad, Untrusted::new("it is no signature")),
                (Some(_), _) => plain(Class::Conflicting, reason),
                (None, Some(new)) if self.wish.unproven => Ok((Class::Unproven, None, Act::Insert(new))),
                (None, Some(_)) => plain(Class::Unproven, reason),
            },
            Outcome::Refused(proven, _) => {
                let reason = proven.remark.unwrap_or_else(|| Untrusted::new("its key must not be used"));
                plain(Class::Refused, reason)
            }
            Outcome::UnknownSigner(reason) => plain(Class::UnknownKey, reason),
            Outcome::Unsupported(reason) => plain(Class::Unsupported, reason),
        }
    }

    fn decide_proven(
        &self,
        offer: &Offer,
        proven: Box<Proven>,
    ) -> Result<(Class, Option<Untrusted>, Act), Error> {
        let new = offer.proven(&proven.signature, proven.verdict);
        let Some(here) = &offer.here else {
            return Ok(self.decide_absent(new, None));
        };
        let now = self.session.settings().now;
        let later = match offer.check_here(here, now, self.progress)? {
            Outcome::Proven(own) | Outcome::Refused(own, _) => {
                let order = |signature: &crate::openpgp::DetachedSignature| {
                    (signature.created(), signature.to_bytes())
                };
                let (own, theirs) = (order(&own.signature), order(&proven.signature));
                if own == theirs {
                    return Ok((Class::Identical, None, Act::Nothing));
                }
                own > theirs
            }
            Outcome::Bad(reason) => {
                if !self.wish.dry_run {
                    self.writable()?.quarantine(&new.pair, &here.signature, &reason, now)?;
                }
                let reason = Untrusted::new("what the cache had does not verify, and goes into quarantine");
                return Ok(self.decide_absent(new, Some(reason)));
            }
            // What is proven goes before what is not.
            Outcome::Unproven(_) | Outcome::UnknownSigner(_) | Outcome::Unsupported(_) => true,
        };
        Ok(if later && self.wish.prefer == Prefer::Earliest {
            (Class::Replaced, None, Act::Replace { old: here.signature.clone(), new, proven })
        } else if self.wish.prefer == Prefer::Earliest {
            (Class::Kept, None, Act::Nothing)
        } else {
            (Class::Conflicting, None, Act::Nothing)
        })
    }

    /// What becomes of a proven signature where the cache has none that verifies: the user may have been given another one.
    fn decide_absent(&self, new: NewEntry, reason: Option<Untrusted>) -> (Class, Option<Untrusted>, Act) {
        let look = || self.session.remembered(self.progress, |ledger| ledger.served(&new.pair));
        match self.served.then(look).flatten() {
            Some((served, _)) if served.signature != new.signature => {
                let reason = Untrusted::new("you were given another one before");
                (Class::Conflicting, Some(reason), Act::Nothing)
            }
            _ => (Class::New, reason, Act::Insert(new)),
        }
    }

    fn here(&self, offer: &Offer) -> Result<Option<Entry>, Error> {
        match self.session.cache()? {
            Some(cache) => Ok(cache.get(&offer.pair())?),
            None => Ok(None),
        }
    }

    fn writable(&self) -> Result<&'a Cache, Error> {
        self.session.writable_cache()
    }

    fn step(&mut self, offer: &Offer, class: Class, reason: Option<Untrusted>) {
        self.counts.add(class);
        let (place, label) = (offer.place.clone(), offer.record.label.clone());
        (self.tell)(Step { pair: Some(offer.pair()), place, label, class, reason });
    }
}
