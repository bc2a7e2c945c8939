use std::cell::RefCell;

use jiff::Timestamp;

use super::decide::{Act, Deciding, Decision};
use super::keys::Keys;
use super::offer::{Checked, Offer};
use super::plan::{Class, Counts, ImportWish, Step};
use crate::cache::{self, Cache, First, Ledger, PassedOver};
use crate::model::{ContentDigest, Entry, NewEntry, Pair, Untrusted};
use crate::openpgp::Proven;
use crate::ops::bind::release;
use crate::ops::content::Content;
use crate::ops::contents::Contents;
use crate::ops::find::remember;
use crate::ops::{Error, Progress, Session};

/// Does what is decided on each offer.
///
/// A dry run does the same to a cache of its own, which is looked at before the real one: so it
/// says what would be done, also of pairs that come twice.
pub(super) struct Settling<'a> {
    session: &'a Session,
    wish: &'a ImportWish,
    contents: RefCell<&'a mut Contents>,
    progress: &'a dyn Progress,
    deciding: Deciding<'a>,
    tell: &'a mut dyn FnMut(Step),
    pub(super) counts: Counts,
    /// What is to be written together.
    waiting: Vec<(NewEntry, Waiting)>,
    waiting_bytes: usize,
}

/// What is to be told when an entry is written.
struct Waiting {
    offer: Offer,
    class: Class,
    reason: Option<Untrusted>,
    improves: bool,
    passed_over: Vec<Vec<u8>>,
    proven: Option<Box<Proven>>,
}

/// Writes entries in one transaction, and says of each whether it did.
type Write<'a> = &'a dyn Fn(&Cache, &[NewEntry], Timestamp) -> Result<Vec<bool>, cache::Error>;

/// How many entries are stored in one transaction: each waits for the disk.
const TOGETHER: usize = 8192;

/// About as many bytes of signatures, which are in memory twice.
const TOGETHER_BYTES: usize = 4 << 20;

impl<'a> Settling<'a> {
    pub(super) fn new(
        session: &'a Session,
        wish: &'a ImportWish,
        contents: &'a mut Contents,
        progress: &'a dyn Progress,
        tell: &'a mut dyn FnMut(Step),
    ) -> Result<Self, Error> {
        if !wish.dry_run {
            session.writable_cache(progress)?;
        }
        let contents = RefCell::new(contents);
        let trash = session.cache()?.is_some_and(|cache| !cache.is_trash_empty().unwrap_or(false));
        let served = session.remembered(progress, Ledger::has_served).unwrap_or(false);
        Ok(Self {
            session,
            wish,
            contents,
            progress,
            deciding: Deciding { session, wish, progress, served, trash },
            tell,
            counts: Counts::default(),
            waiting: Vec::new(),
            waiting_bytes: 0,
        })
    }

    /// Notes what the cache has for each offer, and which contents are at hand.
    pub(super) fn look_up(&self, mut offers: Vec<Offer>) -> Result<Vec<Offer>, Error> {
        let pairs: Vec<Pair> = offers.iter().map(Offer::pair).collect();
        for (offer, here) in offers.iter_mut().zip(self.here(&pairs)?) {
            offer.here = here;
            if !self.contents.borrow().is_empty()
                && !offer.is_settled()
                && !offer.needs_no_content()
                && let Some(content) =
                    self.content(&offer.pair().content, Some(offer.record.size).filter(|size| *size > 0))?
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

    /// Does what is to be done for a chunk, and tells what became of each offer.
    pub(super) fn settle(&mut self, chunk: Vec<Checked>, keys: &mut Keys<'_>) -> Result<(), Error> {
        let count = chunk.len() as u64;
        for Checked { offer, outcome } in chunk {
            let decision = self.deciding.decide(&offer, outcome?)?;
            if decision.act.stores() {
                keys.share(&offer.pair().key)?;
            }
            self.perform(offer, decision)?;
        }
        if self.waiting.len() >= TOGETHER || self.waiting_bytes >= TOGETHER_BYTES {
            self.flush()?;
        }
        self.progress.did_entries(count);
        Ok(())
    }

    /// Writes what waits for it.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        while !self.waiting.is_empty() {
            self.waiting_bytes = 0;
            let waiting = std::mem::take(&mut self.waiting).into_iter();
            let (better, new): (Vec<_>, Vec<_>) = waiting.partition(|(_, waiting)| waiting.improves);
            let passed_over: PassedOver =
                new.iter().map(|(entry, waiting)| (entry.pair, waiting.passed_over.clone())).collect();
            let mut written = self.write(new, &|cache, entries, now| {
                let stored = cache.insert_first(entries, &passed_over, now)?;
                Ok(stored.iter().map(|stored| *stored == First::Stored).collect())
            })?;
            written.extend(self.write(better, &|cache, entries, now| {
                if self.wish.dry_run {
                    cache.insert(entries, now)?;
                }
                cache.improve(entries, now)
            })?);
            for (Waiting { offer, class, reason, proven, .. }, written) in written {
                if written {
                    if let Some(proven) = proven {
                        self.remember(&offer, &proven)?;
                    }
                    self.step(&offer, class, reason);
                } else {
                    self.decide_again(offer)?;
                }
            }
        }
        Ok(())
    }

