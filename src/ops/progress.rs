use super::Notice;
use crate::openpgp::Password;

/// Whoever wants to know how an operation is getting on, and may stop it.
///
/// Methods are called from several threads at once. Who draws nothing has no use for most of them.
pub trait Progress: Sync {
    /// This many bytes of contents are going to be read.
    fn expect_bytes(&self, _bytes: u64) {}
    /// This many bytes of contents were read.
    fn read_bytes(&self, _bytes: u64) {}
    /// This many signatures are going to be made.
    fn expect_signatures(&self, _count: usize) {}
    /// A signature was made.
    fn signed(&self) {}
    /// Entries are going to be read or written, this many if that is known.
    fn expect_entries(&self, _count: Option<u64>) {}
    /// This many entries were read or written.
    fn did_entries(&self, _count: u64) {}
    /// Something begins that takes a while, and of which nobody knows how far it is; what, in a few words.
    fn begins(&self, _what: &'static str) {}
    /// Something that a person should know, though it stops nothing.
    fn notice(&self, notice: Notice);
    /// Whether to stop at the next point where nothing is lost.
    fn cancelled(&self) -> bool;
    /// Asks a person for a password; none where nobody can be asked, or who is asked wants to stop.
    fn password(&self, _question: &str) -> Option<Password> {
        None
    }
}
