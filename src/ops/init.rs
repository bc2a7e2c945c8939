use std::path::Path;

use super::{Error, Notice, Progress};
use crate::cache::{Cache, Initialised, Sharing};

/// Makes a cache where there is none, for the user or for a group, and puts the permissions of a group's right.
///
/// # Errors
/// When something else is there, or the user may not.
pub fn init(
    directory: &Path,
    sharing: Option<Sharing>,
    progress: &dyn Progress,
) -> Result<Initialised, Error> {
    let made = Cache::init(directory, sharing)?;
    if let Some(above) = &made.blocked {
        progress.notice(Notice::OutOfReach { directory: directory.to_owned(), above: above.clone() });
    }
    Ok(made)
}
