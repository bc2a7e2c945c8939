use super::Plan;
use crate::model::{ContentDigest, Pair};
use crate::ops::prove::believed;
use crate::ops::{Content, Contents, Error, Neighbours, Progress, Session, Wish, obtain};

/// How many are signed at once: as many locks and rows are in hand until then.
const BATCH: usize = 256;

/// What came of a rotation.
#[derive(Debug, Default)]
pub struct Rotated {
    /// How many signatures were made.
    pub made: u64,
    /// How many somebody else had made by then.
    pub reused: u64,
    /// How many entries of the old key were gone or others by then, and were left.
    pub changed: u64,
    /// What went wrong with single ones.
    pub failures: Vec<Error>,
    /// What ended it before its time. What was signed until then is kept.
    pub stopped: Option<Error>,
}

/// Signs what a plan says, and notes that the new key took the old one's place, once it signed anything of that.
///
/// # Errors
/// When the cache can't be read or written.
pub fn apply(
    session: &Session,
    plan: &Plan,
    contents: &mut Contents,
    progress: &dyn Progress,
) -> Result<Rotated, Error> {
    let cache = session.writable_cache(progress)?;
    let mut succeeded = plan.there > 0;
    let mut rotated = Rotated::default();
    progress.expect_entries(Some((plan.seen.len() + plan.unseen.len()) as u64));
    let all: Vec<(ContentDigest, bool)> = (plan.seen.iter().map(|digest| (*digest, true)))
        .chain(plan.unseen.iter().map(|digest| (*digest, false)))
        .collect();
    for batch in all.chunks(BATCH) {
        let mut ready = Vec::new();
        for (digest, seen) in batch {
            match content(session, plan, *digest, *seen, contents, progress)? {
                Some(content) => ready.push(content),
                None => rotated.changed += 1,
            }
        }
        let wish = Wish { neighbours: Neighbours::Everywhere, ..Wish::default() };
        let obtained = obtain(session, &plan.to, &ready, wish, progress);
        for answer in obtained.answers.into_iter().flatten() {
            match answer {
                Ok(answer) if answer.new => rotated.made += 1,
                Ok(_) => rotated.reused += 1,
                Err(error) => rotated.failures.push(error),
            }
        }
        rotated.failures.extend(obtained.others);
        progress.did_entries(batch.len() as u64);
        succeeded |= rotated.made + rotated.reused > 0;
        if obtained.stopped.is_some() {
            rotated.stopped = obtained.stopped;
            break;
        }
    }
    if succeeded {
        cache.note_succession(&plan.from, &plan.to, session.settings().now)?;
    }
    Ok(rotated)
}

/// What is to be signed, as it is by now; none where that is not what was planned.
fn content(
    session: &Session,
    plan: &Plan,
    digest: ContentDigest,
    seen: bool,
    contents: &mut Contents,
    progress: &dyn Progress,
) -> Result<Option<Content>, Error> {
    let pair = Pair { content: digest, key: plan.from };
    let Some(entry) = session.cache()?.map(|cache| cache.get(&pair)).transpose()?.flatten() else {
        return Ok(None);
    };
    let content = if seen {
        contents.find(session, &digest, Some(entry.size), progress)?
    } else {
        let proof = entry.proof.as_deref().and_then(|proof| believed(&pair, (proof, entry.size)));
        proof.map(|proof| Content { proof: Some(proof), ..Content::from_digest(digest) })
    };
    Ok(content.map(|content| Content { label: entry.label, ..content }))
}
