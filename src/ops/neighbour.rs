//! First signatures that lie beside their contents: what a look-up does not know, and signing must not pass over.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::adopt::verify::{Claim, Hashes};
use super::content::{Content, in_store, read_through};
use super::prove::{Outcome, judged};
use super::{Answer, Error, Notice, Progress, Session, batch, certificates};
use crate::model::{ContentDigest, KeyId, NewEntry, Origin, Pair, Proof, Untrusted, Verdict};
use crate::openpgp::{Certificate, DetachedSignature, Evidence, Proven};
use crate::scan::{read_small, signatures_of};

/// Of which contents the neighbours are looked at before a signature is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Neighbours {
    /// Of none.
    #[default]
    Ignored,
    /// Of those that are not in the Nix store.
    OutsideStore,
    /// Of all that have a path.
    Everywhere,
}

/// A content by one of its paths, and the file that its signature is to be written to, if any.
pub(super) type Place<'a> = (&'a Content, Option<&'a Path>);

/// The places of a content.
pub(super) type Places<'p, 'a> = &'p dyn Fn(&ContentDigest) -> Vec<Place<'a>>;

/// A signature beside its content that is the first one from now on.
pub(super) struct Neighbour {
    path: PathBuf,
    entry: NewEntry,
}

/// The file beside a content that an error is about.
pub(super) const fn file(error: &Error) -> Option<&PathBuf> {
    match error {
        Error::Neighbour { path, .. } | Error::NeighbourUnread { path, .. } => Some(path),
        _ => None,
    }
}

/// The signature of a pair that lies beside one of the places of its content, or where it is to be written to.
///
/// It is by the pair's key, good or only expired since, binary, and without an expiry of its own; of several
/// the earliest, then the one with the smaller bytes. What is by others, or over other bytes, counts for nothing.
///
/// # Errors
/// When a file that may have it can't be read, and when there is only one by that key that is not to be
/// the first one without a person's word.
fn look(
    session: &Session,
    certificate: &Certificate,
    pair: Pair,
    (places, which): (&[Place<'_>], Neighbours),
    progress: &dyn Progress,
) -> Result<Option<Neighbour>, Error> {
    let mut found = Vec::new();
    for path in paths(session, places, which) {
        let longest = DetachedSignature::MAX_FILE_SIZE as u64;
        let bytes = read_small(&path, longest);
        let bytes = bytes.map_err(|source| Error::NeighbourUnread { path: path.clone(), source })?;
        let parts = DetachedSignature::all_from_bytes(&bytes.unwrap_or_default()).into_iter().flatten();
        found.extend(parts.map(|signature| (path.clone(), signature)));
    }
    // A wrong name costs nothing where a proof is enough; no content is read for it.
    found
        .retain(|(_, signature)| signature.evidence() == Evidence::Proof || signature.may_be_by(certificate));
    let content = places.iter().map(|(content, _)| *content).find(|content| content.proof.is_some());
    let Some(content) = content.filter(|_| !found.is_empty()) else { return Ok(None) };
    let hashes = hashes(&found, content, certificate, progress)?;
    let now = session.settings().now;
    let mut hindrance = None;
    let mut best: Option<(PathBuf, Proven)> = None;
    for (path, signature) in found {
        let outcome = match hashes.signed_digest(&signature, content) {
            Ok((digest, ambiguous)) => judged(certificate, &signature, &digest, ambiguous, now),
            Err(reason) => Outcome::Unsupported(reason),
        };
        match worth(outcome) {
            Worth::Nothing => {}
            Worth::Unsure(_) if !signature.may_be_by(certificate) => {}
            Worth::Unsure(why) => {
                hindrance.get_or_insert(Error::Neighbour { path, pair, why });
            }
            Worth::First(proven) => {
                let order = |proven: &Proven| (proven.signature.created(), proven.signature.to_bytes());
                if best.as_ref().is_none_or(|(_, first)| order(&proven) < order(first)) {
                    best = Some((path, *proven));
                }
            }
        }
    }
    match (best, hindrance) {
        (Some((path, proven)), _) => {
            let entry = entry(pair, content, &proven);
            Ok(Some(Neighbour { path, entry }))
        }
        (None, Some(error)) => Err(error),
        (None, None) => Ok(None),
    }
}

/// What lies beside contents, with the contents.
pub(super) type Found<'a> = Vec<(&'a Content, Neighbour)>;

/// Looks for what lies beside contents, under the locks of their pairs; returns what has to be signed, and what was found.
///
/// What hinders the signing of a content is noted in `hindrances`: then nothing at all is to be signed.
pub(super) fn search<'a>(
    session: &Session,
    key: &KeyId,
    missing: Vec<&'a Content>,
    (places, which): (Places<'_, 'a>, Neighbours),
    hindrances: &mut Vec<Error>,
    progress: &dyn Progress,
) -> Result<(Vec<&'a Content>, Found<'a>), Error> {
    let certificate = certificates::certificate(session, key, progress)?;
    let certificate = certificates::required(session, key, certificate)?;
    let (mut left, mut found) = (Vec::new(), Vec::new());
    for content in missing {
        if progress.cancelled() {
            return Err(Error::Interrupted);
        }
        let pair = Pair { content: content.digest, key: *key };
        match look(session, &certificate, pair, (&places(&content.digest), which), progress) {
            Ok(None) => left.push(content),
            Ok(Some(neighbour)) => found.push((content, neighbour)),
            Err(Error::Interrupted) => return Err(Error::Interrupted),
            Err(error) => {
                hindrances.push(error);
                left.push(content);
            }
        }
    }
    Ok((left, found))
}