    fn write(
        &self,
        waiting: Vec<(NewEntry, Waiting)>,
        write: Write<'_>,
    ) -> Result<Vec<(Waiting, bool)>, Error> {
        if waiting.is_empty() {
            return Ok(Vec::new());
        }
        let (entries, waiting): (Vec<_>, Vec<_>) = waiting.into_iter().unzip();
        let written = write(self.target()?, &entries, self.session.settings().now)?;
        Ok(waiting.into_iter().zip(written).collect())
    }

    fn perform(&mut self, offer: Offer, decision: Decision) -> Result<(), Error> {
        let Decision { class, reason, act } = decision;
        match act {
            Act::Nothing => {}
            Act::Store { entry, improves, passed_over, proven } => {
                self.waiting_bytes += entry.signature.len();
                self.waiting.push((entry, Waiting { offer, class, reason, improves, passed_over, proven }));
                return Ok(());
            }
            Act::Replace { old, entry, because, proven } => {
                if !self.replace(&old, &entry, because)? {
                    return self.decide_again(offer);
                }
                self.remember(&offer, &proven)?;
            }
            Act::Remember { proven } => self.remember(&offer, &proven)?,
        }
        self.step(&offer, class, reason);
        Ok(())
    }

    /// Decides once more: since the pair was looked up, somebody else has stored or deleted one, or this import
    /// has stored one, where it comes twice.
    fn decide_again(&mut self, mut offer: Offer) -> Result<(), Error> {
        self.deciding.trash = true;
        offer.here = self.here(&[offer.pair()])?.pop().flatten();
        let Checked { offer, outcome } = offer.check(self.session.settings().now, self.progress);
        let decision = self.deciding.decide(&offer, outcome?)?;
        self.perform(offer, decision)
    }

    fn replace(&self, old: &[u8], entry: &NewEntry, because: &str) -> Result<bool, Error> {
        let (cache, now) = (self.target()?, self.session.settings().now);
        let replaced = cache.replace(old, entry, &Untrusted::new(because), now)?;
        if replaced && !self.wish.dry_run {
            release(self.session, &entry.pair, old);
        }
        // What a dry run would replace is usually in the real cache only.
        Ok(replaced || self.wish.dry_run && cache.insert(std::slice::from_ref(entry), now)? == [true])
    }

    /// On purpose: the user is to be served this one from now on.
    fn remember(&self, offer: &Offer, proven: &Proven) -> Result<(), Error> {
        if self.wish.dry_run {
            return Ok(());
        }
        remember(self.session, offer.pair(), proven, self.progress)
    }

    /// What the cache has for each pair.
    fn here(&self, pairs: &[Pair]) -> Result<Vec<Option<Entry>>, Error> {
        let mut here = match self.session.cache()? {
            Some(cache) => cache.get_all(pairs)?,
            None => vec![None; pairs.len()],
        };
        if self.wish.dry_run {
            for (here, foreseen) in here.iter_mut().zip(self.session.rehearsal()?.get_all(pairs)?) {
                *here = foreseen.or_else(|| here.take());
            }
        }
        Ok(here)
    }

    fn target(&self) -> Result<&'a Cache, Error> {
        if self.wish.dry_run { self.session.rehearsal() } else { self.session.writable_cache(self.progress) }
    }

    fn step(&mut self, offer: &Offer, class: Class, reason: Option<Untrusted>) {
        self.counts.add(class);
        let (place, label) = (offer.place.clone(), offer.record.label.clone());
        (self.tell)(Step { pair: Some(offer.pair()), place, label, class, reason });
    }
}
