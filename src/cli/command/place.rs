//! What paths mean on a command line, where `-` is stdin or stdout.

use std::fs::File;
use std::io;
use std::os::fd::AsFd;
use std::path::Path;

use crate::cli::error::Error;
use crate::cli::resolve::Work;
use crate::model::Untrusted;
use crate::ops::Source;
use crate::ops::place::{self, Target};

/// Where a bundle goes.
pub fn target<'a>(path: &Path, force: bool, work: &Work<'_>) -> Result<Target<'a>, Error> {
    let stop = work.bars.stop();
    if path != Path::new("-") {
        return Ok(Target::new(path, force, stop)?);
    }
    work.output.check()?;
    let stdout = io::stdout().as_fd().try_clone_to_owned();
    let stdout = stdout.map_err(|error| Error::io("write", path, &error))?;
    Ok(Target::open(stdout.into(), Untrusted::new("-"), stop)?)
}

/// Opens a bundle: a file, a directory, or stdin. One that is encrypted is decrypted with the user's keys.
pub fn source(path: &Path, work: &Work<'_>) -> Result<Source, Error> {
    let (session, bars) = (&work.session, &work.bars);
    if path != Path::new("-") {
        return Ok(place::open(session, path, bars.stop(), bars)?);
    }
    let stdin = || io::stdin().as_fd().try_clone_to_owned().map(File::from);
    let opened = place::open_stream(session, (stdin, Untrusted::new("stdin")), bars.stop(), bars)?;
    opened.map_err(|error| Error::io("read", path, &error))
}
