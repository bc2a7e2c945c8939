use super::bind::place;
use crate::cli::args::Provide;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::ops::Form;

/// Registers signatures as what provided derivations put out, and prints their paths.
pub fn run(args: &Provide, work: &Work<'_>) -> Result<Exit, Error> {
    place(Form::Provided, &args.query, &args.store, work)
}