/// Takes over what was found beside contents, as their first signatures; notes the files in `adopted`.
pub(super) fn adopt(
    session: &Session,
    key: &KeyId,
    found: Found<'_>,
    adopted: &mut BTreeMap<ContentDigest, PathBuf>,
    progress: &dyn Progress,
) -> Result<(), Error> {
    if found.is_empty() {
        return Ok(());
    }
    let certificate = certificates::certificate(session, key, progress)?;
    let certificate = certificates::required(session, key, certificate)?;
    let cache = session.writable_cache(progress)?;
    certificates::share(cache, key, &certificate)?;
    let (contents, neighbours): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    let (paths, entries): (Vec<_>, Vec<_>) =
        neighbours.into_iter().map(|Neighbour { path, entry }| (path, entry)).unzip();
    let pairs: Vec<Pair> = entries.iter().map(|entry: &NewEntry| entry.pair).collect();
    batch::store_first(session, cache, entries, &contents, progress)?;
    for (pair, path) in pairs.into_iter().zip(paths) {
        progress.notice(Notice::Adopted { pair, path: path.clone() });
        adopted.insert(pair.content, path);
    }
    Ok(())
}

impl Neighbour {
    /// The answer that it will be.
    pub(super) fn answer(&self) -> Answer {
        let NewEntry { pair, signature, signed, verdict, .. } = &self.entry;
        Answer { pair: *pair, signature: signature.clone(), signed: *signed, verdict: *verdict, new: false }
    }
}

/// Where a signature may lie, each path once.
fn paths(session: &Session, places: &[Place<'_>], which: Neighbours) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for (content, to) in places {
        let beside = content.path.as_deref().filter(|path| match which {
            Neighbours::Ignored => false,
            Neighbours::OutsideStore => in_store(session, path).is_none(),
            Neighbours::Everywhere => true,
        });
        let beside = beside.into_iter().flat_map(signatures_of);
        for path in beside.chain(to.map(Path::to_owned)) {
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
    paths
}

/// The hashes beside SHA-256 that the signatures need, of a content that is read for them at most once.
fn hashes(
    found: &[(PathBuf, DetachedSignature)],
    content: &Content,
    certificate: &Certificate,
    progress: &dyn Progress,
) -> Result<Hashes, Error> {
    let claims: Vec<Claim> = found
        .iter()
        .filter(|(_, signature)| signature.evidence() == Evidence::Content)
        .map(|(path, signature)| {
            let place = Untrusted::from_bytes(path.as_os_str().as_encoded_bytes());
            Claim::new(place, signature.clone(), vec![Arc::new(certificate.clone())])
        })
        .collect();
    let mut hashes = Hashes::of(&claims);
    if !claims.is_empty() {
        read_through(content, &mut |bytes| hashes.update(bytes), progress)?;
    }
    Ok(hashes)
}

/// What a signature beside a content is worth.
enum Worth {
    /// It is not one of that key over that content.
    Nothing,
    /// It may be the first one, but a person has to say so; why.
    Unsure(Untrusted),
    /// It is the first one.
    First(Box<Proven>),
}

fn worth(outcome: Outcome) -> Worth {
    let unsure = |why: &str| Worth::Unsure(Untrusted::new(why));
    match outcome {
        Outcome::Bad(_) | Outcome::UnknownSigner(_) => Worth::Nothing,
        Outcome::Unproven(reason) | Outcome::Unsupported(reason) => Worth::Unsure(reason),
        Outcome::Refused(proven, _) => {
            Worth::Unsure(proven.remark.unwrap_or_else(|| Untrusted::new("it must not be used")))
        }
        Outcome::Proven(proven) if !proven.signature.is_binary() => unsure("it is a text-mode signature"),
        Outcome::Proven(proven) if proven.signature.has_expiry() => unsure("it has an expiry of its own"),
        Outcome::Proven(proven) => match proven.verdict {
            Verdict::Good | Verdict::Expired => Worth::First(proven),
            verdict => match &proven.remark {
                Some(remark) => unsure(&format!("it is {verdict}: {}", remark.raw())),
                None => unsure(&format!("it is {verdict}")),
            },
        },
    }
}

fn entry(pair: Pair, content: &Content, proven: &Proven) -> NewEntry {
    NewEntry {
        pair,
        signature: proven.signature.to_bytes(),
        proof: proven.signature.provable_from(content.proof.clone()),
        size: content.proof.as_ref().map_or(0, Proof::length),
        signed: proven.signature.created(),
        facts: proven.facts(),
        origin: Origin::Adopted,
        label: content.label.clone(),
        verdict: proven.verdict,
    }
}
