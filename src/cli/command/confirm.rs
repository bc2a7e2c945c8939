use crate::cli::error::Error;
use crate::cli::question;
use crate::cli::resolve::Work;

/// Asks whether to go on, unless the answer was given before. Only a yes is one.
pub fn confirmed(work: &Work<'_>, question: &str, yes: bool) -> Result<bool, Error> {
    if yes {
        return Ok(true);
    }
    if !question::is_possible() {
        return Err(Error::usage("nobody can be asked whether to go on")
            .hinted("look at it with --dry-run first, and then give --yes, or run it on a terminal"));
    }
    let answer = work.bars.ask(&format!("{question} [y/N] "));
    let agreed = answer.is_some_and(|answer| ["y", "yes"].contains(&answer.to_lowercase().as_str()));
    if !agreed {
        work.output.say("nothing was changed");
    }
    Ok(agreed)
}
