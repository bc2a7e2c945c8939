use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::content::Content;
use super::find::{Answer, Depth, find_and};
use super::neighbour::{self, Neighbours, Places};
use super::signer::Signer;
use super::upstream::{self, Keep};
use super::{Error, Notice, Progress, Session, batch, certificates, trash};
use crate::cache::{LockHolder, Waiter};
use crate::model::{ContentDigest, KeyId, NewEntry, Pair, StorePath};

/// How often a signature is restored that others delete again and again.
const RESTORATIONS: usize = 16;

/// How far an operation may go to get a signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Wish {
    /// Only look up.
    pub offline: bool,
    /// Sign anew where the signature that was there is in quarantine.
    pub resign: bool,
    /// Accept signatures of keys that were revoked as compromised.
    pub allow_compromised: bool,
    /// Have Nix fetch what others provide, before anything is signed.
    pub substitute: bool,
    /// Of which contents the files beside them are looked at, before anything is signed.
    pub neighbours: Neighbours,
}

/// Where the signatures go, and whether they can go there: asked before the first one is made.
pub(super) trait Outputs {
    /// The file that the signature of a content is to be written to, if any, by the content's number.
    fn path(&self, content: usize) -> Option<&Path>;
    /// What is wrong with any of the outputs. Nothing is known yet of a signature that is to be made.
    fn check(&self, contents: &[Known<'_>]) -> Vec<Error>;
}

/// What is known of a content's signature before any is made.
#[derive(Clone, Copy)]
pub(super) enum Known<'a> {
    /// It is there.
    Here(&'a Answer),
    /// It is to be made.
    ToBeMade,
    /// Something is wrong with it, and nothing is to be written.
    Wrong,
}

/// Signatures that are written nowhere.
struct Nowhere;

impl Outputs for Nowhere {
    fn path(&self, _: usize) -> Option<&Path> {
        None
    }

    fn check(&self, _: &[Known<'_>]) -> Vec<Error> {
        Vec::new()
    }
}

/// What came of getting signatures.
#[derive(Debug, Default)]
pub struct Obtained {
    /// For each content, in order: its signature, or what is wrong with it; none where `stopped` came before.
    pub answers: Vec<Option<Result<Answer, Error>>>,
    /// What kept contents from being signed: no certificate, no usable key, a lock held for too long.
    pub stopped: Option<Error>,
    /// What else was found before anything was signed, and kept contents from being signed.
    pub others: Vec<Error>,
    /// The signatures that lay beside their contents and were taken over, by digest, and the files they were in.
    pub adopted: BTreeMap<ContentDigest, PathBuf>,
}

/// Gets the signature of each content: the one that is there, or one that is made now and kept for ever.
///
/// One process at a time signs a pair. Whoever waited looks again before
/// it signs, so any number of processes get the same bytes and the signer is
/// asked once. Each content has a result of its own; what was signed before
/// an interruption is kept.
pub fn obtain(
    session: &Session,
    key: &KeyId,
    contents: &[Content],
    wish: Wish,
    progress: &dyn Progress,
) -> Obtained {
    obtain_for(&Nowhere, session, key, contents, wish, progress)
}

/// As [`obtain`], and nothing is signed unless all outputs can be written.
pub(super) fn obtain_for(
    outputs: &dyn Outputs,
    session: &Session,
    key: &KeyId,
    contents: &[Content],
    wish: Wish,
    progress: &dyn Progress,
) -> Obtained {
    session.hold_served();
    let look_and = |keep, content: &Content| {
        let depth = Depth { keep, makes: !wish.offline };
        let find = || find_and(depth, session, key, content, wish.allow_compromised, progress);
        let mut found = find();
        // Another signature is never made where the first one is still there. Who collects garbage just
        // then may throw it away again, before it has the stamp of this use.
        for _ in 0..RESTORATIONS {
            let Err(Error::Trashed(trashed)) = &found else { break };
            if wish.offline {
                break;
            }
            let restored = trash::bring_back(session, &trashed.entry.pair, content, progress);
            found = restored.and_then(|()| find());
        }
        match found {
            Err(Error::Quarantined { .. } | Error::Bad { .. }) if wish.resign => {
                session.require_ledger(&Pair { content: content.digest, key: *key }).map(|()| None)
            }
            found => found,
        }
    };
    let look = |content: &Content| look_and(Keep::Now, content);
    let copies = RefCell::default();
    let mut first: Vec<_> = contents
        .iter()
        .map(|content| {
            if progress.cancelled() {
                Err(Error::Interrupted)
            } else {
                look_and(Keep::Later(&copies), content)
            }
        })
        .collect();
    let copies: Vec<NewEntry> = copies.take();
    if !copies.is_empty() {
        // Looked up again when they are stored: what the cache has then is the first one, whoever stored it.
        let kept = upstream::keep(session, key, &copies, progress);
        let keep = if matches!(kept, Ok(true)) { Keep::Now } else { Keep::Never };
        let copied: BTreeSet<ContentDigest> = copies.iter().map(|copy| copy.pair.content).collect();
        let again = contents.iter().zip(&mut first).filter(|(content, _)| copied.contains(&content.digest));
        again.for_each(|(content, found)| *found = look_and(keep, content));
    }
    if wish.substitute {
        substitute(session, key, contents, &mut first, &look);
    }
    let missing: Vec<&Content> = contents
        .iter()
        .zip(&first)
        .filter(|(_, found)| matches!(found, Ok(None)))
        .map(|(content, _)| content)
        .collect();
    let places = |digest: &ContentDigest| {
        let all = contents.iter().enumerate().filter(|(_, content)| content.digest == *digest);
        all.map(|(number, content)| (content, outputs.path(number))).collect()
    };
    let check = |later: &BTreeMap<ContentDigest, Answer>| {
        let known = contents.iter().zip(&first).map(|(content, found)| match found {
            Ok(Some(answer)) => Known::Here(answer),
            Ok(None) => later.get(&content.digest).map_or(Known::ToBeMade, Known::Here),
            Err(_) => Known::Wrong,
        });
        outputs.check(&known.collect::<Vec<_>>())
    };
    let mut made = Made::default();
    let stopped = if wish.offline || missing.is_empty() {
        None
    } else {
        let before = Before { look: &look, neighbours: wish.neighbours, places: &places, check: &check };
        make(session, key, &missing, &before, &mut made, progress)
            .err()
            .map(|error| error.after_interruption(progress))
    };
    let Made { mut new, others, adopted } = made;
    let finish = |(found, content): (Result<Option<Answer>, Error>, &Content)| match found {
        Ok(None) if !wish.offline => match look(content) {
            Ok(None) if stopped.is_some() => None,
            found => Some(present(found, key, content).map(|mut answer| {
                answer.new = new.remove(&content.digest);
                answer
            })),
        },
        found => Some(present(found, key, content)),
    };
    let answers: Vec<_> = first.into_iter().zip(contents).map(finish).collect();
    let hits = answers.iter().flatten().flatten().filter(|answer| !answer.new).count();
    let wrong = answers
        .iter()
        .flatten()
        .filter(|answer| matches!(answer, Err(error) if !matches!(error, Error::NotInCache(_))));
    session.looked_up(hits, answers.len() - hits - wrong.count());
    session.remember_held(progress);
    Obtained { answers, stopped, others, adopted }
}

impl Obtained {
    /// All signatures.
    ///
    /// # Errors
    /// With what kept any of them from being there.
    pub fn all(self) -> Result<Vec<Answer>, Error> {
        match self.stopped {
            Some(stopped) => Err(stopped),
            None => self.answers.into_iter().flatten().collect(),
        }
    }
}

/// Has Nix fetch what is missing, as far as anybody provides it, and looks for that again.
fn substitute(
    session: &Session,
    key: &KeyId,
    contents: &[Content],
    found: &mut [Result<Option<Answer>, Error>],
    look: &dyn Fn(&Content) -> Result<Option<Answer>, Error>,
) {
    let store = session.store().store;
    // What an upstream may have that can't be read, others may have provided.
    let is_missing = |found: &Result<_, _>| matches!(found, Ok(None) | Err(Error::UpstreamUnreadable { .. }));
    let missing = contents.iter().zip(found).filter(|(_, found)| is_missing(found));
    let missing = missing.filter_map(|(content, found)| {
        let pair = Pair { content: content.digest, key: *key };
        Some((store.provided(&pair).ok()?.output, content, found))
    });
    let missing: Vec<_> = missing.collect();
    let paths: Vec<&StorePath> = missing.iter().map(|(path, ..)| path).collect();
    if !paths.is_empty() && store.substitute(&paths) {
        missing.into_iter().for_each(|(_, content, found)| *found = look(content));
    }
}

/// What comes before anything is signed.
struct Before<'a> {
    look: &'a dyn Fn(&Content) -> Result<Option<Answer>, Error>,
    neighbours: Neighbours,
    /// Where a content is, and where its signature goes, by each of its paths.
    places: Places<'a, 'a>,
    /// What is wrong with the outputs, by what was found since the first look.
    check: &'a dyn Fn(&BTreeMap<ContentDigest, Answer>) -> Vec<Error>,
}

/// What became of contents that had no signature.
#[derive(Default)]
struct Made {
    new: BTreeSet<ContentDigest>,
    adopted: BTreeMap<ContentDigest, PathBuf>,
    others: Vec<Error>,
}

/// Signs what is still missing when no other process can sign it any more, and lies nowhere beside its content.
fn make<'a>(
    session: &Session,
    key: &KeyId,
    missing: &[&'a Content],
    before: &Before<'a>,
    made: &mut Made,
    progress: &dyn Progress,
) -> Result<(), Error> {
    // Nothing is made for a key that nobody knows, not even a cache.
    let certificate = certificates::certificate(session, key, progress)?;
    certificates::required(session, key, certificate)?;
    let cache = session.writable_cache(progress)?;
    let settings = session.settings();
    let mut tell = |holder: Option<&LockHolder>| {
        if let Some(holder) = holder {
            progress.notice(Notice::Waiting { key: *key, holder: holder.clone() });
        }
        !progress.cancelled()
    };
    let mut waiter = Waiter::new(&settings.me, settings.patience, &mut tell);
    let stopped = |error| if progress.cancelled() { Error::Interrupted } else { Error::Cache(error) };
    let pairs = missing.iter().map(|content| content.digest);
    let _pairs = cache.lock_pairs(key, pairs, &mut waiter).map_err(stopped)?;
    let mut seen = BTreeSet::new();
    let (mut still, mut found, mut later) = (Vec::new(), Vec::new(), BTreeMap::new());
    for content in missing.iter().filter(|content| seen.insert(content.digest)) {
        match (before.look)(content) {
            Ok(None) => still.push(*content),
            Ok(Some(answer)) => drop(later.insert(content.digest, answer)),
            Err(_) => {}
        }
    }
    if before.neighbours != Neighbours::Ignored && !still.is_empty() {
        let places = (before.places, before.neighbours);
        (still, found) = neighbour::search(session, key, still, places, &mut made.others, progress)?;
        later.extend(found.iter().map(|(content, neighbour)| (content.digest, neighbour.answer())));
    }
    if still.is_empty() && found.is_empty() {
        return Ok(());
    }
    let told: Vec<PathBuf> = made.others.iter().filter_map(neighbour::file).cloned().collect();
    let outputs = (before.check)(&later).into_iter();
    made.others
        .extend(outputs.filter(|error| !matches!(error, Error::TakenByOther(path) if told.contains(path))));
    if !made.others.is_empty() {
        return Err(made.others.remove(0));
    }
    neighbour::adopt(session, key, found, &mut made.adopted, progress)?;
    if still.is_empty() {
        return Ok(());
    }
    let most = session.signing(key.fingerprint()).max_requests;
    let slots = cache.lock_slots(key, still.len(), most, &mut waiter).map_err(stopped)?;
    // Whoever held the locks may have learned of a revocation meanwhile.
    certificates::look_again(session, key);
    let certificate = certificates::certificate(session, key, progress)?;
    let certificate = certificates::required(session, key, certificate)?;
    certificates::share(cache, key, &certificate)?;
    let signers = Signer::open(session, &certificate, slots.len(), progress)?;
    batch::sign(session, cache, key, &still, signers, &mut made.new, progress)
}

fn present(found: Result<Option<Answer>, Error>, key: &KeyId, content: &Content) -> Result<Answer, Error> {
    let pair = Pair { content: content.digest, key: *key };
    found?.ok_or_else(|| Error::not_in_cache(pair, content.label.as_ref()))
}
