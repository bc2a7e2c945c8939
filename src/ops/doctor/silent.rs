use crate::ops::{Notice, Progress};

/// Tells nobody anything: what is wrong becomes a finding, and a person is not asked.
pub(super) struct Silent<'a>(pub(super) &'a dyn Progress);

impl Progress for Silent<'_> {
    fn notice(&self, _: Notice) {}
    fn cancelled(&self) -> bool {
        self.0.cancelled()
    }
}
