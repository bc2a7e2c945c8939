use std::ffi::OsStr;
use std::io::{self, Seek, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use super::{Error, Store};
use crate::files::capture;
use crate::model::Untrusted;

/// How much of what Nix says goes into an error: Nix puts the cause last.
const LINES: usize = 3;

/// How many characters of each line.
const LONGEST_LINE: usize = 300;

/// More bytes than the paths of the largest store have.
const MOST_OUTPUT: usize = 256 << 20;

/// How often an operation is tried while Nix's database is busy, and the pause before the next time.
const ATTEMPTS: u32 = 50;
const PAUSE: Duration = Duration::from_millis(100);

impl Store {
    /// Runs `nix-store` with an operation and its arguments, and gives what it printed.
    pub(super) fn nix_store<A: AsRef<OsStr>>(
        &self,
        operation: &str,
        arguments: impl IntoIterator<Item = A>,
    ) -> Result<Vec<u8>, Error> {
        let arguments: Vec<A> = arguments.into_iter().collect();
        self.run(&self.program, operation, || {
            let mut command = self.command(operation);
            command.args(&arguments).stdin(Stdio::null());
            Ok(command)
        })
    }

    /// Runs `nix-store` with an operation that reads its standard input.
    pub(super) fn nix_store_fed(&self, operation: &str, input: &[u8]) -> Result<Vec<u8>, Error> {
        let failed = || Error::file("write a temporary file in", tempfile::env::temp_dir());
        self.run(&self.program, operation, || {
            let mut file = tempfile::tempfile().map_err(failed())?;
            file.write_all(input).and_then(|()| file.rewind()).map_err(failed())?;
            let mut command = self.command(operation);
            command.stdin(file);
            Ok(command)
        })
    }

    pub(super) fn command(&self, operation: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(operation).envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs `nix` with some words, and gives what it printed.
    pub(super) fn nix<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> Result<Vec<u8>, Error> {
        let program = self.program.with_file_name("nix");
        let words: Vec<&str> = words.into_iter().collect();
        self.run(&program, words.last().unwrap_or(&""), || {
            let mut command = Command::new(&program);
            command.args(&words).envs(self.environment.iter().map(|(name, value)| (name, value)));
            command.stdin(Stdio::null());
            Ok(command)
        })
    }

    fn run(
        &self,
        program: &Path,
        operation: &str,
        make: impl Fn() -> Result<Command, Error>,
    ) -> Result<Vec<u8>, Error> {
        let mut attempts = 0;
        loop {
            attempts += 1;
            let mut command = make()?;
            let output = capture(&mut command, MOST_OUTPUT, None).map_err(|source| match source.kind() {
                io::ErrorKind::NotFound => Error::NoProgram { program: program.to_owned() },
                io::ErrorKind::FileTooLarge => {
                    Error::TooMuch { program: program.to_owned(), limit: MOST_OUTPUT }
                }
                _ => Error::Start { program: program.to_owned(), source },
            })?;
            if output.status.success() {
                return Ok(output.stdout);
            }
            let message = String::from_utf8_lossy(&output.stderr);
            // Without a daemon, processes of Nix meet at its database, and some give up instead of waiting.
            if !message.contains("is busy") || attempts == ATTEMPTS {
                return Err(Error::Failed {
                    command: format!("{} {operation}", program.display()),
                    status: output.status,
                    message: Untrusted::new(last_lines(&message)),
                });
            }
            thread::sleep(PAUSE);
        }
    }
}

fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let last = lines[lines.len().saturating_sub(LINES)..].iter();
    last.map(|line| line.chars().take(LONGEST_LINE).collect::<String>()).collect::<Vec<_>>().join(" / ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_has_the_last_lines() {
        assert_eq!(last_lines(""), "");
        assert_eq!(last_lines("a\n\n  b\nc\nerror: d\n"), "b / c / error: d");
    }
}
