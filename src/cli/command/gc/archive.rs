use std::fs;
use std::path::Path;

use crate::cli::command::source;
use crate::cli::command::target::Target;
use crate::cli::error::{Error, shown};
use crate::cli::resolve::Work;
use crate::ops;
use crate::ops::gc::{self, Deadline, Plan};

/// Refuses what can't be read back.
pub fn check_place(path: &Path, work: &Work<'_>) -> Result<(), Error> {
    let special = path.metadata().is_ok_and(|there| !there.is_file() && !there.is_dir());
    if path == Path::new("-") || special {
        return Err(Error::usage(format!("an archive in {} can't be read back", shown(path)))
            .hinted("name a file or a directory with --archive"));
    }
    // Before anything is planned: a file that is there is an archive of before.
    Target::new(path, false, work.bars.signals()).map(drop)
}

/// Writes what goes to an archive, and reads it back.
///
/// An archive that there is no time to finish is none: a file is not left behind.
pub fn write(path: &Path, plan: &Plan, deadline: Deadline<'_>, work: &Work<'_>) -> Result<(), Error> {
    let target = Target::new(path, false, work.bars.signals())?;
    target.write(|writer, place| {
        deadline.bound("the archive was written", &work.bars, |progress| {
            gc::write_archive(&work.session, &plan.items, (writer, place), progress)
        })
    })?;
    let source = source::open(path, work)?;
    let checked = deadline.bound("the archive was read back", &work.bars, |progress| {
        gc::check_archive(source, &plan.items, progress)
    });
    if matches!(checked, Err(ops::Error::OutOfTime { .. })) && path.is_file() {
        fs::remove_file(path).map_err(|error| Error::io("remove", path, &error))?;
    }
    Ok(checked?)
}
