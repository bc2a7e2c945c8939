use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::{Error, Notice, Progress, Session};
use crate::cache::{self, Cache, Initialised, Sharing};

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
    session.check_expectations_can_change()?;
    let made = match Cache::init(directory, sharing) {
        // Users who can only read a cache can still say that it is the one that is meant.
        Err(cache::Error::Permissions { .. } | cache::Error::Io { .. })
            if sharing.is_none()
                && is_for_others(directory)
                && matches!(Cache::open_read_only(directory), Ok(Some(_))) =>
        {
            Initialised { new: false, group: None, blocked: None }
        }
        made => made?,
    };
    let accepted = session.expect_from_now_on(directory)?;
    if accepted && !made.new {
        progress.notice(Notice::ExpectedFromNowOn(directory.to_owned()));
    }
    if let Some(above) = &made.blocked {
        progress.notice(Notice::OutOfReach { directory: directory.to_owned(), above: above.clone() });
    }
    Ok(made)
}

/// Whether a directory is neither this account's nor one that root would put right.
fn is_for_others(directory: &Path) -> bool {
    let account = rustix::process::geteuid();
    !account.is_root() && directory.metadata().is_ok_and(|there| there.uid() != account.as_raw())
}
