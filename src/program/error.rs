use std::io;
use std::path::PathBuf;
use std::time::Duration;

use crate::model::Untrusted;

/// Why a program of the user's did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is not there.
    #[error("the program `{}` was not found", program.display())]
    Missing {
        /// The program, as it was called.
        program: PathBuf,
    },
    /// It can't be run, or its output can't be read.
    #[error("`{}` can't be run", program.display())]
    Io {
        /// The program, as it was called.
        program: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It ended, and said that it failed.
    #[error("`{}` failed ({status}){}", program.display(), said(stderr))]
    Failed {
        /// The program, as it was called.
        program: PathBuf,
        /// How it ended.
        status: String,
        /// The last lines that it wrote to stderr.
        stderr: Untrusted,
    },
    /// It took too long, and was killed with everything that it had started.
    #[error("`{}` gave no answer within {} s and was killed{}", program.display(), limit.as_secs_f32(), said(stderr))]
    TimedOut {
        /// The program, as it was called.
        program: PathBuf,
        /// How long it was waited for.
        limit: Duration,
        /// The last lines that it wrote to stderr.
        stderr: Untrusted,
    },
    /// It printed more than any answer has, and was killed.
    #[error("`{}` printed more than {limit} bytes and was killed", program.display())]
    TooMuch {
        /// The program, as it was called.
        program: PathBuf,
        /// How much it may print.
        limit: usize,
    },
    /// It needs the path of a file, and there is none.
    #[error("`{}` wants the path of a file, and there is only a digest", program.display())]
    NeedsFile {
        /// The program, as it was called.
        program: PathBuf,
    },
    /// A person asked to stop.
    #[error("`{}` was interrupted", program.display())]
    Cancelled {
        /// The program, as it was called.
        program: PathBuf,
    },
}

fn said(stderr: &Untrusted) -> String {
    if stderr.raw().is_empty() { String::new() } else { format!(": {stderr}") }
}
