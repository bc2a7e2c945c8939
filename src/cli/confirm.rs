//! Asking a person whether a plan is to be carried out.

use super::error::Error;
use super::question;
use super::resolve::Work;
use crate::ops::{self, Progress};

/// How a plan comes to be agreed on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Consent {
    /// It was given beforehand.
    Given,
    /// A person is to be asked.
    Asked,
}

impl Consent {
    /// What the options of a command mean; comes before the plan is shown.
    ///
    /// # Errors
    /// When nobody can be asked.
    pub fn expected(yes: bool) -> Result<Self, Error> {
        if yes {
            Ok(Self::Given)
        } else if question::is_possible() {
            Ok(Self::Asked)
        } else {
            Err(Error::usage("nobody can be asked whether to go on")
                .hinted("say so beforehand with --yes; --dry-run only tells what would be done"))
        }
    }

    /// Whether the plan that was shown is to be carried out.
    ///
    /// # Errors
    /// When who is asked wants to stop.
    pub fn to(self, question: &str, work: &Work<'_>) -> Result<bool, Error> {
        if self == Self::Given {
            return Ok(true);
        }
        let answer = work.bars.ask(&format!("{question} [y]es, [N]o: "));
        if work.bars.cancelled() {
            return Err(ops::Error::Interrupted.into());
        }
        let agreed = answer.is_some_and(|answer| matches!(answer.to_lowercase().as_str(), "y" | "yes"));
        if !agreed {
            work.output.say("nothing was changed");
        }
        Ok(agreed)
    }
}
