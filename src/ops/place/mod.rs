//! Where bundles are written to, and read from.

mod open;
mod target;
mod whole;

pub use open::{open, open_stream};
pub use target::Target;
pub use whole::write_whole;
