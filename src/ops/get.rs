use super::{Answer, Content, Error, Progress, Session, find};
use crate::model::{KeyId, Pair};

/// The signature of a content that is there, proven.
///
/// # Errors
/// When there is none, and as [`find`].
pub fn get(
    session: &Session,
    key: &KeyId,
    content: &Content,
    allow_compromised: bool,
    progress: &dyn Progress,
) -> Result<Answer, Error> {
    let found = find(session, key, content, allow_compromised, progress)?;
    session.looked_up(found.is_some().into(), found.is_none().into());
    let pair = Pair { content: content.digest, key: *key };
    found.ok_or_else(|| Error::not_in_cache(pair, content.label.as_ref()))
}
