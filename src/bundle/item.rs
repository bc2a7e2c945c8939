use crate::model::{Fingerprint, Record};

/// One thing that a bundle carries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Item {
    /// A certificate's packets, said to be those of the key with this fingerprint.
    Certificate(Fingerprint, Vec<u8>),
    /// An entry: what is said of it, and the signature's packet.
    Entry(Record, Vec<u8>),
    /// A signature that somebody needs.
    Wanted(Record),
}
