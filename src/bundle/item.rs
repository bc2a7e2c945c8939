use crate::model::{Fingerprint, Record, Untrusted};

/// One thing that a bundle carries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Item {
    /// A certificate's packets, said to be those of the key with this fingerprint.
    Certificate(Fingerprint, Vec<u8>),
    /// An entry: what is said of it, and the signature's packet.
    Entry(Record, Vec<u8>),
    /// A signature that somebody needs.
    Wanted(Record),
    /// What should be an entry and can't be one, which says nothing of the others: what it is called, and why.
    Broken(Untrusted, Untrusted),
    /// What may be an entry, but of which nobody knows what: what it is called, and why it is passed over.
    Unknown(Untrusted, Untrusted),
}
