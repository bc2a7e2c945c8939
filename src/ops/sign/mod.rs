//! Signing files: from the names that a person gave to the signatures that are written.

mod outputs;
mod signature;

use std::path::PathBuf;

use super::content::hash_all;
use super::obtain::obtain_for;
use super::place::write_signature;
use super::{Answer, Content, Error, Neighbours, Progress, Session, Wish, wanted};
use crate::model::KeyId;

use outputs::SignatureFiles;
use signature::content_if_signature;

/// What is to be signed, and where its signature goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Order {
    /// The file.
    pub path: PathBuf,
    /// The content, where a person has agreed to sign just that; else the file is read.
    pub content: Option<Content>,
    /// The file that the signature is written to; none where the caller takes it.
    pub to: Option<PathBuf>,
}

/// How files are signed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct How {
    /// Write ASCII armor.
    pub armor: bool,
    /// Replace files that are there already with other bytes.
    pub force: bool,
    /// Sign files that are signatures of files beside them, too.
    pub signatures_too: bool,
    /// How far to go for a signature.
    pub wish: Wish,
}

/// What became of a file that was to be signed.
#[derive(Debug)]
pub enum Signed {
    /// A signature was made.
    Made(Answer),
    /// The signature was there.
    Reused(Answer),
    /// A signature lay beside the file, and is kept as the first one from now on.
    Adopted(Answer),
    /// It is a signature itself, of this file beside it, and was passed over.
    PassedOver(PathBuf),
    /// It was not signed, because something kept another one or all of them from being signed.
    NotSigned,
    /// It could not be signed.
    Failed(Error),
}

/// What became of all files.
#[derive(Debug, Default)]
pub struct Results {
    /// What became of each, in order, and what kept its signature from being written.
    pub files: Vec<(Order, Signed, Option<Error>)>,
    /// What kept files from being signed.
    pub failures: Vec<Error>,
}

/// Gets the signature of each file and writes it: the one that is there, one that lies beside the file, or one
/// that is made now.
///
/// Nothing is signed unless all signatures can be written. Of several files those that are signatures of files
/// beside them are passed over.
///
/// # Errors
/// When a single file is a signature itself, or outputs and files are in each other's way. Each file has an
/// error of its own in the results.
pub fn sign(
    session: &Session,
    key: &KeyId,
    orders: Vec<Order>,
    how: How,
    progress: &dyn Progress,
) -> Result<Results, Error> {
    let mut files: Vec<(Order, Option<Signed>)> = Vec::new();
    let single = orders.len() == 1;
    for order in orders {
        let content = if how.signatures_too { Ok(None) } else { content_if_signature(&order.path) };
        match content {
            Ok(Some(content)) if single => return Err(Error::IsASignature { path: order.path, content }),
            Ok(content) => files.push((order, content.map(Signed::PassedOver))),
            Err(error) => files.push((order, Some(Signed::Failed(error)))),
        }
    }
    let inputs: Vec<&Order> =
        files.iter().filter(|(_, done)| done.is_none()).map(|(order, _)| order).collect();
    let unread = inputs.iter().filter(|order| order.content.is_none());
    let unread: Vec<PathBuf> = unread.map(|order| order.path.clone()).collect();
    let paths: Vec<PathBuf> = inputs.iter().map(|order| order.path.clone()).collect();
    let (mut contents, mut targets) = (Vec::new(), Vec::new());
    let mut hashed = hash_all(session, &unread, progress).into_iter();
    for (order, done) in files.iter_mut().filter(|(_, done)| done.is_none()) {
        let content = match order.content.take() {
            Some(content) => Ok(content),
            None => hashed.next().unwrap_or(Err(Error::Interrupted)),
        };
        match content {
            Ok(content) => {
                contents.push(content);
                targets.push(order.to.clone());
            }
            Err(error) => *done = Some(Signed::Failed(error)),
        }
    }
    let outputs = SignatureFiles::new(&contents, &targets, &paths, how)?;
    let wish = Wish { neighbours: Neighbours::Everywhere, ..how.wish };
    let obtained = obtain_for(&outputs, session, key, &contents, wish, progress);
    wanted::note(session, key, &contents, &obtained, progress);
    let mut results = Results::default();
    results.failures.extend(obtained.stopped);
    results.failures.extend(obtained.others);
    let mut answers = contents.iter().zip(obtained.answers).enumerate();
    for (order, done) in files {
        let (signed, failure) = match done {
            Some(done) => (done, None),
            None => match answers.next() {
                Some((number, (content, Some(Ok(answer))))) => {
                    let written = outputs
                        .with(number, |file| write_signature(session, content, &answer, file, progress));
                    let adopted = obtained.adopted.contains_key(&answer.pair.content);
                    let signed = match answer.new {
                        true => Signed::Made(answer),
                        false if adopted => Signed::Adopted(answer),
                        false => Signed::Reused(answer),
                    };
                    (signed, written.and_then(Result::err))
                }
                Some((_, (_, Some(Err(error))))) => (Signed::Failed(error), None),
                Some((_, (_, None))) | None => (Signed::NotSigned, None),
            },
        };
        results.files.push((order, signed, failure));
    }
    Ok(results)
}
