use std::path::Path;

use super::{Error, Notice, Progress, Session};
use crate::cache::{Cache, Initialised, Sharing};

/// Makes a cache where there is none, for the user or for a group, and puts the permissions of a group's right.
///
/// The user says with it that what is there from now on is meant to be there: the ledger expects this cache.
///
/// # Errors
/// When something else is there, or the user may not.
pub fn init(
    session: &Session,
    directory: &Path,
    sharing: Option<Sharing>,
    progress: &dyn Progress,
) -> Result<Initialised, Error> {
    let made = Cache::init(directory, sharing)?;
    session.expect_from_now_on(directory)?;
    if let Some(above) = &made.blocked {
        progress.notice(Notice::OutOfReach { directory: directory.to_owned(), above: above.clone() });
    }
    Ok(made)
}
