use std::path::PathBuf;

use serde::Deserialize;

use super::Text;
use crate::model::Age;

/// With what a key signs that does not sign with gpg-agent.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Table")]
pub enum Signer {
    /// A file with the secret key.
    KeyFile {
        /// The file.
        path: PathBuf,
        /// Where its password is from.
        password: Password,
    },
    /// A program that prints a signature.
    Command {
        /// The program.
        program: PathBuf,
        /// Its arguments, with placeholders.
        arguments: Vec<String>,
        /// How long it may take.
        timeout: Option<Age>,
    },
}

/// Where the password of a key file is from.
#[derive(Debug)]
pub enum Password {
    /// Whoever sits at the terminal.
    Person,
    /// A file.
    File(PathBuf),
    /// An open descriptor.
    Descriptor(u32),
}

/// The settings as they are written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Table {
    key_file: Option<PathBuf>,
    password_file: Option<PathBuf>,
    password_fd: Option<u32>,
    command: Option<Vec<String>>,
    timeout: Option<Text<Age>>,
}

impl Signer {
    /// The paths in it, which may be relative to the configuration.
    pub(super) fn paths(&mut self) -> Vec<&mut PathBuf> {
        match self {
            Self::KeyFile { path, password: Password::File(password) } => vec![path, password],
            Self::KeyFile { path, .. } => vec![path],
            // A bare name is for the search path.
            Self::Command { program, .. }
                if program.components().count() == 1 && !program.starts_with("~") =>
            {
                vec![]
            }
            Self::Command { program, .. } => vec![program],
        }
    }
}

impl TryFrom<Table> for Signer {
    type Error = String;

    fn try_from(table: Table) -> Result<Self, String> {
        let useless = |name: &str, with: &str| Err(format!("`{name}` means nothing for a {with}"));
        match (table.key_file, table.command) {
            (Some(path), None) => {
                if table.timeout.is_some() {
                    return useless("timeout", "key file");
                }
                let password = match (table.password_file, table.password_fd) {
                    (None, None) => Password::Person,
                    (Some(file), None) => Password::File(file),
                    (None, Some(number)) => Password::Descriptor(number),
                    (Some(_), Some(_)) => {
                        return Err("`password-file` and `password-fd`: give one of them".into());
                    }
                };
                Ok(Self::KeyFile { path, password })
            }
            (None, Some(words)) => {
                if table.password_file.is_some() {
                    return useless("password-file", "command");
                }
                if table.password_fd.is_some() {
                    return useless("password-fd", "command");
                }
                let mut words = words.into_iter();
                let program = words.next().filter(|program| !program.is_empty());
                let program = program.ok_or("in `command` the program is missing")?;
                let timeout = table.timeout.map(|timeout| timeout.0);
                Ok(Self::Command { program: program.into(), arguments: words.collect(), timeout })
            }
            _ => Err("a signer is either a `key-file` or a `command`".into()),
        }
    }
}
