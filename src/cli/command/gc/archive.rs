use std::path::Path;

use crate::cli::command::place::target;
use crate::cli::error::{Error, shown};
use crate::cli::resolve::Work;

/// Refuses what can't be read back.
pub fn check_place(path: &Path, work: &Work<'_>) -> Result<(), Error> {
    let special = path.metadata().is_ok_and(|there| !there.is_file() && !there.is_dir());
    if path == Path::new("-") || special {
        return Err(Error::usage(format!("an archive in {} can't be read back", shown(path)))
            .hinted("name a file or a directory with --archive"));
    }
    // Before anything is planned: a file that is there is an archive of before.
    target(path, false, work).map(drop)
}
