//! Streams that only the holders of certain keys can read.

mod open;
mod own_keys;
mod seal;

pub use open::open;
pub use seal::seal;
