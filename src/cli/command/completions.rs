use crate::cli::args::Completions;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual;
use crate::cli::output::Output;

/// Prints a completion script.
pub fn run(args: &Completions, output: &Output) -> Result<Exit, Error> {
    output.data(&manual::completions(args.shell))?;
    Ok(Exit::Done)
}
