use crate::ops::{Notice, Progress};

/// Tells nobody anything: what is wrong becomes a finding, and a person is not asked.
pub(super) struct Silent<'a>(pub(super) &'a dyn Progress);

impl Progress for Silent<'_> {
    fn expect_bytes(&self, _: u64) {}
    fn read_bytes(&self, _: u64) {}
    fn expect_signatures(&self, _: usize) {}
    fn signed(&self) {}
    fn expect_entries(&self, _: Option<u64>) {}
    fn did_entries(&self, _: u64) {}
    fn notice(&self, _: Notice) {}
    fn cancelled(&self) -> bool {
        self.0.cancelled()
    }
}
