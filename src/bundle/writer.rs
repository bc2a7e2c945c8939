use super::Error;
use crate::model::{Fingerprint, Record};

/// What became of a part that was put into a bundle.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Put {
    /// It is there now.
    New,
    /// It was there before.
    Same,
    /// Something else is there, and was left as it is.
    Other,
}

/// Whoever takes the items of a bundle, in the order of [`super::Item`]'s variants, each by digest and key.
pub trait Writer: Send {
    /// The certificate of a key that the bundle has already, if it may have any.
    ///
    /// # Errors
    /// When it can't be read.
    fn certificate(&self, key: &Fingerprint) -> Result<Option<Vec<u8>>, Error>;

    /// Puts a certificate in, in place of one that is there.
    ///
    /// # Errors
    /// When it can't be written.
    fn put_certificate(&mut self, key: &Fingerprint, certificate: &[u8]) -> Result<(), Error>;

    /// Puts an entry in, unless the pair is there with another signature. What is said of it there already stays.
    ///
    /// # Errors
    /// When it can't be written.
    fn put_entry(&mut self, record: &Record, signature: &[u8]) -> Result<Put, Error>;

    /// Puts entries in as [`Writer::put_entry`] does, and says of each what became of it.
    ///
    /// # Errors
    /// When one can't be written.
    fn put_entries(&mut self, entries: &[(Record, &[u8])]) -> Result<Vec<Put>, Error> {
        entries.iter().map(|(record, signature)| self.put_entry(record, signature)).collect()
    }

    /// Makes the things wanted that are put in from now on the only ones, when the bundle ends.
    fn replace_wanted(&mut self) {}

    /// Puts something wanted in.
    ///
    /// # Errors
    /// When it can't be written.
    fn put_wanted(&mut self, record: &Record) -> Result<Put, Error>;

    /// Ends the bundle: only then it is whole.
    ///
    /// # Errors
    /// When it can't be written.
    fn finish(self: Box<Self>) -> Result<(), Error>;
}
