use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::openpgp::SoftwareKey;
use crate::program::Template;

/// How signatures of one key are made.
#[derive(Clone, Debug)]
pub struct Signing {
    /// With what.
    pub with: SignWith,
    /// How many requests may be made to the key at once, by all processes together.
    pub max_requests: usize,
}

/// With what to sign.
#[derive(Clone, Debug)]
pub enum SignWith {
    /// With gpg-agent, which has the user's keys or reaches the cards that have them.
    Agent,
    /// With a secret key in a file.
    KeyFile {
        /// The file.
        path: PathBuf,
        /// Where its password is from, if it has one.
        password: PasswordFrom,
    },
    /// With a program that prints a signature.
    Command {
        /// The program and its arguments.
        command: Template,
        /// How long it may take.
        limit: Duration,
    },
    /// With a throw-away key of this process.
    Software(Arc<SoftwareKey>),
}

/// Where a password is from.
#[derive(Clone, Debug)]
pub enum PasswordFrom {
    /// From a person at a terminal, if there is one.
    Person,
    /// From the first line of a file.
    File(PathBuf),
    /// From a descriptor that this process got from whoever started it.
    Descriptor {
        /// Its number.
        number: u32,
        /// What was open there when the process began.
        open: Option<Arc<File>>,
    },
}

impl Default for Signing {
    fn default() -> Self {
        Self { with: SignWith::Agent, max_requests: 1 }
    }
}
