use std::process::ExitCode;

/// How the program ends; the numbers never change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Failed.
    Failed = 1,
    /// The command line makes no sense.
    Usage = 2,
    /// Not in the cache, and every place was read.
    NotInCache = 3,
    /// A signature did not verify or is in quarantine.
    Unverified = 4,
    /// The key is not usable, or a signature can't be judged.
    KeyUnusable = 5,
    /// A place is not there, or somebody else holds a lock for too long.
    Busy = 75,
    /// Interrupted; everything done so far is kept.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
