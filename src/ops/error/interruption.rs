use super::Error;
use crate::ops::Progress;

impl Error {
    /// What stopped an operation, as those see it who wanted to stop it.
    ///
    /// An interruption reaches the programs that are at work, too, and whatever is said of them
    /// after it was caused by it.
    pub(in crate::ops) fn after_interruption(self, progress: &dyn Progress) -> Self {
        match self {
            Self::Gnupg(_) | Self::Program(_) | Self::Nix(_) if progress.cancelled() => Self::Interrupted,
            error => error,
        }
    }
}
