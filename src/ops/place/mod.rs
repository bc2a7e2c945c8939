//! Where bundles are written to, and read from.

mod open;
mod target;

pub use open::{open, open_stream};
pub use target::Target;
