use std::collections::BTreeMap;

use super::requests::{Request, Sorted, Sorting};
use crate::bundle::Item;
use crate::model::{KeyId, Pair, Untrusted};
use crate::ops::{Answer, Contents, Error, Neighbours, Progress, Session, Source, Wish, find, obtain};

/// How many requests are signed at once: what was decided is in memory until then.
const BATCH: usize = 256;

/// After so many requests that make no sense nobody expects the rest to be better.
const HOPELESS: u64 = 1000;

/// What a key holder says to a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decision {
    /// Sign it.
    Sign,
    /// Leave it.
    Leave,
    /// Leave this one and all that follow.
    Stop,
}

/// Whoever decides what is signed, and is told what came of it.
pub trait Holder {
    /// Whether a content that was not seen is to be signed.
    fn decide(&mut self, request: &Request) -> Decision;
    /// What came of a request: a signature that was there or was made, or what is wrong.
    fn told(&mut self, request: &Request, answer: &Answer);
    /// A request that can't be met.
    fn refused(&mut self, error: Error);
}

/// What came of signing what somebody wanted.
#[derive(Debug, Default)]
pub struct Signed {
    /// What is here now, and what whoever wants it calls it.
    pub here: BTreeMap<Pair, Option<Untrusted>>,
    /// How many signatures were made.
    pub made: u64,
    /// How many were there before.
    pub reused: u64,
    /// How many the key holder left.
    pub left: u64,
    /// How many were left because their contents were not found.
    pub not_found: u64,
    /// How many were for other keys.
    pub other_keys: u64,
    /// The keys that can't be signed with here, and why.
    pub unusable: Vec<(KeyId, Error)>,
    /// What ended it before its time. What was signed until then is kept.
    pub stopped: Option<Error>,
}

/// Signs what is wanted by a bundle, with the keys that are at hand, or with `only` this one.
///
/// Without `contents` no content is seen: proofs are signed, and the holder
/// decides about each. With them, what is found there is signed, and nothing
/// else. Nothing that a bundle says is believed before it is checked: a proof
/// must finish to the digest, and have the length that is said.
///
/// # Errors
/// When the bundle is not one, or a key that was asked for by name can't be used.
pub fn sign(
    session: &Session,
    source: Source,
    only: Option<KeyId>,
    contents: Option<&mut Contents>,
    holder: &mut dyn Holder,
    progress: &dyn Progress,
) -> Result<Signed, Error> {
    let place = source.place.clone();
    let chunks = source.read()?;
    let seen = contents.is_some();
    let mut sorting = Sorting::new(session, &place, only, contents);
    let mut signing =
        Work { session, holder, progress, batch: Vec::new(), signed: Signed::default(), bad: 0 };
    let mut read = || -> Result<(), Error> {
        let mut items = Vec::new().into_iter();
        loop {
            let Some(item) = items.next() else {
                let Some(chunk) = chunks.next(progress)? else { return Ok(()) };
                items = chunk.into_iter();
                continue;
            };
            let Item::Wanted(record) = item else { continue };
            if progress.cancelled() {
                return Err(Error::Interrupted);
            }
            match sorting.sort(record, progress) {
                Ok(Sorted::Ready(request)) => {
                    if signing.consider(*request, seen)? == Decision::Stop {
                        return Ok(());
                    }
                }
                Ok(Sorted::OtherKey) => signing.signed.other_keys += 1,
                Ok(Sorted::NotFound) => signing.signed.not_found += 1,
                Err(error @ (Error::ForgedProof { .. } | Error::ContentNeeded { .. })) => {
                    signing.refuse(error)
                }
                Err(error) => return Err(error),
            }
            if signing.bad >= HOPELESS {
                return Err(Error::Hopeless { place: place.clone(), bad: signing.bad });
            }
        }
    };
    let stopped = match read() {
        Err(Error::Interrupted) => Some(Error::Interrupted),
        // What was decided until then is as good as without an error.
        read => read.and(signing.flush()).err(),
    };
    let mut signed = signing.signed;
    signed.unusable = sorting.unusable();
    signed.stopped = stopped;
    Ok(signed)
}

/// The requests under way.
struct Work<'a> {
    session: &'a Session,
    holder: &'a mut dyn Holder,
    progress: &'a dyn Progress,
    batch: Vec<Request>,
    signed: Signed,
    bad: u64,
}

impl Work<'_> {
    /// Takes a request into the batch, unless it is met already or the holder says no.
    fn consider(&mut self, request: Request, seen: bool) -> Result<Decision, Error> {
        match find(self.session, &request.pair.key, &request.content, false, self.progress) {
            Ok(Some(answer)) => {
                self.met(&request, &answer);
                return Ok(Decision::Sign);
            }
            Ok(None) => {}
            Err(error @ (Error::Interrupted | Error::Cache(_))) => return Err(error),
            Err(error) => {
                self.refuse(error);
                return Ok(Decision::Leave);
            }
        }
        let decision = if seen { Decision::Sign } else { self.holder.decide(&request) };
        if decision == Decision::Sign {
            self.batch.push(request);
            if self.batch.len() >= BATCH {
                self.flush()?;
            }
        } else {
            self.signed.left += 1;
        }
        Ok(decision)
    }

    /// Signs the batch, key by key: that one key fails is no reason to leave the others.
    fn flush(&mut self) -> Result<(), Error> {
        let mut stopped = Ok(());
        let mut by_key: BTreeMap<KeyId, Vec<Request>> = BTreeMap::new();
        for request in self.batch.drain(..) {
            by_key.entry(request.pair.key).or_default().push(request);
        }
        for (key, requests) in by_key {
            let contents: Vec<_> = requests.iter().map(|request| request.content.clone()).collect();
            let substitute = self.session.settings().substitute;
            let wish = Wish { substitute, neighbours: Neighbours::Everywhere, ..Wish::default() };
            let obtained = obtain(self.session, &key, &contents, wish, self.progress);
            for (request, answer) in requests.iter().zip(obtained.answers) {
                match answer {
                    Some(Ok(answer)) => self.met(request, &answer),
                    Some(Err(error)) => self.refuse(error),
                    None => {}
                }
            }
            obtained.others.into_iter().for_each(|error| self.refuse(error));
            match obtained.stopped {
                Some(Error::Interrupted) => return Err(Error::Interrupted),
                Some(error) => stopped = stopped.and(Err(error)),
                None => {}
            }
        }
        if self.progress.cancelled() { Err(Error::Interrupted) } else { stopped }
    }

    fn met(&mut self, request: &Request, answer: &Answer) {
        if answer.new {
            self.signed.made += 1;
        } else {
            self.signed.reused += 1;
        }
        self.signed.here.insert(request.pair, request.content.label.clone());
        self.holder.told(request, answer);
    }

    fn refuse(&mut self, error: Error) {
        self.bad += 1;
        self.holder.refused(error);
    }
}
