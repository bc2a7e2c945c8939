use std::io;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::Error;
use crate::files::{Captured, capture};
use crate::model::Untrusted;

/// What a program of GnuPG left behind when it ended.
pub(super) struct Output {
    program: PathBuf,
    inner: Captured,
}

/// More bytes than the largest key ring has.
const MOST_OUTPUT: usize = 256 << 20;

/// Runs a program to its end, without a terminal, and kills it when it takes longer than `limit`.
pub(super) fn output(mut command: Command, limit: Duration) -> Result<Output, Error> {
    let program = PathBuf::from(command.get_program());
    let failed = |program: PathBuf, error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Error::ProgramMissing { program },
        _ => Error::ProgramFailed { program, message: Untrusted::new(error.to_string()) },
    };
    match capture(command.stdin(Stdio::null()), MOST_OUTPUT, Some(limit)) {
        Ok(inner) => Ok(Output { program, inner }),
        Err(error) if error.kind() == io::ErrorKind::TimedOut => Err(Error::ProgramWedged { program, limit }),
        Err(error) => Err(failed(program, error)),
    }
}

impl Output {
    /// What the program wrote to stdout, if it ended well.
    pub(super) fn successful(self) -> Result<Vec<u8>, Error> {
        if self.inner.status.success() { Ok(self.inner.stdout) } else { Err(self.into_failure()) }
    }

    /// What follows a status such as `EXPORT_RES` in the status lines (doc/DETAILS of GnuPG, "Format of the status output").
    pub(super) fn status(&self, status: &str) -> Option<&str> {
        self.inner.stderr.split(|byte| *byte == b'\n').find_map(|line| {
            str::from_utf8(line).ok()?.strip_prefix("[GNUPG:] ")?.strip_prefix(status)?.strip_prefix(' ')
        })
    }

    /// The program's own words as an error.
    fn into_failure(self) -> Error {
        let words: Vec<&[u8]> = self
            .inner
            .stderr
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty() && !line.starts_with(b"[GNUPG:]"))
            .collect();
        let message = if words.is_empty() {
            Untrusted::new(self.inner.status.to_string())
        } else {
            Untrusted::excerpt(&words.join(&b"; "[..]))
        };
        Error::ProgramFailed { program: self.program, message }
    }
}
