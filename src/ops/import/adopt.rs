use std::cell::RefCell;
use std::path::Path;

use super::keys::Keys;
use super::offer::{Checked, Offer};
use super::plan::{Class, Counts, ImportWish, Step};
use super::settle::Settling;
use crate::model::Untrusted;
use crate::ops::adopt::{Adopted, Adoption, adopt};
use crate::ops::contents::Contents;
use crate::ops::{Error, Progress, Session};

/// Takes the signatures into the cache that are found in a tree, beside their contents or in a private cache.
///
/// `contents` is where contents are looked for that are not in the tree.
///
/// # Errors
/// When the tree or the key ring can't be read, the cache can't be written, or a
/// person asks to stop. What was stored until then stays.
pub fn import_tree(
    session: &Session,
    tree: &Path,
    contents: &mut Contents,
    wish: &ImportWish,
    progress: &dyn Progress,
    tell: &mut dyn FnMut(Step),
) -> Result<Counts, Error> {
    let place = Untrusted::from_bytes(tree.as_os_str().as_encoded_bytes());
    progress.expect_entries(None);
    let settling = RefCell::new(Settling::new(session, wish, contents, progress, tell)?);
    let mut keys = Keys::new(session, &place, wish, progress);
    let content = |digest: &_| settling.borrow().content(digest, None).ok().flatten();
    let adoption = Adoption { tree, contents: &content };
    let mut emit = |found: Vec<Adopted>| take(&mut settling.borrow_mut(), &mut keys, found);
    let adopted = adopt(session, &adoption, &mut emit, progress);
    // What came whole before an error counts.
    let flushed = settling.borrow_mut().flush();
    let finished = keys.finish();
    adopted.and(flushed).and(finished)?;
    Ok(settling.into_inner().counts)
}

fn take(settling: &mut Settling<'_>, keys: &mut Keys<'_>, found: Vec<Adopted>) -> Result<(), Error> {
    let mut chunk = Vec::new();
    for adopted in found {
        match adopted {
            Adopted::Candidate(candidate) => {
                if let Some(reason) = keys.elsewhere(&candidate.pair.key) {
                    settling.pass_over(candidate.place.clone(), Class::Skipped, reason);
                    continue;
                }
                keys.know(&candidate.pair.key, &candidate.certificate);
                chunk.push(Offer::adopted(*candidate));
            }
            Adopted::UnknownKey { place, issuers } => {
                let reason = Untrusted::new(format!("it was made by {}", issuers.join(", ")));
                settling.pass_over(place, Class::UnknownKey, reason);
            }
            Adopted::NotASignature { place, reason } => {
                settling.pass_over(place, Class::NotASignature, reason);
            }
            Adopted::Skipped { place, reason } => {
                settling.pass_over(place, Class::Skipped, Untrusted::new(reason.to_string()));
            }
        }
    }
    let (offers, outcomes): (Vec<_>, Vec<_>) =
        chunk.into_iter().map(|checked| (checked.offer, checked.outcome)).unzip();
    let offers = settling.look_up(offers)?;
    let chunk = offers.into_iter().zip(outcomes).map(|(offer, outcome)| Checked { offer, outcome });
    settling.settle(chunk.collect(), keys)
}
