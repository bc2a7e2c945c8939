use std::collections::BTreeMap;

use crate::bundle;
use crate::hash::Sha256State;
use crate::model::{KeyId, Pair, Proof, Record, Untrusted};
use crate::ops::signer::signs_proofs;
use crate::ops::{Content, Contents, Error, Progress, Session, certificates};

/// More keys than anybody is asked for, and each costs a look at the key ring and at the agent.
const MOST_KEYS: usize = 1000;

/// A signature that somebody asks for, checked as far as that goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// The content and the key.
    pub pair: Pair,
    /// The content's length in bytes.
    pub size: u64,
    /// What there is to sign. It has a path if the content itself is at hand, and was read.
    pub content: Content,
}

/// What becomes of a record before anybody is asked.
pub(super) enum Sorted {
    /// It can be signed.
    Ready(Box<Request>),
    /// It is for a key that is not meant, or can't be signed with here.
    OtherKey,
    /// Its content is not among those that are at hand.
    NotFound,
}

/// Tells which records can be signed here, and makes requests of them.
pub(super) struct Sorting<'a> {
    session: &'a Session,
    place: &'a Untrusted,
    only: Option<KeyId>,
    contents: Option<&'a mut Contents>,
    /// For each key, whether proofs are enough to sign with it, or why it can't sign.
    keys: BTreeMap<KeyId, Result<bool, Error>>,
}

impl<'a> Sorting<'a> {
    pub(super) const fn new(
        session: &'a Session,
        place: &'a Untrusted,
        only: Option<KeyId>,
        contents: Option<&'a mut Contents>,
    ) -> Self {
        Self { session, place, only, contents, keys: BTreeMap::new() }
    }

    /// What becomes of a record.
    pub(super) fn sort(&mut self, record: Record, progress: &dyn Progress) -> Result<Sorted, Error> {
        let pair = record.pair;
        if self.only.is_some_and(|only| only != pair.key) {
            return Ok(Sorted::OtherKey);
        }
        let Some(signs_proofs) = self.key(&pair.key, progress)? else { return Ok(Sorted::OtherKey) };
        let genuine = |proof| Sha256State::digest_of(proof) == pair.content && proof.length() == record.size;
        if record.proof.as_ref().is_some_and(|proof| !genuine(proof)) {
            return Err(Error::ForgedProof { place: self.place.clone(), pair });
        }
        let content = match &mut self.contents {
            None => {
                let (digest, label) = (pair.content, record.label);
                let reason = match &record.proof {
                    None => Some("there is no proof of it"),
                    Some(_) if !signs_proofs => Some("this key signs another hash than SHA-256"),
                    Some(_) => None,
                };
                if let Some(reason) = reason {
                    return Err(Error::ContentNeeded { pair, label, reason });
                }
                Content { digest, proof: record.proof, path: None, label }
            }
            Some(contents) => {
                // Of what a build wants, not even the length is known.
                let size = record.proof.is_some().then_some(record.size);
                match contents.find(self.session, &pair.content, size, progress)? {
                    Some(found) => Content { label: record.label.or(found.label), ..found },
                    None => return Ok(Sorted::NotFound),
                }
            }
        };
        let size = content.proof.as_ref().map_or(record.size, Proof::length);
        Ok(Sorted::Ready(Box::new(Request { pair, size, content })))
    }

    /// The keys that can't be signed with here, and why.
    pub(super) fn unusable(self) -> Vec<(KeyId, Error)> {
        self.keys.into_iter().filter_map(|(key, usable)| Some((key, usable.err()?))).collect()
    }

    /// Whether proofs are enough to sign with a key; none if it can't be signed with at all.
    fn key(&mut self, key: &KeyId, progress: &dyn Progress) -> Result<Option<bool>, Error> {
        if let Some(known) = self.keys.get(key) {
            return Ok(known.as_ref().ok().copied());
        }
        if self.keys.len() >= MOST_KEYS {
            let source = bundle::Error::Part {
                name: Untrusted::new(key.to_string()),
                what: "is one key too many; name the one that is meant with -k",
            };
            return Err(Error::Bundle { place: self.place.clone(), source });
        }
        let session = self.session;
        let usable = session
            .check_cache_of(key)
            .and_then(|()| certificates::certificate(session, key, progress))
            .and_then(|found| certificates::required(session, key, found))
            .and_then(|certificate| signs_proofs(session, &certificate, progress));
        match usable {
            Err(Error::Cache(error)) => Err(error.into()),
            // It was asked for by name.
            Err(error) if self.only.is_some() => Err(error),
            usable => {
                let answer = usable.as_ref().ok().copied();
                self.keys.insert(*key, usable);
                Ok(answer)
            }
        }
    }
}
