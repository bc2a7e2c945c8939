use crate::cli::args::Man;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual;
use crate::cli::output::Output;
use crate::ops::place::write_whole;

/// Prints the main manual page, or writes all of them.
pub fn run(args: &Man, output: &Output) -> Result<Exit, Error> {
    let pages = manual::manual_pages().map_err(|error| Error::new(Exit::Failed, error))?;
    match &args.dir {
        Some(directory) => {
            for (name, page) in pages {
                write_whole(&directory.join(name), &page, true)?;
            }
        }
        None => {
            if let Some(page) = pages.get("signcache.1") {
                output.data(page)?;
            }
        }
    }
    Ok(Exit::Done)
}
