use crate::cli::error::Error;
use crate::cli::question;
use crate::cli::resolve::Work;

/// Refuses to begin where the answer was not given before and nobody can be asked.
pub fn check_possible(yes: bool) -> Result<(), Error> {
    if yes || question::is_possible() {
        return Ok(());
    }
    Err(Error::usage("nobody can be asked whether to go on")
        .hinted("look at it with --dry-run first, and then give --yes, or run it on a terminal"))
}

/// Asks whether to go on, unless the answer was given before. Only a yes is one.
pub fn confirmed(work: &Work<'_>, question: &str, yes: bool) -> Result<bool, Error> {
    check_possible(yes)?;
    let answer = || work.bars.ask(&format!("{question} [y/N] "));
    let agreed = yes || answer().is_some_and(|answer| ["y", "yes"].contains(&answer.to_lowercase().as_str()));
    if !agreed {
        work.output.say("nothing was changed");
    }
    Ok(agreed)
}
