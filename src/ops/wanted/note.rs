use crate::model::{KeyId, Pair, Untrusted, Wanted};
use crate::ops::content::Content;
use crate::ops::{Error, Notice, Obtained, Progress, Session};
use crate::program;

/// Notes which of the contents have no signature because nobody could make one then.
///
/// What was noted before costs only a look. That it can't be noted is told, and fails nothing.
pub fn note(
    session: &Session,
    key: &KeyId,
    contents: &[Content],
    obtained: &Obtained,
    progress: &dyn Progress,
) {
    let unusable = obtained.stopped.as_ref().is_some_and(key_is_unusable);
    let missing = contents.iter().zip(&obtained.answers).filter(|(_, answer)| match answer {
        None => unusable,
        Some(answer) => matches!(answer, Err(Error::NotInCache(_))),
    });
    let wanted: Vec<Wanted> = missing
        .map(|(content, _)| Wanted {
            pair: Pair { content: content.digest, key: *key },
            proof: content.proof.clone(),
            label: content.label.clone(),
            asked: session.settings().now,
        })
        .collect();
    if !wanted.is_empty()
        && let Err(error) = write(session, &wanted, progress)
    {
        progress.notice(Notice::NotWritten(Untrusted::new(error.to_string())));
    }
}

pub(super) fn write(session: &Session, wanted: &[Wanted], progress: &dyn Progress) -> Result<(), Error> {
    let mut new = Vec::new();
    for one in wanted {
        let noted = session.cache()?.map(|cache| cache.wanted(&one.pair)).transpose()?.flatten();
        let says_all = noted.is_some_and(|noted| {
            (noted.proof.is_some() || one.proof.is_none()) && (noted.label.is_some() || one.label.is_none())
        });
        if !says_all {
            new.push(one.clone());
        }
    }
    if !new.is_empty() {
        session.writable_cache(progress)?.note_wanted(&new)?;
    }
    Ok(())
}

/// Whether it was for want of the key that something was not signed.
const fn key_is_unusable(error: &Error) -> bool {
    match error {
        Error::NoCertificate(_) | Error::NoSecretKey(_) | Error::OpenPgp(_) | Error::Gnupg(_) => true,
        Error::Program(program::Error::Cancelled { .. }) => false,
        Error::Program(_) | Error::Password { .. } => true,
        _ => false,
    }
}
