use std::path::Path;

use crate::cli::command::source;
use crate::cli::command::target::Target;
use crate::cli::error::{Error, shown};
use crate::cli::resolve::Work;
use crate::ops::gc::{self, Plan};

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
pub fn write(path: &Path, plan: &Plan, work: &Work<'_>) -> Result<(), Error> {
    let target = Target::new(path, false, work.bars.signals())?;
    target
        .write(|writer, place| gc::write_archive(&work.session, &plan.items, (writer, place), &work.bars))?;
    let source = source::open(path, work)?;
    Ok(gc::check_archive(source, &plan.items, &work.bars)?)
}
