use std::path::PathBuf;

use jiff::Timestamp;

use super::{Error, Settings};
use crate::files::Stop;
use crate::model::gc::Policy;
use crate::model::query::Query;
use crate::model::{Age, Preferences};
use crate::openpgp::Password;

/// Everything that an application with a screen begins with.
///
/// The command line has read arguments, configuration and environment; a screen reads none of them.
#[derive(Clone)]
pub struct Interactive {
    /// The user and the machine. Its time is when the application began.
    pub settings: Settings,
    /// What is not worth keeping, by the configuration.
    pub gc: Keeping,
    /// How it is to look and to be operated.
    pub preferences: Preferences,
    /// Whether nothing is to be signed.
    pub offline: bool,
    /// The query to begin with.
    pub query: String,
    /// Whether what is selected is printed in the end, so that the screen must not be stdout.
    pub print: bool,
    /// What knows the time.
    pub clock: fn() -> Timestamp,
    /// Where relative paths begin.
    pub directory: PathBuf,
    /// Asks a person at the terminal for a password.
    pub password: fn(&str, &Stop) -> Option<Password>,
    /// What an error says, and what the user can do about it.
    pub explain: fn(&Error) -> (String, Vec<String>),
}

/// What is not worth keeping, and how carefully it goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keeping {
    /// What is not worth keeping.
    pub policy: Policy,
    /// How long every entry stays at least.
    pub grace: Age,
    /// How long what was deleted rests in the trash.
    pub keep_trash: Age,
}

/// Why an application with a screen could not begin, or ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ended {
    /// A person left it; with what selects the entries to print, if any are to be printed.
    Left(Option<Query>),
    /// A signal ended it.
    Interrupted,
    /// There is no terminal to draw on, or none to read keys from.
    NoTerminal(&'static str),
    /// A setting of the configuration makes no sense; which, and why.
    Setting(String),
    /// The terminal failed; how.
    Failed(String),
}
